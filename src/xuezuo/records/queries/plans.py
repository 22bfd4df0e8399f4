"""A branch's blank spots and its make-up plans, line by line; for offices above, plans as counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.organizations.kinds import NEVER_IN_LISTS, MemberGroup
from xuezuo.organizations.models import Floating, GroupMembership, Member, Placement
from xuezuo.organizations.queries import holding_on, label, placement_of, within
from xuezuo.periods import today
from xuezuo.records.models import MakeUpLine, MakeUpPlan, Way
from xuezuo.records.queries.duties import covered_readings
from xuezuo.records.queries.make_ups import reached_readings
from xuezuo.records.queries.meant import Meant
from xuezuo.records.queries.meetings import roster_ids
from xuezuo.records.rules import HARD_TO_REACH
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class BlankSpot:
    """A text that has not reached everybody in the branch. Not `held`: no meeting has studied it, so one is to be held."""

    reading: Reading
    people: int
    members: int
    held: bool


def blank_spots(scope: Scope, organization_id: int) -> list[BlankSpot]:
    """Texts that the branch has studied or that are past their date, and whom they did not reach of today's members for
    whom they are meant: most people first (R12). Raises `NotVisible` outside the scope.
    """
    placement = placement_of(scope, organization_id)
    day = today()
    studied, members = covered_readings(organization_id, day), roster_ids(organization_id, day)
    meant, reached = Meant(scope, placement, members, day), reached_readings(members)
    found = []
    for text in Reading.objects.filter(pk__in=studied | meant.due):
        people = meant.of(text.pk)
        missed = sum(text.pk not in reached[member] for member in people)
        found.append(BlankSpot(text, missed, len(people), text.pk in studied))
    return sorted(
        (spot for spot in found if spot.people),
        key=lambda spot: (-spot.people, spot.reading.campaign_id, spot.reading.position),
    )


def groups_of(people: Collection[int], day: date) -> dict[int, set[str]]:
    """The special groups of each on a day; those that are told on a person's own page only are left out."""
    found: dict[int, set[str]] = {member: set() for member in people}
    rows = GroupMembership.objects.filter(holding_on(day), member_id__in=people).exclude(group__in=NEVER_IN_LISTS)
    for member, group in rows.values_list("member_id", "group"):
        found[member].add(group)
    return found


def plan(scope: Scope, pk: int) -> MakeUpPlan:
    """One plan. Raises `NotVisible` outside the scope."""
    found = MakeUpPlan.objects.filter(pk=pk).select_related("organization", "reading__campaign").first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found


@dataclass(frozen=True)
class OpenPlan:
    """A plan and how many of today's members its text has not reached yet."""

    plan: MakeUpPlan
    people: int


def is_planned(scope: Scope, organization_id: int, reading: Reading) -> bool:
    """Whether a plan for the text stands already, drafted or confirmed."""
    placement_of(scope, organization_id)
    return MakeUpPlan.objects.filter(organization_id=organization_id, reading=reading).exists()


def plans_of(scope: Scope, organization_id: int) -> list[OpenPlan]:
    """Make-up plans that still have somebody to reach, those waiting for the branch's word first. Done ones are gone."""
    placement = placement_of(scope, organization_id)
    plans = list(MakeUpPlan.objects.filter(organization_id=organization_id).select_related("reading"))
    if not plans:
        return []
    day = today()
    members = roster_ids(organization_id, day)
    meant, reached = Meant(scope, placement, members, day), reached_readings(members)
    found = [
        OpenPlan(plan, sum(plan.reading_id not in reached[member] for member in meant.of(plan.reading_id)))
        for plan in plans
    ]
    return sorted(
        (one for one in found if one.people),
        key=lambda one: (one.plan.confirmed_at is not None, one.plan.planned_on, one.plan.pk),
    )


@dataclass(frozen=True)
class PlanLine:
    """One person of a plan: `groups` in words of the field, `host` the branch where a floating member lives, `elsewhere`
    when a meeting or another make-up has reached them meanwhile.
    """

    line: MakeUpLine
    groups: tuple[str, ...]
    host: str
    lost: bool
    elsewhere: bool

    @property
    def group_names(self) -> list[str]:
        return [str(MemberGroup(group).label) for group in self.groups]

    @property
    def open(self) -> bool:
        return not (self.elsewhere or hasattr(self.line, "brought") or hasattr(self.line, "out_of_reach"))


@dataclass(frozen=True)
class GroupLine:
    """A special group of the branch, always a line of its own (D1.40): how many of it the text has not reached."""

    group: str
    people: int
    members: int

    @property
    def label(self) -> str:
        return str(MemberGroup(self.group).label)


@dataclass(frozen=True)
class PlanPage:
    lines: list[PlanLine]
    groups: list[GroupLine]
    new: int
    """Members whom the text has not reached and who have no line yet."""

    def of(self, *, still_open: bool) -> list[PlanLine]:
        return [one for one in self.lines if one.open == still_open]


