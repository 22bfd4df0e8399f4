"""Who holds which post, who held it, and who may be picked for one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from xuezuo.audit.models import Event
from xuezuo.organizations import sealing
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory
from xuezuo.organizations.models import Member, Membership, Organization
from xuezuo.organizations.queries import holding_on, placement_of, placements, roster
from xuezuo.people.kinds import COMMITTEE, PostKind
from xuezuo.people.models import HandOver, PostHolding
from xuezuo.periods import today
from xuezuo.row_policies.sights import wide
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope


def posts_of(*entries: int, day: date | None = None) -> QuerySet[PostHolding]:
    """The posts that a person holds on a day, under any of their entries; for the door that makes scopes, which then
    asks what each allows.

    A post ended today is none of them: its end counts from its own day.
    """
    return (
        PostHolding.objects.filter(holding_on(day or today()), member_id__in=entries)
        .select_related("organization")
        .order_by("pk")
    )


def holders(scope: Scope, organization_id: int, day: date | None = None) -> QuerySet[PostHolding]:
    """Who holds a post of one organization on a day. Raises `NotVisible` where the scope may not see names."""
    return post_history(scope, organization_id).filter(holding_on(day or today()), valid_to__gt=F("valid_from"))


def post_history(scope: Scope, organization_id: int) -> QuerySet[PostHolding]:
    """Every entry of a post there, also those taken back, each with its changes; the latest first."""
    placement = placement_of(scope, organization_id)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    return (
        PostHolding.objects.filter(organization_id=organization_id)
        .select_related("member", "organization")
        .prefetch_related("changes")
        .order_by("-valid_from", "-pk")
    )


def post_holding(scope: Scope, pk: int) -> PostHolding:
    """One entry. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = PostHolding.objects.filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return post_history(scope, found.organization_id).get(pk=pk)


def hand_overs(scope: Scope, organization_id: int) -> QuerySet[HandOver]:
    """Hand-overs of one organization, the latest first. Raises `NotVisible` where the scope may not see names."""
    known = post_history(scope, organization_id).values("pk")
    return (
        HandOver.objects.filter(incoming__in=known.order_by())
        .select_related("outgoing__member", "incoming__member", "incoming__organization")
        .order_by("-handed_on", "-pk")
    )


def hand_over(scope: Scope, pk: int) -> HandOver:
    found = HandOver.objects.filter(pk=pk).select_related("incoming").first()
    if found is None:
        raise NotVisible(pk)
    return hand_overs(scope, found.incoming.organization_id).get(pk=pk)


def hand_overs_taken_back(scope: Scope, organization_id: int) -> list[Event]:
    """What says that hand-overs of one organization were taken back, the latest first: few, and the last of them only."""
    posts = post_history(scope, organization_id).order_by().values("pk")
    told = Event.objects.filter(object_kind="post", object_id__in=posts, action="post.hand_over_take_back")
    return list(told.order_by("-pk")[:10])


MOST_PICKED = 50


def pickable(scope: Scope, organization_id: int, named: str = "") -> list[Member]:
    """Members to choose a holder from: the branch's own roster; for an office, those whose names the viewer sees at or
    directly below it, by a part of the name."""
    placement = placement_of(scope, organization_id)
    if placement.organization.kind in BRANCH_KINDS:
        found = roster(scope, organization_id)
    elif not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    elif not named:
        return []
    else:
        below = placements(scope).filter(parent_id=organization_id)
        seen = [one.organization_id for one in below if scope.sees_names_at(one.path)]
        held = Membership.objects.filter(holding_on(today()), organization_id__in=[organization_id, *seen])
        found = Member.objects.filter(pk__in=held.values("member_id")).order_by("name", "pk")
    return list((found.filter(name__contains=named) if named else found)[:MOST_PICKED])


@wide("same_number")
def person_with_number(name: str, id_number: str) -> Member | None:
    """Somebody of any roster, for whoever already knows both their name and their identity number."""
    found = Member.objects.filter(id_index__in=sealing.indexes(id_number.strip().upper()), name=name.strip())
    return found.first() if id_number.strip() else None


@dataclass(frozen=True)
class CommitteeRemarks:
    """What is unusual about the posts of an organization on a day; told, never refused (D5.09, D5.11)."""

    secretaries: int
    committee: int
    least: int
    most: int
    full_members: int | None
    has_committee: bool

    @property
    def too_many_secretaries(self) -> bool:
        return self.secretaries > 1

    @property
    def too_small(self) -> bool:
        return self.has_committee and self.committee < self.least

    @property
    def too_large(self) -> bool:
        return self.committee > self.most


def committee_remarks(scope: Scope, organization: Organization, day: date | None = None) -> CommitteeRemarks:
    """Compare the holders of a day with what the field calls usual."""
    day = day or today()
    held = list(holders(scope, organization.pk, day))
    kinds = Counter(one.post for one in held)
    people = {one.member_id for one in held if one.post in COMMITTEE}
    is_branch = organization.kind in BRANCH_KINDS
    full = roster(scope, organization.pk, day).filter(category=MemberCategory.FULL).count() if is_branch else None
    has_committee = full is not None and full >= (rule("organization.branch_committee_min", day) or 0)
    most = rule("organization.branch_committee_most", day) or 0
    return CommitteeRemarks(
        secretaries=kinds[PostKind.SECRETARY],
        committee=len(people),
        least=rule("organization.branch_committee_usual_least", day) or 0,
        most=most if is_branch else len(people),
        full_members=full,
        has_committee=has_committee,
    )
