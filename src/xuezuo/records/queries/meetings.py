"""One branch's records, and what an entry is checked against."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Reading
from xuezuo.campaigns.queries import reaching, with_prompts
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Member, Membership, Organization, Placement
from xuezuo.organizations.queries import TELLS, holding_on, label, once, placement_of, within
from xuezuo.periods import today
from xuezuo.records.contents import Content
from xuezuo.records.models import Absence, Claim, Record, RecordReading, Withdrawal
from xuezuo.records.rules import PART_KINDS, Facts, check
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import NotVisible, Scope
from xuezuo.statements import read


def records(scope: Scope) -> QuerySet[Record]:
    """Records of every organization that stands in the scope today, the latest first."""
    if scope.role == "nobody":
        return Record.objects.none()
    placed = Placement.objects.filter(
        within(scope.path), holding_on(today()), organization_id=OuterRef("organization_id")
    )
    return Record.objects.filter(Exists(placed)).order_by("-held_on", "-pk")


def records_of(scope: Scope, organization_id: int) -> QuerySet[Record]:
    """One organization's records, the latest first, each with `claimed` and `missed`, the numbers of its rows."""
    placement_of(scope, organization_id)
    return (
        Record.objects.filter(organization_id=organization_id)
        .annotate(
            claimed=Count("claims", distinct=True),
            missed=Count("absences", filter=Q(absences__make_up__isnull=True), distinct=True),
        )
        .prefetch_related("kinds")
        .order_by("-held_on", "-pk")
    )


def meetings_of(scope: Scope, organization_id: int) -> list[Record]:
    """One organization's records with their kinds, the latest first. Inside `standing_still` they are read once, for a
    form that looks at the last one, at those of its day and at all of them.
    """
    placement_of(scope, organization_id)
    return every_meeting(organization_id)


def every_meeting(organization_id: int) -> list[Record]:
    """`meetings_of` for whoever has asked already where the organization stands."""
    return once(
        ("meetings", organization_id),
        lambda: list(
            Record.objects.filter(organization_id=organization_id).prefetch_related("kinds").order_by("-held_on", "-pk")
        ),
    )


def record(scope: Scope, pk: int) -> Record:
    """One record with all its rows. Raises `NotVisible` outside the scope. Names are asked for apart: `names_on`."""
    found = (
        records(scope)
        .filter(pk=pk)
        .select_related("organization")
        .prefetch_related(
            "kinds",
            Prefetch("readings", RecordReading.objects.select_related("reading").order_by("reading__position")),
            Prefetch("claims", Claim.objects.select_related("requirement__campaign").order_by("requirement__due_on")),
            Prefetch("absences", Absence.objects.select_related("make_up").order_by("pk")),
            "guest_attendances",
            "corrections",
        )
        .first()
    )
    if found is None:
        raise NotVisible(pk)
    return found


def of_the_same_day(scope: Scope, organization_id: int, held_on: date, kinds: Collection[str]) -> list[Record]:
    """Records of the branch of a day that share a kind: perhaps this very meeting, entered before by somebody else."""
    return list(records_of(scope, organization_id).filter(held_on=held_on, kinds__kind__in=list(kinds)).distinct())


def by_client_id(client_id: UUID) -> Record | None:
    """For `actions.enter` alone: the record that a phone has sent before, wherever it was."""
    return Record.objects.filter(client_id=client_id).select_related("organization").first()


def check_not_withdrawn(client_id: UUID) -> None:
    """Raises `Refusal` for what was sent before and taken back since: a late duplicate must not bring it back."""
    gone = Withdrawal.objects.filter(client_id=client_id, restored_at__isnull=True).first()
    if gone is not None:
        raise Refusal("record_withdrawn", day=gone.held_on.isoformat())


