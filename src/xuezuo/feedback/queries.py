"""Reading what was said: one's own, what one may answer, and whose turn it is."""

import hashlib
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from xuezuo import tree_paths
from xuezuo.feedback import rules
from xuezuo.feedback.models import Answer, Feedback
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placements
from xuezuo.periods import today
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope

DEEPEST = 8
"""Levels of a tree: with each set time that passes unanswered, one more level has it."""


def answer_days() -> int:
    """The set time of AF14."""
    days = rule("feedback.answer_days", today())
    assert days is not None
    return days


def digest_of(code: str) -> str:
    """What is stored of the code of somebody without a name: 80 random bits need no salt."""
    return hashlib.sha256("".join(code.split()).lower().encode()).hexdigest()


def written_by(scope: Scope) -> QuerySet[Feedback]:
    """What the viewer wrote while signed in, newest first, with answers."""
    if scope.viewer_id is None:
        return Feedback.objects.none()
    return Feedback.objects.filter(written_by=scope.viewer_id).prefetch_related("answers").order_by("-pk")


def by_code(code: str) -> Feedback | None:
    """What was said without a name, for whoever has its code; the one query here that needs no scope."""
    return Feedback.objects.filter(receipt=digest_of(code)).prefetch_related("answers").first() if code else None


def to_answer(scope: Scope) -> QuerySet[Feedback]:
    """Everything the viewer may read and answer, unanswered first, oldest first.

    Officers answer what came from their part of the tree; administrators also what came from nobody's.
    """
    if not rules.may_answer(scope):
        return Feedback.objects.none()
    inside = placements(scope).values("organization_id").order_by()
    seen = Q(organization_id__in=inside) | Q(organization__isnull=True, answerer_id__in=inside)
    if scope.role == "administrator":
        seen |= Q(organization__isnull=True, answerer__isnull=True)
    answered = Exists(Answer.objects.filter(feedback=OuterRef("pk")))
    return (
        Feedback.objects.filter(seen)
        .annotate(answered=answered)
        .select_related("organization", "answerer")
        .prefetch_related("answers")
        .order_by("answered", "said_on", "pk")
    )


def mine_to_answer(scope: Scope) -> QuerySet[Feedback]:
    """Those that wait for the viewer's own organization: asked of it first, or come up because nobody below answered.

    With each set time that passes the level above has it too; it never leaves the level below. An administrator has what
    belongs to no organization.
    """
    found = to_answer(scope)
    if scope.role == "administrator":
        return found.filter(answerer__isnull=True)
    days, turn = answer_days(), Q(pk__in=[])
    for levels in range(DEEPEST):
        at = Placement.objects.filter(pk__in=_at_depth(scope, tree_paths.depth(scope.path) + levels))
        since = today() - timedelta(days=days * levels + (1 if levels else 0))
        turn |= Q(answerer_id__in=at.order_by().values("organization_id"), said_on__lte=since)
    return found.filter(turn)


def _at_depth(scope: Scope, depth: int) -> QuerySet[Placement]:
    """Ids of the placements of the scope at one depth: every step of a path is equally long."""
    found = placements(scope).annotate(length=Length("path")).filter(length=tree_paths.SEGMENT * depth)
    return found.order_by().values("pk")  # type: ignore[return-value]


def feedback(scope: Scope, pk: int) -> Feedback:
    """One that the viewer may answer. Raises `NotVisible`."""
    found = to_answer(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def late(scope: Scope) -> int:
    """How many of those that are the viewer's to answer wait for longer than the set time."""
    return mine_to_answer(scope).filter(answers__isnull=True, answer_until__lt=today()).count()
