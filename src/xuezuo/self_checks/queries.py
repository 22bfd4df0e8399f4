"""One's own locked texts, and the questions that may help to begin."""

from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from xuezuo.scopes import NotVisible, Scope
from xuezuo.self_checks import rules
from xuezuo.self_checks.models import Lock, SelfCheck

PROMPTS = Path(__file__).with_name("prompts.yaml")


def lock_of(scope: Scope) -> Lock | None:
    return Lock.objects.filter(user_id=rules.own(scope)).first()


def kept(scope: Scope) -> list[SelfCheck]:
    """The person's own texts, the latest first, as they were locked."""
    return list(SelfCheck.objects.filter(lock__user_id=rules.own(scope)).order_by("-pk"))


def one(scope: Scope, pk: int) -> SelfCheck:
    """One of one's own. Raises `NotVisible` for anybody else's, as for none."""
    found = SelfCheck.objects.filter(pk=pk, lock__user_id=rules.own(scope)).first()
    if found is None:
        raise NotVisible(pk)
    return found


@cache
def _prompts() -> dict[str, dict[str, object]]:
    read: dict[str, dict[str, object]] = yaml.safe_load(PROMPTS.read_text(encoding="utf-8"))
    return read


def prompts() -> list[tuple[str, str, list[str]]]:
    """By tier: its code, its title and its questions in the viewer's language (D1.30-D1.36): to oneself, never a test."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        (code, one["title"][language], [question[language] for question in one["questions"]])  # type: ignore[index, attr-defined]
        for code, one in _prompts().items()
    ]