def withdrawn(scope: Scope, record_pk: int) -> Withdrawal:
    """The withdrawal under which a record's number stands now. Raises `NotVisible` outside the scope, or for none."""
    found = (
        Withdrawal.objects.filter(record_pk=record_pk, restored_at__isnull=True)
        .select_related("organization")
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise NotVisible(record_pk)
    placement_of(scope, found.organization_id)
    return found


def withdrawals_of(scope: Scope, organization_id: int) -> QuerySet[Withdrawal]:
    """Records of a branch that were taken back and not put back, the latest first."""
    placement_of(scope, organization_id)
    return Withdrawal.objects.filter(organization_id=organization_id, restored_at__isnull=True).order_by("-pk")


def latest_meetings(scope: Scope) -> dict[int, date]:
    """By organization the day of its latest record. For importers, who stand above every branch."""
    if scope.role == "nobody":
        return {}
    rows = Record.objects.order_by().values_list("organization_id").annotate(Max("held_on"))
    return dict(rows)


def sees_names(scope: Scope, organization_id: int) -> bool:
    return scope.sees_names_at(placement_of(scope, organization_id).path)


def names_on(scope: Scope, found: Record) -> dict[int, str]:
    """Names of the absent and the named guests, as they are and as they were before corrections, by member id;
    nobody's where the scope may not see names.
    """
    return names_on_all(scope, found.organization_id, [found])


def names_on_all(scope: Scope, organization_id: int, found: Iterable[Record]) -> dict[int, str]:
    """`names_on` of records of one branch, in as many questions as for one. The absent are told apart from whoever else has
    the name in the branch; of a guest nothing but the name is read.
    """
    if not sees_names(scope, organization_id):
        return {}
    own, guests = set(), set()
    for record in found:
        own |= {absence.member_id for absence in record.absences.all()}
        guests |= {guest.member_id for guest in record.guest_attendances.all()}
        for correction in record.corrections.all():
            own |= {member for member, _reason in correction.before.get("absent", [])}
            guests |= set(correction.before.get("guest_members", []))
    if not own | guests:
        return {}
    with wide("guest"):
        there = Membership.objects.filter(member_id__in=own | guests)
        names = dict(there.values_list("member_id", "member__name"))
    mine = list(Member.objects.filter(pk__in=own & names.keys()).only(*TELLS)) if own else []
    label(organization_id, mine)
    return names | {one.pk: one.shown for one in mine}


def last_place(scope: Scope, organization_id: int) -> str:
    """Where the organization met last: the default of the form."""
    return records_of(scope, organization_id).exclude(place="").values_list("place", flat=True).first() or ""


LOOKED_AT = 4
"""Meetings of the whole branch: about a month of branch life."""


def often_absent(scope: Scope, organization_id: int) -> list[int]:
    """Ids of members who were absent from more than one of the last meetings of the whole branch, most often first:
    offered at the top of the list of names, never taken for absent.
    """
    if not sees_names(scope, organization_id):
        return []
    whole = {kind.value for kind in ActivityKind if kind not in PART_KINDS}
    last = (one for one in meetings_of(scope, organization_id) if any(kind.kind in whole for kind in one.kinds.all()))
    last_ids = [one.pk for one in islice(last, LOOKED_AT)]
    missed = Counter(Absence.objects.filter(record_id__in=last_ids).order_by("pk").values_list("member_id", flat=True))
    return [member for member, times in missed.most_common() if times > 1]


def facts_for(organization: Organization, held_on: date) -> Facts:
    """The roster of that day by id and since when the organization has a place: no names, so no scope is asked."""
    placed = Placement.objects.filter(organization=organization)
    on_the_day = placed.filter(holding_on(held_on)).exists()
    first = placed.order_by("valid_from").values_list("valid_from", flat=True).first()
    roster = roster_ids(organization.pk, held_on)
    return Facts(
        today=today(),
        # between two placements it existed as little as before the first
        placed_from=first if on_the_day or (first and held_on < first) else None,
        has_members=bool(roster) or organization.kind in BRANCH_KINDS,
        roster=frozenset(roster),
    )


def looked_over(scope: Scope, organization: Organization, content: Content, before: Content | None = None) -> Facts:
    """The facts that an entry agrees with. Raises `Refusal` for the first thing in it that cannot be right.

    A text that the record had before a correction may stay, whether or not its campaign still reaches the branch.
    """
    facts = facts_for(organization, content.held_on)
    agrees(scope, organization.pk, content, facts, before)
    return facts


def agrees(scope: Scope, organization_id: int, content: Content, facts: Facts, before: Content | None = None) -> None:
    """`looked_over` with facts that are known already."""
    readings: list[Reading] = []
    if content.readings:
        reaching = Q(pk__in=readings_for(scope, organization_id).values("pk"))
        kept = Q(pk__in=before.readings if before else ())
        readings = list(Reading.objects.filter(reaching | kept, pk__in=content.readings))
    check(content, facts, readings)


ON_ROSTER = (
    "SELECT member_id FROM organizations_membership WHERE organization_id = %s AND valid_from <= %s AND valid_to > %s"
)


def roster_ids(organization_id: int, day: date) -> set[int]:
    return {pk for (pk,) in read(ON_ROSTER, [organization_id, day, day])}


def readings_for(scope: Scope, organization_id: int) -> QuerySet[Reading]:
    """Readings of every issued campaign that reaches the organization from its own line of superiors, in order,
    each with its `offered` prompts.
    """
    campaigns = reaching(scope, placement_of(scope, organization_id))
    readings = Reading.objects.filter(campaign__in=campaigns.order_by().values("pk")).select_related("campaign")
    return with_prompts(readings).order_by("campaign__starts_on", "campaign_id", "position")


def texts_on(scope: Scope, organization_id: int, day: date) -> list[Reading]:
    """Readings that are out, of campaigns that have begun and not ended long ago."""
    return [
        one
        for one in readings_for(scope, organization_id)
        if (one.available_from is None or one.available_from <= day)
        and one.campaign.starts_on <= day <= one.campaign.ends_on + timedelta(days=365)
    ]
