"""Saying something, and answering it."""

import secrets

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.feedback import queries, rules
from xuezuo.feedback.models import Answer, Feedback, FeedbackKind
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placements
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

LONGEST = 4_000
UNNAMED = Scope(viewer_id=None, viewer_name="", role="nobody", organization_id=None, path="")
CODE_BYTES = 10
"""80 bits: nobody guesses the code under which an answer lies."""


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal("feedback_empty")
    if len(text) > LONGEST:
        raise Refusal("feedback_too_long", limit=LONGEST)
    return text


def _answerer(by: Scope) -> Organization | None:
    """Whoever is right above the writer's organization; at the root, the root itself; of a stranger, nobody."""
    if by.organization_id is None or by.role == "nobody":
        return None
    own = placements(by).filter(organization_id=by.organization_id).select_related("parent", "organization").first()
    if own is None:
        return None
    return own.parent or own.organization


@transaction.atomic
def say(*, by: Scope, kind: str, text: str, about: str = "") -> Feedback:
    """Store a complaint or suggestion. Anybody may: also somebody who has not signed in (AF14)."""
    said = Feedback.objects.create(
        kind=FeedbackKind(kind),
        text=_checked(text),
        about=about[:300],
        organization_id=by.organization_id,
        answerer=_answerer(by),
        written_by=by.viewer_id,
    )
    audit.record(by=by, action="feedback.say", kind="feedback", object_id=said.pk, organization_id=by.organization_id)
    return said


@transaction.atomic
def say_unnamed(*, by: Scope, kind: str, text: str, about: str = "") -> tuple[Feedback, str]:
    """The same without a trace of who wrote, and the code that opens the answer; it is shown once and stored nowhere.

    Neither the row nor the event knows the writer or their organization; the page they wrote about keeps its kind only.
    """
    code = secrets.token_hex(CODE_BYTES)
    said = Feedback.objects.create(
        kind=FeedbackKind(kind),
        text=_checked(text),
        about="/".join([*about.split("/")[:2], ""])[:300],
        answerer=_answerer(by),
        receipt=queries.digest_of(code),
    )
    audit.record(by=UNNAMED, action="feedback.say", kind="feedback", object_id=said.pk)
    return said, code


@transaction.atomic
def answer(*, by: Scope, feedback: int, text: str) -> Answer:
    """Answer what was said inside the answerer's part of the tree. Raises `NotVisible` elsewhere."""
    if not rules.may_answer(by) or by.viewer_id is None:
        raise NotVisible(feedback)
    said = queries.feedback(by, feedback)
    given = Answer.objects.create(feedback=said, text=_checked(text), answered_by=by.viewer_id)
    audit.record(
        by=by, action="feedback.answer", kind="feedback", object_id=said.pk, organization_id=said.organization_id
    )
    return given
