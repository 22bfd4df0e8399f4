"""Reading cases: open or closed is worked out from closures and look-backs, never stored."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo.cases import rules
from xuezuo.cases.models import Case, CaseKind, Closure, LookBack
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope


def cases(scope: Scope, day: date | None = None) -> QuerySet[Case]:
    """Every case that the scope may see, the latest found first."""
    if scope.role not in ("operator", "secretary", "officer", "inspector"):
        return Case.objects.none()
    here = Placement.objects.filter(within(scope.path), holding_on(day or today())).values("organization_id")
    return Case.objects.filter(organization_id__in=here).select_related("organization").order_by("-found_on", "-pk")


def case(scope: Scope, case_id: int) -> Case:
    """One case. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = Case.objects.filter(pk=case_id).select_related("organization").first()
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
