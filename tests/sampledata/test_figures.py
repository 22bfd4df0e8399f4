"""The made-up place taken in by the real imports: the product's figures are those that a count of its file gives."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.sampledata.counting import counted, lines
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns import files
from xuezuo.indicators import queries as indicators
from xuezuo.interchange.activity import load_activity
from xuezuo.interchange.imports import import_members, import_organizations
from xuezuo.records.models import Claim, Record
from xuezuo.sampledata import place_files
from xuezuo.sampledata.people import members
from xuezuo.sampledata.scales import SCALES
from xuezuo.sampledata.tree import organizations
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
DAYS = ["2016-07-15", "2016-10-20", "2016-12-31"]
RATIO = {"terms_ended": ("elections_on_time", "expected"), "terms_on_time": ("elections_on_time", "settled")}


def taken_in(folder: Path, scale: str) -> None:
    place_files.write(scale, 1, folder)
    for work, name in ((import_organizations, "organizations"), (import_members, "members")):
        report = work(next(folder.glob(f"{name}.*")), by=operator())
        assert (report.written, report.blocking) == (True, 0)
    campaign, _ = campaigns.load_campaign(by=operator(), file=files.read(folder / "campaign.yaml"))
    campaigns.issue(by=operator(), campaign=campaign)
    load_activity(folder / "activity.jsonl", by=operator())


def figures(day: str) -> dict[str, dict]:
    found = indicators.figures(operator(), as_of=date.fromisoformat(day))["figures"]
    return {one["indicator"]: one for one in found}


def slow_coverage(folder: Path, day: str) -> dict[str, int]:
    """Members whom each text of the file reached or could have reached, person by person, from the file alone."""
    records = [line for line in lines(folder) if line["type"] == "record" and line["held_on"] <= day]
    missed: dict[tuple[str, str], set[str]] = {}
    covered: dict[str, set[str]] = {}
    for line in records:
        for text in line.get("readings", ()):
            covered.setdefault(line["organization"], set()).add(text)
            away = {one["member"] for one in line.get("absent", ())}
            back = {one["member"] for one in line.get("made_up", ()) if one["done_on"] <= day}
            missed[line["organization"], text] = away - back
    due = {"2016-07-15": ["RD01", "RD10", "RD12"]}.get(day, ["RD01", "RD10", "RD12", "RD02", "RD03", "RD04", "RD13"])
    sizes = roster_sizes(folder)
    reached = 0
    for organization, size in sizes.items():
        if set(due) <= covered.get(organization, set()):
            reached += size - len(set().union(*(missed[organization, text] for text in due)))
    return {"expected": sum(sizes.values()), "settled": reached}


def roster_sizes(folder: Path) -> dict[str, int]:
    sizes: dict[str, int] = {}
    scale = next(one for one in SCALES.values() if one.name in folder.name)
    for index, place in enumerate(organizations(scale, 1)):
        if place.level == "branch":
            sizes[place.code] = len(members(place, 1, index, sum(sizes.values())))
    return sizes


@pytest.mark.parametrize("scale", ["town", pytest.param("county", marks=pytest.mark.slow)])
def test_figures_are_those_of_the_file(
    scale: str, tmp_path_factory: pytest.TempPathFactory, settings: LazySettings
) -> None:
    settings.TODAY = "2016-10-20"
    folder = tmp_path_factory.mktemp(scale)
    taken_in(folder, scale)

    for day in DAYS:
        settings.TODAY = max(day, "2016-10-20")
        found = figures(day)
        for code, wanted in counted(folder, day).items():
            indicator, part = RATIO.get(code, (code, "settled"))
            assert (day, code, found[indicator][part]) == (day, code, wanted)
        if day != "2016-12-31":
            coverage = {part: found["study_coverage"][part] for part in ("expected", "settled")}
            assert (day, coverage) == (day, slow_coverage(folder, day))
    written = [line for line in lines(folder) if line["type"] == "record"]
    assert Record.objects.count() == len(written)
    assert Claim.objects.count() == sum(len(line.get("requirements", ())) for line in written)
