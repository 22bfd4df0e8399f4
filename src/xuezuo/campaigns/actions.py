"""Writing campaigns: load a file, confirm what a notice asks, add, amend, withdraw, issue."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.audit import actions as audit
from xuezuo.campaigns import collecting, loading, rules
from xuezuo.campaigns.audiences import audience_of
from xuezuo.campaigns.files import CampaignFile, Head, RequirementLine
from xuezuo.campaigns.kinds import Topic
from xuezuo.campaigns.models import AnotherThing, Campaign, Reading, Requirement
from xuezuo.notices.models import Notice, Proposal
from xuezuo.notices.rules import check_edit
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code, placement_of, top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import OPERATOR_ID, NotVisible, Scope


@transaction.atomic
def start_campaign(
    *,
    by: Scope,
    issuer: Placement,
    code: str,
    title_zh: str,
    title_en: str = "",
    starts_on: date,
    ends_on: date,
    notice: Notice | None = None,
) -> Campaign:
    """A draft that only the issuer's office sees until it is issued."""
    rules.may_issue(by, issuer)
    if ends_on < starts_on:
        raise Refusal("campaign_dates", where=code, first=starts_on, last=ends_on)
    if Campaign.objects.filter(code=code).exists():
        raise Refusal("campaign_exists", code=code)
    campaign = Campaign.objects.create(
        code=code,
        title_zh=title_zh,
        title_en=title_en,
        issuer=issuer.organization,
        notice=notice,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.record(
        by=by, action="start", kind="campaign", object_id=campaign.pk, organization_id=issuer.organization_id, code=code
    )
    return campaign


@transaction.atomic
def load_campaign(*, by: Scope, file: CampaignFile) -> tuple[Campaign, dict[str, int]]:
    """Create the campaign, or bring it up to the file: new lines are added, changed requirements become new versions.

    Returns the campaign and counts `{"readings", "created", "amended", "unchanged"}`. What the file leaves out stays:
    taking a requirement back is an act of its own.
    """
    head = file.campaign
    issuer = placement_by_code(by, head.issuer) if head.issuer else top_of(by)
    campaign = Campaign.objects.filter(code=head.code).first()
    if campaign is None:
        campaign = start_campaign(by=by, issuer=issuer, **head.model_dump(exclude={"issuer"}))
    rules.may_issue(by, placement_of(by, campaign.issuer_id))
    _load_head(campaign, head)
    counts = {"readings": _load_readings(campaign, file), "created": 0, "amended": 0, "unchanged": 0}
    changed = loading.follow_plan(campaign, file) + loading.follow_prompts(campaign, file)
    for line in file.requirements:
        counts[_load_requirement(by, campaign, line)] += 1
    audit.record(
        by=by,
        action="load",
        kind="campaign",
        object_id=campaign.pk,
        organization_id=campaign.issuer_id,
        plan_and_prompts=changed,
        **counts,
    )
    return campaign, counts


def _load_head(campaign: Campaign, head: Head) -> None:
    """Titles and dates follow the file while the campaign is a draft. Raises `Refusal` once it was issued."""
    changed = [name for name in HEAD if getattr(campaign, name) != getattr(head, name)]
    if not changed:
        return
    if campaign.issued_at:
        raise Refusal("campaign_head_issued", code=campaign.code, parts=tuple(changed))
    for name in changed:
        setattr(campaign, name, getattr(head, name))
    campaign.save(update_fields=changed)


def _load_readings(campaign: Campaign, file: CampaignFile) -> int:
    """New texts join the list; a text that was issued stays what it was. Raises `Refusal` otherwise."""
    readings = {one.code: one for one in campaign.readings.all()}
    for position, line in enumerate(file.readings, start=1):
        wanted = {
            "title": line.title,
            "group": line.group,
            "position": position,
            "tiers": [tier.value for tier in line.tiers],
            "available_from": line.available_from,
            "basic": line.basic,
        }
        held = readings.get(line.code)
        if held and campaign.issued_at and any(getattr(held, name) != wanted[name] for name in ISSUED_READING):
            raise Refusal("campaign_reading_issued", code=line.code, campaign=campaign.code)
        readings[line.code], _ = Reading.objects.update_or_create(campaign=campaign, code=line.code, defaults=wanted)
    for line in file.readings:
        readings[line.code].after.set([readings[code] for code in line.after])
    return len(file.readings)


def _load_requirement(by: Scope, campaign: Campaign, line: RequirementLine) -> str:
    current = Requirement.objects.filter(campaign=campaign, code=line.code, replaced_by__isnull=True).first()
    other = {"code", "readings", "audience", "opens_on", "due_on", "expires_on", "other_because"}
    wanted = line.model_dump(mode="json", exclude=other) | {
        "audience": line.addressed.as_json(),
        "opens_on": line.opens_on,
        "due_on": line.due_on,
        "expires_on": line.expires_on,
    }
    if current is None:
        add_requirement(
            by=by,
            campaign=campaign,
            code=line.code,
            readings=list(line.readings),
            other_because=line.other_because,
            **wanted,
        )
        return "created"
    held = set(current.readings.values_list("code", flat=True))
    if all(getattr(current, name) == value for name, value in wanted.items()) and held == set(line.readings):
        return "unchanged"
    amend_requirement(
        by=by, requirement=current, readings=list(line.readings), other_because=line.other_because, **wanted
    )
    return "amended"


@transaction.atomic
def add_requirement(
    *,
    by: Scope,
    campaign: Campaign,
    code: str,
    title: str,
    opens_on: date,
    due_on: date,
    topic: str = Topic.STUDY,
    audience: dict[str, Any] | None = None,
    activity_kinds: list[str] | None = None,
    readings: list[str] | None = None,
    minutes: int = 10,
    fields_asked: int = 4,
    purpose: str = "",
    basis: str = "",
    approver: str = "",
    handed_in: str = "",
    asked_for_because: str = "",
    expires_on: date | None = None,
    other_because: str = "",
    no_own_way: str = "",
    reason: str = "",
    issuer: Placement | None = None,
    proposal: Proposal | None = None,
) -> Requirement:
    """Ask something of an audience within the issuer's own subtree. `readings` are codes of the campaign's list.

    `handed_in` is what is to be sent up, with all that AF10 asks of it; `other_because` why what has the name of a known
    figure is another thing. Raises `Refusal` for unknown words, dates out of order, and what is counted already (AF09).
    """
    asker = issuer or placement_of(by, campaign.issuer_id)
    rules.may_ask(by, asker)
    rules.check_words(code, opens_on, due_on, activity_kinds or [])
    known = collecting.check(
        where=code,
        title=title,
        due_on=due_on,
        minutes=minutes,
        purpose=purpose,
        basis=basis,
        approver=approver,
        handed_in=handed_in,
        asked_for_because=asked_for_because,
        expires_on=expires_on,
        other_because=other_because,
    )
    requirement = Requirement.objects.create(
        campaign=campaign,
        code=code,
        title=title,
        topic=topic,
        issuer=asker.organization,
        audience=_audience(by, asker, code, audience or {}),
        activity_kinds=list(activity_kinds or []),
        opens_on=opens_on,
        due_on=due_on,
        minutes=minutes,
        fields_asked=fields_asked,
        purpose=purpose,
        basis=basis,
        approver=approver,
        handed_in=handed_in,
        asked_for_because=asked_for_because,
        expires_on=expires_on,
        no_own_way=no_own_way,
        **_written(by, reason),
        proposal=proposal,
    )
    _say_other(by, requirement, known, other_because)
    requirement.readings.set(_readings(campaign, code, readings or []))
    audit.record(
        by=by,
        action="add",
        kind="requirement",
        object_id=requirement.pk,
        organization_id=asker.organization_id,
        code=code,
    )
    return requirement


def _written(by: Scope, reason: str) -> dict[str, Any]:
    """Who wrote this version, when and why (R14)."""
    return {"reason": reason.strip()[:300], "written_by": by.viewer_id or 0, "written_at": timezone.now()}


def _say_other(by: Scope, requirement: Requirement, known: str, because: str) -> None:
    """Keep a person's word that it is not the known figure whose name it has."""
    if known:
        AnotherThing.objects.create(
            requirement=requirement,
            indicator=known,
            reason=because.strip()[:300],
            decided_by=OPERATOR_ID if by.viewer_id is None else by.viewer_id,
        )


def _audience(by: Scope, asker: Placement, code: str, stored: dict[str, Any]) -> dict[str, Any]:
    """Raises `NotVisible` for a subtree that is not the asker's own part of the tree: nobody asks their neighbours."""
    wanted = audience_of(stored, where=f"{code}.audience")
    if wanted.subtree and not tree_paths.covers(asker.path, placement_by_code(by, wanted.subtree).path):
        raise NotVisible(wanted.subtree)
    return wanted.as_json()


def _readings(campaign: Campaign, where: str, codes: list[str]) -> list[Reading]:
    found = {reading.code: reading for reading in campaign.readings.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise Refusal("campaign_reading_unknown", where=where, code=code)
    return list(found.values())


@transaction.atomic
def confirm_proposal(*, by: Scope, proposal: Proposal, campaign: Campaign, code: str = "", **asked: Any) -> Requirement:
    """A person says yes: the marked span becomes a requirement, and keeps its span (R01).

    `asked` are the fields of `add_requirement`; the title defaults to the span's own words.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # two at once: two codes
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)  # and one answer for each passage
    check_edit(by, placement_of(by, proposal.notice.holder_id))
    if hasattr(proposal, "requirement"):
        raise Refusal("proposal_confirmed", code=proposal.requirement.code)
    if hasattr(proposal, "dropping"):
        raise Refusal("proposal_dropped")
    span = proposal.notice.text[proposal.start : proposal.end]
    asked.setdefault("title", " ".join(span.split())[:300])
    asked.setdefault("topic", proposal.topic)
    return add_requirement(by=by, campaign=campaign, code=code or _next_code(campaign), proposal=proposal, **asked)


def _next_code(campaign: Campaign) -> str:
    used = set(campaign.requirements.values_list("code", flat=True))
    number = len(used) + 1
    while f"N{number:02}" in used:
        number += 1
    return f"N{number:02}"


HEAD = ("title_zh", "title_en", "starts_on", "ends_on")
ISSUED_READING = ("title", "available_from")
"""What a branch has read by: another text needs another code."""

CARRIED = (
    *("title", "topic", "audience", "activity_kinds", "opens_on", "due_on", "minutes", "fields_asked", "purpose"),
    *("basis", "approver", "handed_in", "asked_for_because", "expires_on", "no_own_way"),
)


@transaction.atomic
def amend_requirement(
    *,
    by: Scope,
    requirement: Requirement,
    readings: list[str] | None = None,
    other_because: str = "",
    reason: str = "",
    **changes: Any,
) -> Requirement:
    """A new version; the old one stays as it was, with what was claimed for it (R14)."""
    asker = placement_of(by, requirement.issuer_id)
    rules.may_ask(by, asker)
    _still_stands(requirement)
    kept = {name: getattr(requirement, name) for name in CARRIED} | changes
    if kept["due_on"] < kept["opens_on"]:
        raise Refusal("campaign_dates", where=requirement.code, first=kept["opens_on"], last=kept["due_on"])
    kept["audience"] = _audience(by, asker, requirement.code, kept["audience"])
    said = getattr(requirement, "another_thing", None)
    other_because = other_because or (said.reason if said else "")
    known = collecting.check(
        where=requirement.code, other_because=other_because, **{name: kept[name] for name in collecting.CHECKED}
    )
    amended = Requirement.objects.create(
        campaign=requirement.campaign,
        code=requirement.code,
        version=requirement.version + 1,
        replaces=requirement,
        issuer=requirement.issuer,
        valid_from=today(),
        **_written(by, reason),
        **kept,
    )
    Requirement.objects.filter(pk=requirement.pk).update(valid_to=today())
    _say_other(by, amended, known, other_because)
    codes = list(requirement.readings.values_list("code", flat=True)) if readings is None else readings
    amended.readings.set(_readings(requirement.campaign, requirement.code, codes))
    audit.record(
        by=by,
        action="amend",
        kind="requirement",
        object_id=amended.pk,
        organization_id=requirement.issuer_id,
        version=amended.version,
        changed=sorted(name for name in changes if getattr(requirement, name) != getattr(amended, name)),
    )
    return amended


def _still_stands(requirement: Requirement) -> None:
    Requirement.objects.select_for_update().get(pk=requirement.pk)
    if requirement.withdrawn_at or Requirement.objects.filter(replaces=requirement).exists():
        raise Refusal("requirement_not_current", code=requirement.code, version=requirement.version)


@transaction.atomic
def withdraw_requirement(*, by: Scope, requirement: Requirement, reason: str) -> Requirement:
    """Taken back: nobody owes it any longer; what was recorded for it stays."""
    rules.may_ask(by, placement_of(by, requirement.issuer_id))
    _still_stands(requirement)
    requirement.withdrawn_by, requirement.withdrawn_at = by.viewer_id, timezone.now()
    requirement.withdrawn_reason = reason.strip()[:300]
    requirement.valid_to = today()
    requirement.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason", "valid_to"])
    audit.record(
        by=by,
        action="withdraw",
        kind="requirement",
        object_id=requirement.pk,
        organization_id=requirement.issuer_id,
        reason=reason,
    )
    return requirement


@transaction.atomic
def issue(*, by: Scope, campaign: Campaign) -> Campaign:
    """Send the campaign down the tree: from now on its requirements are due, and its cost is shown to everybody."""
    rules.may_issue(by, placement_of(by, campaign.issuer_id))
    if campaign.issued_at:
        raise Refusal("campaign_issued", code=campaign.code, on=timezone.localtime(campaign.issued_at).date())
    if not campaign.requirements.exists():
        raise Refusal("campaign_asks_nothing", code=campaign.code)
    campaign.issued_by, campaign.issued_at = by.viewer_id, timezone.now()
    campaign.save(update_fields=["issued_by", "issued_at"])
    audit.record(
        by=by,
        action="issue",
        kind="campaign",
        object_id=campaign.pk,
        organization_id=campaign.issuer_id,
        on=str(today()),
        requirements=campaign.requirements.count(),
    )
    return campaign
