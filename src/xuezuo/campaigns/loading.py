"""Plan and prompts of a campaign file, brought to the tables: called by `actions.load_campaign` inside its transaction."""

from typing import Any

from xuezuo.campaigns.files import CampaignFile
from xuezuo.campaigns.models import Campaign
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import today


def follow_plan(campaign: Campaign, file: CampaignFile) -> int:
    if file.plan is None:
        return 0
    lines = {
        line.code: (
            {"month": line.first_day, "content": line.content, "tiers": [tier.value for tier in line.tiers]},
            line.readings,
        )
        for line in file.plan
    }
    return _follow_file(campaign, campaign.study_lines, lines)


def follow_prompts(campaign: Campaign, file: CampaignFile) -> int:
    if file.prompts is None:
        return 0
    lines = {
        line.code: ({"tier": line.tier.value, "text": line.text, "position": position}, line.readings)
        for position, line in enumerate(file.prompts, start=1)
    }
    return _follow_file(campaign, campaign.prompts, lines)


def _follow_file(campaign: Campaign, rows: Any, lines: dict[str, tuple[dict[str, Any], tuple[str, ...]]]) -> int:
    """Bring plan or prompts to the file; returns how many lines changed. Of an issued campaign the line that stood until
    today stays as it was, ended (R14).
    """
    held = {one.code: one for one in rows.filter(holding_on(today())).prefetch_related("readings")}
    changed = 0
    for code in sorted(held.keys() | lines.keys()):
        wanted, readings = lines.get(code, (None, ()))
        old = held.get(code)
        if old is not None and wanted is not None and _says(old, wanted, readings):
            continue
        changed += 1
        if old is not None and campaign.issued_at and old.valid_from < today():
            rows.filter(pk=old.pk).update(valid_to=today())
        elif old is not None:
            old.delete()
        if wanted is not None:
            since = {"valid_from": today()} if campaign.issued_at else {}
            made = rows.create(code=code, **wanted, **since)
            made.readings.set(campaign.readings.filter(code__in=readings))
    return changed


def _says(row: Any, wanted: dict[str, Any], readings: tuple[str, ...]) -> bool:
    same = all(getattr(row, name) == value for name, value in wanted.items())
    return same and {one.code for one in row.readings.all()} == set(readings)
