"""Saying something, and answering it."""

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.feedback import queries, rules
from xuezuo.feedback.models import Answer, Feedback, FeedbackKind
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

LONGEST = 4_000


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal("feedback_empty")
    if len(text) > LONGEST:
        raise Refusal("feedback_too_long", limit=LONGEST)
    return text


@transaction.atomic
def say(*, by: Scope, kind: str, text: str, about: str = "") -> Feedback:
    """Store a complaint or suggestion. Anybody may: also somebody who has not signed in (AF14)."""
    said = Feedback.objects.create(
        kind=FeedbackKind(kind),
        text=_checked(text),
        about=about[:300],
        organization_id=by.organization_id,
        written_by=by.viewer_id,
    )
    audit.record(by=by, action="feedback.say", kind="feedback", object_id=said.pk, organization_id=by.organization_id)
    return said


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
