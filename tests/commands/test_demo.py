"""The demo: the whole job on a town, its people at their seats, its briefing with the figures of the file."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.sampledata.counting import counted
from xuezuo.accounts.models import User
from xuezuo.accounts.queries import scope_for
from xuezuo.briefings.models import Briefing
from xuezuo.campaigns.models import Requirement
from xuezuo.commands.demo import NOTICE, PASSWORD
from xuezuo.commands.demo_job import Job
from xuezuo.organizations.queries import top_of

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


def test_the_whole_job(tmp_path: Path, settings: LazySettings) -> None:
    settings.TODAY = "2016-10-20"
    document = run(tmp_path, "town")

    check(document, tmp_path)
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
