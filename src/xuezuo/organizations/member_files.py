"""Reading member files: the roster of a branch with filters, one member's file, who left, who is a guest here.

Names only where the scope sees names: the branch and its direct superior.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from xuezuo.organizations.completeness import ITEMS, lacks
from xuezuo.organizations.kinds import NEVER_IN_LISTS, NEW_SECTORS, EndKind, MemberCategory
from xuezuo.organizations.members import probation_ends
from xuezuo.organizations.models import (
    Ending,
    FactCorrection,
    Floating,
    GroupMembership,
    Member,
    Membership,
    Placement,
    ProbationDecision,
    Restoration,
)
from xuezuo.organizations.namesakes import by_branch, shared
from xuezuo.organizations.queries import holding_on, roster
from xuezuo.periods import FOREVER, today
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class MemberFile:
    """Everything held about one member at one branch, as its keepers see it."""

    member: Member
    placement: Placement
    on_roster: bool
    memberships: list[Membership]
    groups: list[GroupMembership]
    endings: list[Ending]
    restorations: list[Restoration]
    decisions: list[ProbationDecision]
    corrections: list[FactCorrection]
    other_entries: list[Member] = field(default_factory=list)

    @property
    def groups_now(self) -> list[GroupMembership]:
        day = today()
        return [one for one in self.groups if one.valid_from <= day < one.valid_to]

    @property
    def in_new_sector(self) -> bool:
        """Read from the sector of the branch (D5.33), never typed."""
        return self.placement.organization.sector in NEW_SECTORS

    @property
    def suspension(self) -> Ending | None:
        """The suspension that still holds."""
        restored = {one.ending_id for one in self.restorations}
        held = [one for one in self.endings if one.kind == EndKind.SUSPENDED and not one.withdrawn_at]
        return next((one for one in held if one.pk not in restored and not self.on_roster), None)


def may_list(scope: Scope, placement: Placement) -> None:
    """Raises `NotVisible` where names may not be seen."""
    if not scope.sees_names_at(placement.path):
        raise NotVisible(placement.organization.code)


def roster_page(
    scope: Scope, placement: Placement, *, group: str = "", category: str = "", lacking: str = "", text: str = ""
) -> QuerySet[Member]:
    """The roster of today by name, narrowed, with the groups that may stand in a list (`groups_now`)."""
    day = today()
    held = GroupMembership.objects.filter(holding_on(day)).exclude(group__in=NEVER_IN_LISTS)
    found = roster(scope, placement.organization_id, day).prefetch_related(
        Prefetch("groups", held, to_attr="groups_now"), "probation_decisions"
    )
    if group:
        found = found.filter(Exists(held.filter(member_id=OuterRef("pk"), group=group)))
    if category:
        found = found.filter(category=category)
    if lacking == "any":
        found = found.filter(_lacks_any())
    elif lacking in ITEMS:
        found = found.filter(lacks(lacking))
    return found.filter(name__contains=text) if text else found


def lacking_any(scope: Scope, placement: Placement) -> int:
    """How many members of the roster lack something."""
    return roster(scope, placement.organization_id).filter(_lacks_any()).count()


def _lacks_any() -> Q:
    found = Q()
    for item in ITEMS:
        found |= lacks(item)
    return found


def member_file(scope: Scope, placement: Placement, member_id: int) -> MemberFile:
    """One file, of a member who is or was on this branch's roster. Raises `NotVisible` for anybody else.

    Of somebody who went on to another branch it ends on the day they left: what was decided there is read there.
    """
    may_list(scope, placement)
    here = Membership.objects.filter(member_id=member_id, organization_id=placement.organization_id)
    last = here.select_related("member").order_by("-valid_from").first()
    if last is None:
        raise NotVisible(member_id)
    member, until = last.member, last.valid_to
    elsewhere = member.memberships.filter(valid_from__gte=until).exclude(organization_id=placement.organization_id)
    until = until if elsewhere.exists() else FOREVER
    seen = Q(membership__member=member, membership__valid_from__lt=until)
    return MemberFile(
        member=member,
        placement=placement,
        on_roster=here.filter(holding_on(today())).exists(),
        memberships=list(
            member.memberships.filter(valid_from__lte=until).select_related("organization").order_by("-valid_from")
        ),
        groups=list(
            member.groups.filter(valid_from__lt=until)
            .select_related("floating__receiving", "floating__contact")
            .order_by("-valid_from", "group")
        ),
        endings=list(Ending.objects.filter(seen).select_related("membership__organization").order_by("-decided_at")),
        restorations=list(Restoration.objects.filter(seen).select_related("membership").order_by("-decided_at")),
        decisions=list(member.probation_decisions.filter(day__lte=until).order_by("-decided_at")),
        corrections=list(member.corrections.order_by("-pk")[:100]) if until == FOREVER else [],
        other_entries=list(Member.objects.filter(merge__into=member)),
    )


def ending_at(scope: Scope, placement: Placement, member_id: int, pk: int) -> Ending:
    """One ending of a member at this branch; `NotVisible` for another's."""
    may_list(scope, placement)
    here = Ending.objects.filter(membership__organization_id=placement.organization_id, membership__member_id=member_id)
    found = here.select_related("membership").filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def former(scope: Scope, placement: Placement) -> QuerySet[Membership]:
    """Who left this branch's roster, newest first, without the reason: that stands on the member's own page (P3)."""
    may_list(scope, placement)
    return (
        Membership.objects.filter(organization_id=placement.organization_id, valid_to__lte=today())
        .select_related("member")
        .order_by("-valid_to", "pk")
    )


@wide("hosts")
def guests(scope: Scope, placement: Placement) -> list[Floating]:
    """Floating members of other branches who live here, because their own branch named this one (D8.11, D8.14).
    Two with one name have their branch in their `label`.
    """
    may_list(scope, placement)
    day = today()
    found = list(
        Floating.objects.filter(
            holding_on(day, "grouped__"),
            Exists(Membership.objects.filter(holding_on(day), member_id=OuterRef("grouped__member_id"))),
            receiving_id=placement.organization_id,
        )
        .select_related("grouped__member")
        .order_by("grouped__member__name", "pk")
    )
    names = [(one.grouped.member_id, one.grouped.member.name) for one in found]
    if twice := shared(names):
        home = Membership.objects.filter(holding_on(day), member_id__in=twice)
        labels = by_branch(names, dict(home.values_list("member_id", "organization__name")))
        for one in found:
            one.grouped.member.label = labels[one.grouped.member_id]
    return found


def probations_ending(scope: Scope, placement: Placement, until: date) -> list[tuple[Member, date]]:
    """Probationary members whose year is over by a day, soonest first. Shown, never decided (D8.28)."""
    on_probation = roster(scope, placement.organization_id).filter(category=MemberCategory.PROBATIONARY)
    ends = [(one, probation_ends(one)) for one in on_probation.prefetch_related("probation_decisions")]
    return sorted(
        ((one, day) for one, day in ends if day is not None and day <= until), key=lambda one: (one[1], one[0].pk)
    )
