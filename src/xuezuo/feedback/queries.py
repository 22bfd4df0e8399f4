"""Reading what was said: one's own, and what one may answer."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo.feedback import rules
from xuezuo.feedback.models import Answer, Feedback
from xuezuo.organizations.queries import placements
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope

ANSWER_WITHIN_DAYS = 15
"""The set time of AF14."""


def written_by(scope: Scope) -> QuerySet[Feedback]:
    """What the viewer wrote while signed in, newest first, with answers."""
    if scope.viewer_id is None:
        return Feedback.objects.none()
    return Feedback.objects.filter(written_by=scope.viewer_id).prefetch_related("answers").order_by("-pk")


def to_answer(scope: Scope) -> QuerySet[Feedback]:
    """Everything the viewer may read and answer, unanswered first, oldest first.

    Officers answer what came from their part of the tree; administrators also what came from nobody's.
    """
    if not rules.may_answer(scope):
        return Feedback.objects.none()
    inside = placements(scope).values("organization_id").order_by()
    seen = Q(organization_id__in=inside)
    if scope.role == "administrator":
        seen |= Q(organization__isnull=True)
    answered = Exists(Answer.objects.filter(feedback=OuterRef("pk")))
    return (
        Feedback.objects.filter(seen)
        .annotate(answered=answered)
        .select_related("organization")
        .prefetch_related("answers")
        .order_by("answered", "pk")
    )


def feedback(scope: Scope, pk: int) -> Feedback:
    """One that the viewer may answer. Raises `NotVisible`."""
    found = to_answer(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def late(scope: Scope) -> int:
    """How many wait for longer than the set time."""
    waiting = to_answer(scope).filter(answers__isnull=True)
    return waiting.filter(written_at__date__lt=today() - timedelta(days=ANSWER_WITHIN_DAYS)).count()
