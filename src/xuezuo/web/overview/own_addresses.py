"""From an address to a question of one's own, and from the question to the addresses of its numbers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import Asked
from xuezuo.own_questions import queries
from xuezuo.own_questions.asking import Own
from xuezuo.own_questions.models import SavedQuestion
from xuezuo.scopes import Scope
from xuezuo.web.overview.asking import Addresses


@dataclass(frozen=True)
class OwnAddresses(Addresses):
    """The same as for figures, each with the whole question in it."""

    own: Own
    now: bool = False
    """Whether it was counted on request: what the numbers open is then counted so too."""

    @property
    def words(self) -> str:
        """The question alone, without place and day: what is saved."""
        return urlencode(self.own.query)

    def figure(self, indicator: Indicator, code: str = "", **more: str) -> str:
        return f"{reverse('ask')}?{self._words(code, more)}"

    def list(self, indicator: Indicator, part: str, code: str = "", **more: str) -> str:
        return f"{reverse('ask-list')}?{self._words(code, more)}&{urlencode({'part': part})}"

    def _words(self, code: str, more: dict[str, str]) -> str:
        question, beside = self.own, {"now": "1"} if self.now else {}
        for name, word in more.items():
            if name == "own":
                beside["own"] = word
            elif question.words.get(name) != (word,):
                question = question.narrowed(name, word)
        return f"{urlencode(question.query)}&{self._query(code or self.asked.organization.code, beside)}"


def saved_in(request: HttpRequest) -> SavedQuestion | None:
    """The saved question that an address names. Raises `NotVisible`."""
    text = request.GET.get("saved", "")
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return queries.question(scope, int(text) if text.isdecimal() and len(text) < 16 else 0) if text else None


def own_in(request: HttpRequest, saved: SavedQuestion | None, asked: Asked) -> Own:
    """The question that an address asks, in its own words or in those that were saved. Raises `Refusal`."""
    return queries.own_at(asked, {name: [str(one) for one in words] for name, words in request.GET.lists()}, saved)
