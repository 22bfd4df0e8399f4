"""What changed from above in the middle of a campaign: by whom, when, why, before and after (R14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Place, addressed, audience_of
from xuezuo.campaigns.kinds import ActivityKind, Topic
from xuezuo.campaigns.models import Campaign, ChangeSeen, Requirement
from xuezuo.campaigns.queries import campaign_by_code, place_of, top_path
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of, placements
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
NAMES = {
    ADDED: gettext_lazy("added midway"),
    CHANGED: gettext_lazy("changed midway"),
    WITHDRAWN: gettext_lazy("taken back from above"),
}
FIELDS = {
    "title": gettext_lazy("what is asked"),
    "topic": gettext_lazy("about"),
    "activity_kinds": gettext_lazy("kind of meeting"),
    "readings": gettext_lazy("texts"),
    "opens_on": gettext_lazy("first day"),
    "due_on": gettext_lazy("last day"),
    "purpose": gettext_lazy("purpose and basis"),
    "minutes": pgettext_lazy("field of a requirement", "minutes"),
    "fields_asked": gettext_lazy("fields to fill in"),
    "no_own_way": gettext_lazy("own way closed, because"),
}


@dataclass(frozen=True)
class Line:
    """One field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """`keys` are the version ids it stands for, each with whether its end is meant: what `ChangeSeen` remembers."""

    kind: str
    requirement: Requirement
    before: Requirement | None
    on: date
    reason: str
    keys: tuple[tuple[int, bool], ...]

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])

    @property
    def lines(self) -> list[Line]:
        return differences(self.before, self.requirement) if self.before else []


def words_of(requirement: Requirement, field: str) -> str:
    """A field of a requirement as a person reads it."""
    value = getattr(requirement, field)
    if field == "readings":
        return gettext(", ").join(reading.title for reading in value.all())
    if field == "activity_kinds":
        return gettext(", ").join(str(ActivityKind(kind).label) for kind in value) or gettext("any")
    if field == "topic":
        return str(Topic(value).label)
    return date_format(value) if isinstance(value, date) else str(value)


def differences(before: Requirement, after: Requirement) -> list[Line]:
    found = [(label, words_of(before, field), words_of(after, field)) for field, label in FIELDS.items()]
    lines = [Line(str(label), old, new) for label, old, new in found if old != new]
    if before.audience != after.audience:
        lines.append(Line(gettext("whom it addresses"), "", gettext("another circle of organizations")))
    return lines


def changed_on(requirement: Requirement) -> date | None:
    """The day on which a version came in the middle of its campaign; None for what stood there from the issue on."""
    if requirement.replaces_id:
        return requirement.valid_from
    issued, written = requirement.campaign.issued_at, requirement.written_at
    return timezone.localtime(written).date() if issued and written and written > issued else None


def changes_for(scope: Scope, placement: Placement) -> list[Change]:
    """Every change of the campaigns still running that reached one organization from its superiors, the latest first."""
    placement_of(scope, placement.organization_id)
    day = today()
    above = tree_paths.ancestors(placement.path)
    issuers = Placement.objects.filter(holding_on(day), path__in=above).values("organization_id")
    found = list(_in_motion(issuers, day))
    if not found:
        return []
    place = place_of(placement, day)
    changes = [change for one in found for change in _changes_of(one, place, day)]
    return sorted(changes, key=lambda change: (change.on, change.requirement.pk), reverse=True)


def _in_motion(issuers: QuerySet[Placement, Any], day: date) -> QuerySet[Requirement]:
    issued = Q(campaign__issued_at__isnull=False, campaign__ends_on__gte=day, issuer_id__in=issuers)
    moved = Q(replaces__isnull=False) | Q(withdrawn_at__isnull=False) | Q(written_at__gt=F("campaign__issued_at"))
    return (
        Requirement.objects.filter(issued & moved)
        .select_related("campaign", "issuer", "replaces__issuer")
        .prefetch_related("readings", "replaces__readings")
    )


def _changes_of(one: Requirement, place: Place, day: date) -> Iterable[Change]:
    mine = _addresses(one, place, day)
    came = changed_on(one)
    before = one.replaces
    was_mine = before is not None and _addresses(before, place, day)
    if came and (mine or was_mine):
        kind = CHANGED if mine and was_mine else ADDED if mine else WITHDRAWN
        yield Change(kind, one, before if was_mine else None, came, one.reason, ((one.pk, False),))
    if one.withdrawn_at and mine:
        yield Change(WITHDRAWN, one, None, one.valid_to, one.withdrawn_reason, ((one.pk, True),))


def _addresses(one: Requirement, place: Place, day: date) -> bool:
    top = top_path(one, day)
    return bool(top) and addressed(audience_of(one.audience), place, top)


def unseen_changes(scope: Scope, placement: Placement) -> list[Change]:
    """What the organization has not noted yet. Several versions of one requirement are one change: from what was last
    known to what stands now.
    """
    changes = changes_for(scope, placement)
    if not changes:
        return []
    seen = set(
        ChangeSeen.objects.filter(organization_id=placement.organization_id).values_list("requirement_id", "withdrawal")
    )
    by_code: dict[tuple[int, str], list[Change]] = {}
    for change in changes:
        if not seen.issuperset(change.keys):
            one = change.requirement
            by_code.setdefault((one.campaign_id, one.code), []).append(change)
    return [_as_one(found) for found in by_code.values()]


def _as_one(changes: list[Change]) -> Change:
    """Changes of one requirement, the latest first, as the latest of them seen from before the earliest."""
    latest, earliest = changes[0], changes[-1]
    kind = ADDED if earliest.kind == ADDED and latest.kind == CHANGED else latest.kind
    keys = tuple(key for change in changes for key in change.keys)
    return Change(kind, latest.requirement, earliest.before, latest.on, latest.reason, keys)


def versions_of(scope: Scope, campaign: Campaign, code: str) -> list[Requirement]:
    """Every version of one requirement, the newest first. Raises `NotVisible` where the campaign does not reach."""
    campaign_by_code(scope, campaign.code)
    found = list(
        campaign.requirements.filter(code=code)
        .select_related("issuer", "campaign", "replaces")
        .prefetch_related("readings", "replaces__readings")
        .order_by("-version")
    )
    if not found:
        raise NotVisible(code)
    return found


def newest_below(scope: Scope, campaign_code: str, code: str) -> Requirement:
    """The newest version of a requirement that the viewer's organization, or one below it, asks. Raises `NotVisible` for
    every other in one question, as for one that does not exist.
    """
    below = placements(scope).order_by().values("organization_id")
    found = Requirement.objects.filter(campaign__code=campaign_code, code=code, issuer_id__in=below)
    one = found.filter(replaced_by__isnull=True).select_related("campaign", "issuer").first()
    if one is None:
        raise NotVisible(code)
    return one


def changed_versions(day: date) -> list[Requirement]:
    """Requirements that stand on a day in a version that came midway: what a figure of that day counts by."""
    found = Requirement.objects.filter(holding_on(day), campaign__issued_at__isnull=False, replaces__isnull=False)
    return list(found.select_related("campaign", "issuer").order_by("campaign__code", "code"))
