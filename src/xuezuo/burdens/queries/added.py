"""What each level added to what came from above: requirement sets compared along the line of issuers (层层加码)."""

from dataclasses import dataclass

from xuezuo.burdens.models import PassedOn
from xuezuo.burdens.queries.asked import Asked, Reach, Sum
from xuezuo.campaigns.audiences import audience_of
from xuezuo.campaigns.models import Campaign, Requirement
from xuezuo.campaigns.queries import top_path
from xuezuo.known_figures.queries import plain
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import today
from xuezuo.scopes import Scope

MOST_LEVELS = 10


@dataclass(frozen=True)
class Harder:
    """The same thing asked at a level and above it: by how much it is asked harder below."""

    below: Asked
    above: Asked

    @property
    def days_earlier(self) -> int:
        return max(0, (self.above.requirement.due_on - self.below.requirement.due_on).days)

    @property
    def more_fields(self) -> int:
        return max(0, self.below.requirement.fields_asked - self.above.requirement.fields_asked)

    @property
    def more_minutes(self) -> int:
        return max(0, self.below.requirement.minutes - self.above.requirement.minutes)

    @property
    def wider_by(self) -> int:
        return max(0, self.below.branches - self.above.branches)

    @property
    def any(self) -> bool:
        return bool(self.days_earlier or self.more_fields or self.more_minutes or self.wider_by)


@dataclass(frozen=True)
class Level:
    """One level of the line: what came to its part of the tree, and what it added there."""

    campaign: Campaign
    issuer: Organization
    from_above: Sum
    added: Sum
    harder: tuple[Harder, ...]
    branches: int

    @property
    def adds(self) -> bool:
        return bool(self.added.asked)


def line_of(campaign: Campaign) -> list[Campaign]:
    """From what came first down to this campaign."""
    found = [campaign]
    while len(found) < MOST_LEVELS:
        passed = PassedOn.objects.filter(campaign=found[0]).select_related("above__issuer").first()
        if passed is None:
            break
        found.insert(0, passed.above)
    return found


def levels_of(scope: Scope, campaign: Campaign) -> list[Level]:
    """The levels that this campaign went through, the highest first; `campaign` is one that the scope sees.

    Each counts within its own part of the tree: the same branches for what came and for what it added.
    """
    found, before = [], list[Requirement]()
    for each in line_of(campaign):
        own = list(
            each.requirements.filter(replaced_by__isnull=True, withdrawn_at__isnull=True)
            .select_related("issuer", "campaign")
            .order_by("due_on", "code")
        )
        found.append(_level(each, before, own))
        before = before + own
    return found


def _level(campaign: Campaign, before: list[Requirement], own: list[Requirement]) -> Level:
    day = today()
    top = Placement.objects.filter(holding_on(day), organization_id=campaign.issuer_id).values_list("path", flat=True)
    reach = Reach(top.first() or ".", day)

    def asked(requirements: list[Requirement]) -> tuple[Asked, ...]:
        reached = [(one, reach.of(audience_of(one.audience), top_path(one, day) or ".")) for one in requirements]
        return tuple(Asked(one, count) for one, count in reached if count)

    came, added = asked(before), asked(own)
    pairs = (Harder(below, above) for below in added for above in came if _same(below.requirement, above.requirement))
    return Level(
        campaign=campaign,
        issuer=campaign.issuer,
        from_above=Sum(came),
        added=Sum(added),
        harder=tuple(pair for pair in pairs if pair.any),
        branches=max((one.branches for one in added), default=0),
    )


def _same(one: Requirement, other: Requirement) -> bool:
    return one.code == other.code or plain(one.title) == plain(other.title)
