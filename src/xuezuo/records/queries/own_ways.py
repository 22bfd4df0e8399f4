"""Own ways of meeting a requirement: what a branch said, whether it stands, and what waits for an office (R15)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xuezuo.campaigns.models import Requirement
from xuezuo.campaigns.queries import versions_counted
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of, within
from xuezuo.periods import today
from xuezuo.records.models import Claim, OwnWay
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope


def silence(day: date) -> timedelta:
    """After so many days without a word from above, what the branch said stands."""
    return timedelta(days=rule("own_way.silence_days", day) or 0)


def unopposed_since(day: date) -> date:
    """What was said on this day or earlier, and not answered, stands on `day`."""
    return day - silence(day)


def standing_own_ways(day: date) -> QuerySet[OwnWay]:
    """Accepted by the day, or unanswered for long enough."""
    accepted = Q(answer__answered_on__lte=day, answer__accepted=True)
    unanswered = Q(answer__isnull=True) | Q(answer__answered_on__gt=day)
    return OwnWay.objects.filter(accepted | (unanswered & Q(stated_on__lte=unopposed_since(day))))


def asked_back(own_way: OwnWay) -> bool:
    return hasattr(own_way, "answer") and not own_way.answer.accepted


def stands(own_way: OwnWay, day: date) -> bool:
    if hasattr(own_way, "answer"):
        return own_way.answer.accepted
    return own_way.stated_on <= unopposed_since(day)


def stands_from(own_way: OwnWay) -> date:
    """The day on which silence makes it stand."""
    return own_way.stated_on + silence(own_way.stated_on)


def met_in_own_way(organization_id: int, day: date) -> set[int]:
    """Requirement ids that the organization has met in a way of its own that stands, with a meeting named for it."""
    found = standing_own_ways(day).filter(organization_id=organization_id, record__held_on__lte=day)
    return set(found.values_list("requirement_id", flat=True))


def is_claimed(organization_id: int, requirement: Requirement) -> bool:
    counted = versions_counted(requirement)
    return Claim.objects.filter(record__organization_id=organization_id, requirement_id__in=counted).exists()


def own_ways_of(scope: Scope, organization_id: int, requirement: Requirement | None = None) -> list[OwnWay]:
    """What an organization said, the latest first; of one requirement, or of all."""
    placement_of(scope, organization_id)
    found = _whole(OwnWay.objects.filter(organization_id=organization_id))
    if requirement is not None:
        found = found.filter(requirement_id__in=versions_counted(requirement))
    return list(found)


def own_way(scope: Scope, pk: int) -> OwnWay:
    """One of them. Raises `NotVisible` outside the scope."""
    found = _whole(OwnWay.objects.filter(pk=pk)).first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found


def _whole(found: QuerySet[OwnWay]) -> QuerySet[OwnWay]:
    return found.select_related(
        "organization", "requirement__campaign", "requirement__issuer", "record", "answer"
    ).order_by("-stated_on", "-pk")


def own_ways_below(scope: Scope) -> QuerySet[OwnWay]:
    """What organizations below an office said, as far as the office may answer it: those right below it, and what it asked
    for itself. Unanswered ones first, the longest waiting of them at the top.
    """
    if scope.role not in ("officer", "operator"):
        raise NotVisible("own ways")
    here = Placement.objects.filter(
        within(scope.path), holding_on(today()), organization_id=OuterRef("organization_id")
    )
    right_below = Exists(here.filter(parent_id=scope.organization_id or 0))
    own = Q(requirement__issuer_id=scope.organization_id or 0)
    found = _whole(
        OwnWay.objects.filter(Exists(here) & (Q(right_below) | own)).exclude(organization_id=scope.organization_id or 0)
    )
    return found.order_by(F("answer__answered_on").desc(nulls_first=True), "stated_on", "pk")


def states_of(own_ways: Iterable[OwnWay], day: date) -> list[tuple[OwnWay, str]]:
    """Each with `accepted`, `asked` back, `silence` (stands unanswered) or `waiting`."""
    found = []
    for one in own_ways:
        if hasattr(one, "answer"):
            state = "accepted" if one.answer.accepted else "asked"
        else:
            state = "silence" if stands(one, day) else "waiting"
        found.append((one, state))
    return found
