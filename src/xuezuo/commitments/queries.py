"""Reading goals, commitments and deeds. Kept or not is worked out from deeds, never stored."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.commitments import rules
from xuezuo.commitments.models import Commitment, Deed, Goal, Withdrawal
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import holding_on, label, placement_of, roster, superiors_of, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import ask, in_one

Doing = TypeVar("Doing", bound=Commitment | Deed)

READERS = ("operator", "secretary", "officer", "inspector")


def _here(scope: Scope) -> QuerySet[Any, Any]:
    return Placement.objects.filter(within(scope.path), holding_on(today())).values("organization_id")


def goals_of(scope: Scope, organization_id: int) -> QuerySet[Goal]:
    """One unit's goals that were not withdrawn, those that go on first, each with `taken`: commitments linked to it."""
    placement_of(scope, organization_id)
    if scope.role not in READERS:
        return Goal.objects.none()
    linked = Count("commitments", filter=Q(commitments__withdrawal__isnull=True), distinct=True)
    return (
        Goal.objects.filter(organization_id=organization_id, withdrawal__isnull=True)
        .annotate(taken=linked)
        .select_related("closing")
        .order_by("-closing__pk", "-ends_on", "pk")
    )


def goals_to_link(scope: Scope, organization_id: int) -> QuerySet[Goal]:
    """Goals of the unit and of those above it that go on: what a commitment may serve."""
    placement = placement_of(scope, organization_id)
    units = [organization_id, *superiors_of(placement).values_list("organization_id", flat=True)]
    return (
        Goal.objects.filter(organization_id__in=units, withdrawal__isnull=True, closing__isnull=True)
        .select_related("organization")
        .order_by("ends_on", "pk")
    )


TO_CHOOSE = """SELECT g.id, g.title FROM organizations_placement p JOIN commitments_goal g ON g.organization_id = p.organization_id
WHERE p.path {one_of_line} AND p.valid_from <= {today} AND p.valid_to > {today}
AND NOT EXISTS (SELECT 1 FROM commitments_goalclosing e WHERE e.goal_id = g.id)
AND NOT EXISTS (SELECT 1 FROM commitments_withdrawal w WHERE w.goal_id = g.id) ORDER BY g.ends_on, g.id"""
ON_POSTGRESQL = {"one_of_line": "= ANY (%(line)s::text[])", "today": "%(today)s::date"}
ON_SQLITE = {"one_of_line": "IN (SELECT value FROM json_each(%(line)s))", "today": "%(today)s"}


def goals_to_choose(scope: Scope, placement: Placement) -> list[tuple[int, str]]:
    """Ids and titles of `goals_to_link` for a form that every branch opens on the same evening: written out, for the ORM
    takes far longer to write the question than the database to answer it.
    """
    if not scope.covers(placement.path):
        raise NotVisible(placement.organization_id)
    text = TO_CHOOSE.format(**(ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE))
    line = [*tree_paths.ancestors(placement.path), placement.path]
    return [(pk, title) for pk, title in ask(text, {"line": in_one(line), "today": today().isoformat()})]


def goal(scope: Scope, pk: int) -> Goal:
    """One goal. Raises `NotVisible` outside the scope."""
    found = Goal.objects.filter(pk=pk, organization_id__in=_here(scope)).select_related("organization").first()
    if found is None or scope.role not in READERS:
        raise NotVisible(pk)
    return found


def commitments_of(scope: Scope, organization_id: int) -> QuerySet[Any]:
    """One branch's commitments with `is_kept` and `is_taken_back`, for those who see names there; nobody else any."""
    if not rules.sees_names(scope, placement_of(scope, organization_id).path):
        return Commitment.objects.none()
    return (
        _with_state(Commitment.objects.filter(organization_id=organization_id))
        .select_related("member", "goal")
        .order_by("is_taken_back", "is_kept", "due_on", "pk")
    )


def commitment(scope: Scope, pk: int) -> Commitment:
    """One commitment with all that belongs to it, for the branch and its direct superior. Else `NotVisible`."""
    found = (
        _with_state(Commitment.objects.filter(pk=pk))
        .select_related("organization", "member", "goal__organization", "record", "withdrawal")
        .first()
    )
    if found is None or not rules.sees_names(scope, placement_of(scope, found.organization_id).path):
        raise NotVisible(pk)
    return found


def doers_told_apart(scope: Scope, organization_id: int, found: Iterable[Doing]) -> list[Doing]:
    """Commitments or deeds of a branch, which a page is about to show: whose they are has a `label` where it takes one."""
    there = list(found)
    people = [one.member for one in there if one.member is not None]
    if people and scope.sees_names_at(placement_of(scope, organization_id).path):
        label(organization_id, people)
    return there


def deeds_of(scope: Scope, commitment: Commitment) -> QuerySet[Deed]:
    """What was done for a commitment, taken back or not."""
    if not rules.sees_names(scope, placement_of(scope, commitment.organization_id).path):
        return Deed.objects.none()
    return commitment.deeds.select_related("member", "withdrawal").order_by("-done_on", "-pk")


def own_deeds(scope: Scope, organization_id: int) -> QuerySet[Deed]:
    """Deeds of a branch that stand by themselves."""
    if not rules.sees_names(scope, placement_of(scope, organization_id).path):
        return Deed.objects.none()
    return (
        Deed.objects.filter(organization_id=organization_id, commitment__isnull=True)
        .select_related("member", "withdrawal")
        .order_by("-done_on", "-pk")
    )


def deed(scope: Scope, pk: int) -> Deed:
    found = Deed.objects.filter(pk=pk).select_related("organization", "commitment").first()
    if found is None or not rules.sees_names(scope, placement_of(scope, found.organization_id).path):
        raise NotVisible(pk)
    return found


def of_record(scope: Scope, record_id: int, organization_id: int) -> QuerySet[Any]:
    """What was taken on at a meeting, for those who see names there."""
    return commitments_of(scope, organization_id).filter(record_id=record_id)


def standing_of_record(scope: Scope, record_id: int) -> int:
    """How many commitments a meeting led to: the number alone, for everybody who may see the record."""
    if scope.role not in READERS:
        return 0
    return Commitment.objects.filter(
        record_id=record_id, withdrawal__isnull=True, organization_id__in=_here(scope)
    ).count()


def counts_of(scope: Scope, organization_id: int, day: date | None = None) -> tuple[int, int]:
    """How many commitments of a branch are due by the day, and how many of these are kept: for every level above."""
    placement_of(scope, organization_id)
    if scope.role not in READERS:
        return 0, 0
    due = _with_state(Commitment.objects.filter(organization_id=organization_id, due_on__lte=day or today()))
    due = due.filter(is_taken_back=False)
    return due.count(), due.filter(is_kept=True).count()


def members_to_name(scope: Scope, organization_id: int, day: date) -> list[Member]:
    """Who may have taken something on: the roster of the day; nobody for those who see no names."""
    if not rules.sees_names(scope, placement_of(scope, organization_id).path):
        return []
    return list(roster(scope, organization_id, day))


def is_withdrawn(one: Goal | Commitment | Deed) -> bool:
    noun = {Goal: "goal", Commitment: "commitment", Deed: "deed"}[type(one)]
    return Withdrawal.objects.filter(**{noun: one.pk}).exists()


def _with_state(found: QuerySet[Commitment]) -> QuerySet[Any]:
    deeds = Deed.objects.filter(commitment_id=OuterRef("pk"), withdrawal__isnull=True)
    taken_back = Withdrawal.objects.filter(commitment_id=OuterRef("pk"))
    return found.annotate(is_kept=Exists(deeds), is_taken_back=Exists(taken_back))
