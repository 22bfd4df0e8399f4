"""Reading campaigns: which a viewer sees, what is expected of one branch, and what a campaign would cost before it is sent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.campaigns.audiences import Place, addressed, audience_of
from xuezuo.campaigns.files import CampaignFile
from xuezuo.campaigns.kinds import Topic
from xuezuo.campaigns.models import Campaign, Prompt, Reading, Requirement, StudyLine
from xuezuo.campaigns.reach import reached
from xuezuo.organizations.models import GroupMembership, Placement
from xuezuo.organizations.queries import holding_on, once, placement_by_code, placement_of, top_of, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope


def _issuers(scope: Scope, day: date) -> QuerySet[Placement]:
    """Placements whose campaigns the scope may see: its own and its superiors', and those below an office."""
    own_line = [*tree_paths.ancestors(scope.path), scope.path]
    return Placement.objects.filter(holding_on(day)).filter(Q(path__in=own_line) | within(scope.path))


def _own_line(scope: Scope) -> QuerySet[Placement, Any]:
    line = [*tree_paths.ancestors(scope.path), scope.path]
    return Placement.objects.filter(holding_on(today()), path__in=line).values("organization_id")


def campaigns_for(scope: Scope, day: date | None = None) -> QuerySet[Campaign]:
    """Campaigns that reach the viewer; drafts only for those who could issue them."""
    if scope.role == "nobody":
        return Campaign.objects.none()
    found = Campaign.objects.filter(issuer_id__in=_issuers(scope, day or today()).values("organization_id"))
    if scope.role not in ("operator", "officer"):
        return found.filter(issued_at__isnull=False).order_by("-starts_on", "code")
    drafts = Placement.objects.filter(holding_on(day or today()), within(scope.path)).values("organization_id")
    return found.filter(Q(issued_at__isnull=False) | Q(issuer_id__in=drafts)).order_by("-starts_on", "code")


def campaign_by_code(scope: Scope, code: str) -> Campaign:
    """Raises `NotVisible` for a campaign that does not reach the viewer, as for an unknown code."""
    campaign = campaigns_for(scope).filter(code=code).select_related("issuer", "notice").first()
    if campaign is None:
        raise NotVisible(code)
    return campaign


def standing(day: date) -> QuerySet[Requirement]:
    """Requirements of issued campaigns as they stood on a day: not yet replaced, withdrawn or expired then (R14, AF10)."""
    open_then = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    return Requirement.objects.filter(holding_on(day), open_then, campaign__issued_at__isnull=False)


def versions_counted(requirement: Requirement) -> tuple[int, ...]:
    """Ids of the versions whose claims settle this one: its own, and every earlier one down the line that asked for the
    same kinds of meeting and the same texts. A new date or title takes nothing from those who have met it (R14).
    """
    found, one = [requirement.pk], requirement
    while one.replaces is not None and _asks(one.replaces) == _asks(one):
        one = one.replaces
        found.append(one.pk)
    return tuple(found)


def _asks(requirement: Requirement) -> tuple[set[str], set[int]]:
    return set(requirement.activity_kinds), {reading.pk for reading in requirement.readings.all()}


def requirements_of(scope: Scope, campaign: Campaign) -> QuerySet[Requirement]:
    """The current versions, in order of due date: what the campaign's issuer asks, and what the viewer's own line added.
    What organizations below added for themselves stands on their own pages (R15).
    """
    campaign_by_code(scope, campaign.code)
    return (
        campaign.requirements.filter(replaced_by__isnull=True, withdrawn_at__isnull=True)
        .filter(Q(issuer_id=campaign.issuer_id) | Q(issuer_id__in=_own_line(scope)))
        .select_related("issuer", "proposal")
        .prefetch_related("readings")
    )


def other_meetings(scope: Scope, campaign: Campaign) -> QuerySet[Requirement]:
    """Comprehensive meetings that the same issuer asks for in the same year in other campaigns, if this one asks for one:
    one a year is enough for a system (AF17). Meetings of branch life have their kinds, and are no such meetings.
    """
    mine = [one.due_on.year for one in requirements_of(scope, campaign) if _is_comprehensive(one)]
    found = standing(today()).filter(issuer_id=campaign.issuer_id, topic=Topic.MEETING, due_on__year__in=mine)
    return found.filter(activity_kinds=[]).exclude(campaign=campaign)


def _is_comprehensive(requirement: Requirement) -> bool:
    return requirement.topic == Topic.MEETING and not requirement.activity_kinds


def readings_of(scope: Scope, campaign: Campaign) -> QuerySet[Reading]:
    """The reading list in order, each with what should be read before it."""
    campaign_by_code(scope, campaign.code)
    return campaign.readings.prefetch_related("after")


def reaching(scope: Scope, placement: Placement, day: date | None = None) -> QuerySet[Campaign]:
    """Issued campaigns of the organization itself and of its superiors, in order of their beginning."""
    placement_of(scope, placement.organization_id)
    line = [*tree_paths.ancestors(placement.path), placement.path]
    issuers = Placement.objects.filter(holding_on(day or today()), path__in=line).values("organization_id")
    return Campaign.objects.filter(issued_at__isnull=False, issuer_id__in=issuers).order_by("starts_on", "code")


