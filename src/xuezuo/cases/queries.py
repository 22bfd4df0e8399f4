"""Reading cases: open or closed is worked out from closures and look-backs, never stored."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xuezuo.cases import rules
from xuezuo.cases.models import Case, CaseKind, Closure, Guidance, LookBack
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope, operator
from xuezuo.tree_paths import ancestors


def cases(scope: Scope, day: date | None = None) -> QuerySet[Case]:
    """Every case that the scope may see, the latest found first."""
    if scope.role not in ("operator", "secretary", "officer", "inspector"):
        return Case.objects.none()
    here = Placement.objects.filter(within(scope.path), holding_on(day or today())).values("organization_id")
    return Case.objects.filter(organization_id__in=here).select_related("organization").order_by("-found_on", "-pk")


def case(scope: Scope, case_id: int) -> Case:
    """One case. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = Case.objects.filter(pk=case_id).select_related("organization", "record").first()
    if found is None:
        raise NotVisible(case_id)
    rules.may_see(scope, placement_of(scope, found.organization_id).path)
    return found


def standing_closures(day: date) -> QuerySet[Closure]:
    """Closures up to a day that no relapse followed by that day (R30); on one day, the order of entry decides."""
    later = Q(looked_on__gt=OuterRef("closed_on"))
    later |= Q(looked_on=OuterRef("closed_on"), entered_at__gte=OuterRef("decided_at"))
    relapses = LookBack.objects.filter(later, case_id=OuterRef("case_id"), holds=False, looked_on__lte=day)
    return Closure.objects.filter(~Exists(relapses), closed_on__lte=day)


def open_cases(scope: Scope, day: date | None = None) -> QuerySet[Case]:
    """Found by the day, and closed by nobody or relapsed since."""
    day = day or today()
    closed = standing_closures(day).filter(case_id=OuterRef("pk"))
    return cases(scope, day).filter(~Exists(closed), found_on__lte=day)


def open_for(scope: Scope, organization_id: int, day: date | None = None) -> QuerySet[Case]:
    """The open cases of one organization, for its own page."""
    placement_of(scope, organization_id, day)
    return open_cases(scope, day).filter(organization_id=organization_id)


def lost_members(scope: Scope, organization_id: int) -> set[int]:
    """Ids of members of an organization with whom contact is lost, by its open cases; for who may see names there."""
    found = open_for(scope, organization_id).filter(kind=CaseKind.LOST_CONTACT, member_id__isnull=False)
    return set(found.values_list("member_id", flat=True))


def is_open(scope: Scope, one: Case, day: date | None = None) -> bool:
    return open_cases(scope, day).filter(pk=one.pk).exists()


def register_of(
    scope: Scope, placement: Placement, *, state: str = "open", kind: str = "", source: str = "", late: bool = False
) -> QuerySet[Case]:
    """The register of an organization and of everything below it, narrowed; what is due first stands first.

    `state` is `open`, `closed` or `all`; `late` leaves what is open and past its day.
    """
    day = today()
    here = Placement.objects.filter(within(placement.path), holding_on(day)).values("organization_id")
    closed = standing_closures(day).filter(case_id=OuterRef("pk"))
    found = cases(scope, day).filter(organization_id__in=here).annotate(is_closed=Exists(closed))
    if state in ("open", "closed"):
        found = found.filter(is_closed=state == "closed")
    if late:
        found = found.filter(is_closed=False, due_on__lt=day)
    for column, word in (("kind", kind), ("source", source)):
        found = found.filter(**{column: word}) if word else found
    return found.order_by(F("due_on").asc(nulls_last=True), "-found_on", "-pk")


def of_record(scope: Scope, record_id: int) -> QuerySet[Case]:
    """What was raised at a meeting, for those who may see cases there."""
    closed = standing_closures(today()).filter(case_id=OuterRef("pk"))
    return cases(scope).filter(record_id=record_id).annotate(is_closed=Exists(closed)).order_by("pk")


def late_for(scope: Scope, organization_id: int) -> tuple[int, int]:
    """How many cases of one organization are open, and how many of these are past their day."""
    found = open_for(scope, organization_id)
    return found.count(), found.filter(due_on__lt=today()).count()


def guidance_for(organization_id: int, step: str, day: date) -> Guidance | None:
    """What holds for a step of an organization on a day: published by it or above it, and not ended."""
    placement = placement_of(operator(), organization_id)
    above = [*ancestors(placement.path), placement.path]
    tops = Placement.objects.filter(holding_on(today()), path__in=above).values("organization_id")
    return (
        Guidance.objects.filter(step=step, organization_id__in=tops, holds_from__lte=day, end__isnull=True)
        .select_related("organization")
        .order_by("-holds_from", "-pk")
        .first()
    )


def all_guidance(scope: Scope) -> QuerySet[Guidance]:
    """Guidance of the viewer's part of the tree and of the line above it, with its end; it names nobody."""
    if scope.role not in rules.READERS:
        return Guidance.objects.none()
    found = Guidance.objects.select_related("organization", "end").order_by("-published_at")
    if not scope.path:
        return found
    near = within(scope.path) | Q(path__in=ancestors(scope.path))
    return found.filter(
        organization_id__in=Placement.objects.filter(near, holding_on(today())).values("organization_id")
    )


def guidance(scope: Scope, pk: int) -> Guidance:
    found = all_guidance(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def paths_of(organizations: Collection[int]) -> dict[int, str]:
    """Where organizations stand today, by id: to know whose words a viewer may read."""
    found = Placement.objects.filter(holding_on(today()), organization_id__in=set(organizations))
    return dict(found.values_list("organization_id", "path"))
