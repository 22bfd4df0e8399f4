"""What paper needs to know: which branches an office types for, and their names in one read."""

from collections.abc import Collection
from datetime import date

from xuezuo.audit.queries import events_of
from xuezuo.campaigns.models import Reading
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Member, Membership, Placement
from xuezuo.organizations.queries import holding_on, placement_by_code, placements
from xuezuo.periods import today
from xuezuo.records.models import Record
from xuezuo.scopes import NotVisible, Scope


def branches_typed_for(scope: Scope, code: str) -> list[Placement]:
    """The branch itself, or the branches right below an office whose names the viewer sees, in order of the tree.

    Raises `NotVisible` where the scope may not see names at all.
    """
    top = placement_by_code(scope, code)
    if not scope.sees_names_at(top.path):
        raise NotVisible(code)
    if top.organization.kind in BRANCH_KINDS:
        return [top]
    below = placements(scope).filter(parent_id=top.organization_id, organization__kind__in=BRANCH_KINDS)
    return [one for one in below if scope.sees_names_at(one.path)]


def rosters_of(scope: Scope, branches: Collection[Placement], day: date | None = None) -> dict[int, list[Member]]:
    """Members of a day by branch, by name; nobody of a branch whose names the scope may not see."""
    day = day or today()
    seen = [one.organization_id for one in branches if scope.sees_names_at(one.path)]
    found: dict[int, list[Member]] = {organization_id: [] for organization_id in seen}
    held = Membership.objects.filter(holding_on(day), organization_id__in=seen)
    for one in held.select_related("member").order_by("member__name", "member_id"):
        found[one.organization_id].append(one.member)
    return found


def texts_of_requirement(requirement_id: int, known: Collection[int]) -> list[int]:
    """Which of the known texts a requirement asks for; none for a requirement of 0."""
    if not requirement_id:
        return []
    return list(Reading.objects.filter(requirements=requirement_id, pk__in=known).values_list("pk", flat=True))


def first_claims(scope: Scope, record: Record) -> set[int]:
    """What was claimed with the entry, whatever was claimed or taken back since; of a record from a file, what is."""
    entry = events_of(scope, "record", record.pk).filter(action="record.enter").first()
    return set(entry.detail["claims"] if entry else record.claims.values_list("requirement_id", flat=True))