def plan_page(scope: Scope, plan: MakeUpPlan, lost: Collection[int] = ()) -> PlanPage:
    """Everybody of a plan who still belongs to the branch, those hardest to reach first: `lost` contact, then
    `HARD_TO_REACH`, then by name. Raises `NotVisible` where the scope sees no names.
    """
    placement = placement_of(scope, plan.organization_id)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(plan.pk)
    day = today()
    members = roster_ids(plan.organization_id, day)
    meant = Meant(scope, placement, members, day).of(plan.reading_id)
    reached = reached_readings(members)
    groups, hosts = groups_of(members, day), _hosts(members, day)
    lines = [
        PlanLine(
            line,
            tuple(sorted(groups[line.member_id], key=_hardest)),
            hosts.get(line.member_id, ""),
            line.member_id in lost,
            plan.reading_id in reached[line.member_id] and not hasattr(line, "brought"),
        )
        for line in _lines(plan.lines.filter(member_id__in=members))
    ]
    label(plan.organization_id, _people(one.line for one in lines))
    lines.sort(key=lambda one: (not one.lost, min(map(_hardest, one.groups), default=9), one.line.member.shown))
    lacking = {member for member in meant if plan.reading_id not in reached[member]}
    shown = [*HARD_TO_REACH, MemberGroup.LEADING_CADRE]
    of_group = [(group, {one for one in meant if group in groups[one]}) for group in shown]
    return PlanPage(
        lines,
        [GroupLine(group, len(people & lacking), len(people)) for group, people in of_group if people],
        len(lacking - {one.line.member_id for one in lines}),
    )


def _hardest(group: str) -> int:
    return HARD_TO_REACH.index(MemberGroup(group)) if group in HARD_TO_REACH else len(HARD_TO_REACH)


def _hosts(members: Iterable[int], day: date) -> dict[int, str]:
    """The organization that takes a floating member in, where their own branch named one (D8.11)."""
    found = Floating.objects.filter(
        holding_on(day, "grouped__"), grouped__member_id__in=list(members), receiving__isnull=False
    )
    return dict(found.values_list("grouped__member_id", "receiving__name"))


def _lines(found: QuerySet[MakeUpLine]) -> QuerySet[MakeUpLine]:
    return found.select_related("plan__reading", "member", "partner", "brought", "out_of_reach").order_by("pk")


def _people(lines: Iterable[MakeUpLine]) -> list[Member]:
    return [who for one in lines for who in (one.member, one.partner) if who is not None]


def line(scope: Scope, pk: int) -> MakeUpLine:
    """One line with its plan. Raises `NotVisible` where the scope sees no names."""
    found = MakeUpLine.objects.filter(pk=pk).select_related("plan").first()
    if found is None or not scope.sees_names_at(placement_of(scope, found.plan.organization_id).path):
        raise NotVisible(pk)
    one = _lines(MakeUpLine.objects.filter(pk=pk)).select_related("plan__organization").get()
    label(one.plan.organization_id, _people([one]))
    return one


def lines_by_id(scope: Scope, plan: MakeUpPlan, ids: Collection[int]) -> list[MakeUpLine]:
    """Lines of one plan. Raises `NotVisible` if one is of another."""
    found = list(plan.lines.filter(pk__in=ids).select_related("plan").order_by("pk"))
    if len(found) < len(set(ids)):
        raise NotVisible(ids)
    return found


@dataclass(frozen=True)
class Errand:
    """What whoever walks to one person takes along."""

    member: Member
    lines: list[MakeUpLine]


def errands(scope: Scope, organization_id: int, way: str = Way.DOOR) -> list[Errand]:
    """Everybody whom a text is to reach in this way, once each with all their texts: a sheet to take along (AF18)."""
    if not scope.sees_names_at(placement_of(scope, organization_id).path):
        raise NotVisible(organization_id)
    members = roster_ids(organization_id, today())
    reached = reached_readings(members)
    waiting = MakeUpLine.objects.filter(
        plan__organization_id=organization_id,
        member_id__in=members,
        way=way,
        brought__isnull=True,
        out_of_reach__isnull=True,
    )
    found: dict[int, list[MakeUpLine]] = defaultdict(list)
    for one in _lines(waiting).order_by("member__name", "member_id", "planned_on", "pk"):
        if one.plan.reading_id not in reached[one.member_id]:
            found[one.member_id].append(one)
    label(organization_id, _people(one for lines in found.values() for one in lines))
    return [Errand(lines[0].member, lines) for lines in found.values()]


def plans_below(scope: Scope, path: str) -> QuerySet[MakeUpPlan]:
    """Plans of every organization that stands at or below a path, as counts and without a name: `planned`, `done`,
    `cannot`, `waiting`, and its `path`. Those with most people waiting first, for who must help (AF02).
    """
    if not scope.covers(path):
        raise NotVisible(path)
    here = Placement.objects.filter(within(path), holding_on(today()), organization_id=OuterRef("organization_id"))
    done, cannot = Q(lines__brought__isnull=False), Q(lines__out_of_reach__isnull=False)
    return (
        MakeUpPlan.objects.filter(Exists(here))
        .select_related("organization", "reading")
        .annotate(
            path=Subquery(here.values("path")[:1]),
            planned=Count("lines"),
            done=Count("lines", filter=done),
            cannot=Count("lines", filter=cannot),
            waiting=Count("lines", filter=~done & ~cannot),
        )
        .order_by("-waiting", "planned_on", "pk")
    )


def still_waiting(plans: Iterable[MakeUpPlan]) -> dict[int, int]:
    """By plan, how many of its open lines no meeting has settled meanwhile: a number only, so no scope is asked."""
    found = dict.fromkeys((plan.pk for plan in plans), 0)
    waiting = list(
        MakeUpLine.objects.filter(plan__in=found, brought__isnull=True, out_of_reach__isnull=True).values_list(
            "plan_id", "plan__reading_id", "member_id"
        )
    )
    reached = reached_readings({member for _, _, member in waiting})
    for plan_id, reading, member in waiting:
        found[plan_id] += reading not in reached[member]
    return found


def withdrawn_for(plan: MakeUpPlan) -> Requirement | None:
    """The requirement that last asked for the plan's text, if none asks for it any longer (R14)."""
    asked = Requirement.objects.filter(readings=plan.reading, campaign__issued_at__isnull=False)
    if asked.filter(holding_on(today())).exists():
        return None
    return asked.order_by("-valid_to", "-pk").select_related("issuer").first()