def plan_for(scope: Scope, placement: Placement, first: date, last: date) -> list[StudyLine]:
    """What the plans of all campaigns that reach the organization put into these months, as they stand today (R09)."""
    texts = Prefetch("readings", Reading.objects.order_by("position").prefetch_related("after"))
    found = StudyLine.objects.filter(
        holding_on(today()), campaign__in=reaching(scope, placement), month__gte=first, month__lte=last
    )
    return list(found.select_related("campaign").prefetch_related(texts))


def with_prompts(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Each with the prompts of today as `offered`."""
    return readings.prefetch_related(Prefetch("prompts", Prompt.objects.filter(holding_on(today())), to_attr="offered"))


def place_of(placement: Placement, day: date) -> Place:
    """One organization's facts on a day, for `audiences.addressed`."""
    groups = GroupMembership.objects.filter(
        holding_on(day),
        holding_on(day, "member__memberships__"),
        member__memberships__organization_id=placement.organization_id,
    ).values_list("group", flat=True)
    return Place(
        placement.path, placement.organization.kind, placement.organization.sector, frozenset(groups.distinct())
    )


def requirements_for(scope: Scope, placement: Placement, day: date | None = None) -> list[Requirement]:
    """Everything that stands and is addressed to one organization, whatever its dates, the earliest due first."""
    day = day or today()
    placement_of(scope, placement.organization_id, day)
    return list(once(("asked of", placement.organization_id, day), lambda: _addressed_to(placement, day)))


def _addressed_to(placement: Placement, day: date) -> list[Requirement]:
    place = place_of(placement, day)
    above = [*tree_paths.ancestors(placement.path), placement.path]
    paths = dict(Placement.objects.filter(holding_on(day), path__in=above).values_list("organization_id", "path"))
    candidates = (
        standing(day).filter(issuer_id__in=paths).select_related("campaign", "issuer").prefetch_related("readings")
    )
    found = []
    for requirement in candidates:
        audience = audience_of(requirement.audience)
        top = _path_of_code(audience.subtree, day) if audience.subtree else paths[requirement.issuer_id]
        if top and addressed(audience, place, top):
            found.append(requirement)
    return found


def own_requirements(scope: Scope, placement: Placement) -> QuerySet[Requirement]:
    """The current versions of what one organization set itself, the latest date first, also those it took out."""
    placement_of(scope, placement.organization_id)
    found = Requirement.objects.filter(issuer_id=placement.organization_id, replaced_by__isnull=True)
    return found.filter(campaign__issued_at__isnull=False).select_related("campaign").order_by("-due_on", "-pk")


def _path_of_code(code: str, day: date) -> str:
    return (
        Placement.objects.filter(holding_on(day), organization__code=code).values_list("path", flat=True).first() or ""
    )


def top_path(requirement: Requirement, day: date) -> str:
    """The path under which a requirement addresses anybody on a day; "" when its place is not in the tree that day."""
    audience = audience_of(requirement.audience)
    if audience.subtree:
        return _path_of_code(audience.subtree, day)
    return _path_of_code(requirement.issuer.code, day)


def cost(asked: Iterable[dict[str, Any]], day: date) -> dict[str, Any]:
    """What requirements would ask of how many, and the hours it costs (AF10), before anything is issued.

    Each item: `{"code", "title", "audience": Audience, "top": path, "minutes", "fields_asked", "due_on"}`.
    """
    asked = list(asked)
    heads, branches = reached({(item["audience"], item["top"]) for item in asked}, day)
    lines = []
    for item in asked:
        head = heads[item["audience"], item["top"]]
        lines.append(
            {
                "code": item["code"],
                "title": item["title"],
                "opens_on": item["opens_on"],
                "due_on": item["due_on"],
                "branches": head.branches,
                "members": head.members,
                "minutes": item["minutes"],
                "fields": item["fields_asked"] * head.branches,
                "hours": round(head.branches * item["minutes"] / 60, 1),
            }
        )
    hours = round(sum(line["branches"] * line["minutes"] for line in lines) / 60, 1)
    return {
        "branches": branches,
        "requirements": lines,
        "fields": sum(line["fields"] for line in lines),
        "hours": hours,
        "hours_per_branch": round(hours / branches, 1) if branches else 0,
    }


def rehearse(scope: Scope, campaign: Campaign, day: date | None = None) -> dict[str, Any]:
    """The cost of a campaign as it stands, issued or not."""
    day = day or today()
    asked: Sequence[Requirement] = list(requirements_of(scope, campaign))
    return {"campaign": campaign.code, "title": campaign.title_zh} | cost(
        (
            {
                "code": one.code,
                "title": one.title,
                "audience": audience_of(one.audience),
                "top": top_path(one, day),
                "minutes": one.minutes,
                "fields_asked": one.fields_asked,
                "opens_on": one.opens_on,
                "due_on": one.due_on,
            }
            for one in asked
        ),
        day,
    )


def rehearse_file(scope: Scope, file: CampaignFile, day: date | None = None) -> dict[str, Any]:
    """The cost of a campaign file; nothing is written."""
    day = day or today()
    issuer = placement_by_code(scope, file.campaign.issuer, day) if file.campaign.issuer else top_of(scope, day)
    return {"campaign": file.campaign.code, "title": file.campaign.title_zh} | cost(
        (
            {
                "code": line.code,
                "title": line.title,
                "audience": line.addressed,
                "top": placement_by_code(scope, line.addressed.subtree, day).path
                if line.addressed.subtree
                else issuer.path,
                "minutes": line.minutes,
                "fields_asked": line.fields_asked,
                "opens_on": line.opens_on,
                "due_on": line.due_on,
            }
            for line in file.requirements
        ),
        day,
    )
