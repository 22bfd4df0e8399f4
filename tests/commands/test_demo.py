"""The demo: the whole job on a town, its people at their seats, its briefing with the figures of the file."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db.models import DateField
from django.utils import timezone

from tests.sampledata.counting import counted
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import scope_for
from xuezuo.briefings.models import Briefing
from xuezuo.campaigns.models import Requirement
from xuezuo.commands.demo import NOTICE, PASSWORD
from xuezuo.commands.demo_job import Job
from xuezuo.config.clock import standing_on
from xuezuo.organizations.queries import top_of
from xuezuo.periods import FOREVER, LONG_AGO

pytestmark = pytest.mark.django_db


REFERENCE = Path(__file__).resolve().parents[2] / ".." / "shared/data/notices/reference.txt"


def run(folder: Path, scale: str, notice: Path = NOTICE) -> dict:
    return Job(scale, folder, notice, PASSWORD).run()


def check(document: dict, folder: Path) -> None:
    """Notice, requirements, figures and briefing hang together."""
    figures = {one["indicator"]: one for one in document["figures"]}
    wanted = counted(folder / "sample")
    briefing = Briefing.objects.get()
    written = json.loads((folder / "briefing.json").read_text())

    assert document["notice"]["hard"] == Requirement.objects.filter(proposal__isnull=False).count() > 0
    assert figures["lectures_given"]["settled"] == wanted["lectures_given"]
    assert figures["elections_on_time"]["expected"] == wanted["terms_ended"]
    assert figures["study_coverage"]["settled"] < figures["study_coverage"]["expected"] == document["members"]
    assert document["gaps"]["count"] > 0
    assert briefing.signature.signed_by == User.objects.get(username="alice").pk
    for one in written["figures"]:
        assert one["frozen"]
        assert one["settled"] == figures[one["indicator"]]["settled"]
    assert (folder / "briefing.docx").read_bytes()[:2] == b"PK"


EARLY = {"accounts.User.date_joined", "indicators.Mark.at"}
"""They took hold of the clock when the models were loaded; in a process of its own that is the demo's, too."""


def years() -> dict[str, set[int]]:
    """Of every day and moment in the database, by its column; the beginnings and ends that nobody knows left out."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, DateField):  # a moment is one too
                values = model._base_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
                found[f"{model._meta.label}.{field.name}"] = {one.year for one in values} - {
                    LONG_AGO.year,
                    FOREVER.year,
                }
    return found


def test_the_whole_job(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TODAY = "2016-10-20"
    monkeypatch.setattr(timezone, "now", standing_on(date(2016, 10, 20)))
    document = run(tmp_path, "town")

    check(document, tmp_path)
    assert {
        name: max(one) for name, one in years().items() if name not in EARLY and max(one, default=0) > 2022
    } == {}  # the last terms end in 2021
    moments = [name for name, one in years().items() if name.endswith("_at") and one]
    assert {name: years()[name] for name in moments if years()[name] != {2016}} == {}
    assert len(moments) > 10
    assert document["as_of"] == "2016-10-20"
    assert document["total_seconds"] >= sum(document["seconds"].values()) - 0.5
    seats = {one["username"]: scope_for(User.objects.get(username=one["username"])) for one in document["people"]}
    assert {name: scope.role for name, scope in seats.items()} == {
        "alice": "officer",
        "bob": "officer",
        "carol": "secretary",
        "david": "member",
        "irene": "inspector",
        "audrey": "auditor",
        "adam": "administrator",
        "sam": "security",
        "chelsea": "nobody",
    }
    assert seats["bob"].sees_names_at(seats["carol"].path)
    assert top_of(seats["carol"]).organization.kind == "branch"
    assert User.objects.get(username="david").member.memberships.get().organization_id == seats["carol"].organization_id
    assert all(person.check_password(PASSWORD) for person in User.objects.all())


def test_the_real_notice_at_a_county_s_size(tmp_path: Path, settings: LazySettings) -> None:
    assert REFERENCE.is_file(), "the real notice is missing: it belongs beside the repository in shared/data/notices"
    settings.TODAY = "2016-10-20"
    document = run(tmp_path, "county", REFERENCE)

    check(document, tmp_path)
    assert document["notice"]["title"].startswith("关于印发")
    assert document["organizations"] == 1_000
    printed = " ".join(one["printed"] for one in json.loads((tmp_path / "briefing.json").read_text())["figures"])
    assert re.search(r"96\.7%", printed)
    assert date.fromisoformat(document["as_of"]) == date(2016, 10, 20)
