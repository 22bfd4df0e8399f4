"""Rosters by the browser: looking writes nothing, only the sender sees the file, the file goes when it is done."""

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import organization, user
from tests.interchange.rosters import MEMBER_HEADER, ORGANIZATION_HEADER, PLACE, number, person, write
from xuezuo.accounts.models import RoleAssignment
from xuezuo.interchange import jobs, uploads
from xuezuo.interchange.uploads import Upload
from xuezuo.organizations.models import Member, Organization
from xuezuo.periods import today
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Another worker's uploads would lie in the same folder."""
    settings.DATA = tmp_path / "data"


@pytest.fixture
def root() -> Organization:
    return organization("099", name=PLACE[0][1], kind="committee")


def signed_in(client: Client, role: str, where: Organization) -> Client:
    client.force_login(user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, path: Path, what: str = "organizations") -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/imports/", {"what": what, "file": file})


def kept() -> list[Path]:
    return [one for one in (Path(settings.DATA) / "uploads").glob("*") if re.fullmatch("[0-9a-f]{32}", one.name)]


def places(folder: Path, *more: list[str]) -> Path:
    return write(folder / "名册.xlsx", [ORGANIZATION_HEADER, *PLACE, *more])


def test_look_then_write(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    assert sent.status_code == 302
    shown = alice.get(sent.url)
    assert shown.status_code == 200
    assert "名册.xlsx" in shown.content.decode()
    assert Organization.objects.count() == 1
    assert alice.post(sent.url + "writing/").url == sent.url
    assert Organization.objects.count() == 4
    assert "<dd>3</dd>" in alice.get(sent.url).content.decode()
    assert not (kept()[0] / "roster").exists()
    assert alice.post(sent.url + "writing/").url == sent.url
    assert alice.post(sent.url + "removal/").url == "/imports/"
    assert kept() == []
    assert alice.get(sent.url).status_code == 404


def test_findings_are_shown_and_downloaded(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path, ["099009", "甲支部", "0990", "党支部", "机关"], ["合计", "5", "", "", ""]))
    page = alice.get(sent.url).content.decode()
    assert "甲支部" not in page
    assert "0990" in page
    assert "accept_good" in page
    assert "0990" not in alice.get(sent.url + "?outcome=skip").content.decode().split("<table")[1]
    errors = alice.get(sent.url + "errors/")
    assert errors.content[:2] == b"PK"
    # without the word for it, a blocked file is not written
    assert alice.post(sent.url + "writing/").url == sent.url
    assert Organization.objects.count() == 1
    alice.post(sent.url + "writing/", {"accept_good": "yes"})
    assert Organization.objects.count() == 4


def test_a_refused_file_is_said_beside_the_field_and_not_kept(
    client: Client, root: Organization, tmp_path: Path
) -> None:
    alice = signed_in(client, "officer", root)
    bad = tmp_path / "a.xlsx"
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04"):
        bad.write_bytes(content)
        answer = send(alice, bad)
        assert answer.status_code == 422
        assert "a.xlsx" in answer.content.decode()
    assert kept() == []


def test_a_discarded_file_is_gone(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    alice.post(sent.url + "removal/")
    assert kept() == []
    assert Organization.objects.count() == 1


def test_nobody_else_sees_it(client: Client, root: Organization, tmp_path: Path) -> None:
    sent = send(signed_in(client, "officer", root), places(tmp_path))
    other = signed_in(Client(), "officer", root)
    reading, changing = ("", "errors/", "columns/"), ("columns/", "looking/", "writing/", "removal/")
    for address, verb in [(one, "get") for one in reading] + [(one, "post") for one in changing]:
        assert getattr(other, verb)(sent.url + address).status_code == 404
    assert len(kept()) == 1
    client.post(sent.url + "removal/")


def test_offices_below_are_told_and_refused(client: Client, root: Organization, tmp_path: Path) -> None:
    bob = signed_in(client, "officer", organization("099001", root, kind="committee"))
    page = bob.get("/imports/")
    assert page.status_code == 200
    assert '<form method="post" enctype' not in page.content.decode()
    assert send(bob, places(tmp_path)).status_code == 404


def test_members_are_masked(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    send_places = send(alice, places(tmp_path))
    alice.post(send_places.url + "writing/")
    sent = send(alice, write(tmp_path / "m.csv", [MEMBER_HEADER, person(sex="女"), person(2)]), "members")
    page = alice.get(sent.url).content.decode()
    assert number() not in page
    assert "id_sex_differs" not in page
    alice.post(sent.url + "writing/", {"accept_good": "yes"})
    assert Member.objects.count() == 1


# ---- large files: a process of their own ----------------------------------------------------------------------------


def at_work(token: str, *, alive: bool, began: float = 0.0) -> Upload:
    upload = uploads.by_token(token)
    return uploads.save(replace(upload, job=uploads.Job("look", began=time.time() if alive else began)))


def test_whoever_comes_back_sees_how_far_it_is(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    upload = at_work(sent.url.split("/")[2], alive=True)
    upload.progress.write_text('{"step": "write", "done": 20000, "total": 103000}')

    page = alice.get(sent.url).content.decode()
    assert 'max="103000" value="20000"' in page
    assert f'<noscript><p><a href="{sent.url}">' in page
    part = alice.get(sent.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="20000"' in part
    assert upload.name in alice.get("/imports/").content.decode()
    # nothing else may be begun meanwhile
    alice.post(sent.url + "writing/")
    alice.post(sent.url + "removal/")
    assert Organization.objects.count() == 1
    assert len(kept()) == 1


def test_a_job_that_died_is_told_and_begun_again(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    at_work(sent.url.split("/")[2], alive=False)

    page = alice.get(sent.url).content.decode()
    assert sent.url + "looking/" in page
    assert "hx-trigger" not in page
    alice.post(sent.url + "looking/")
    assert sent.url + "writing/" in alice.get(sent.url).content.decode()


def test_the_bar_asks_for_the_whole_page_when_it_is_done(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    assert alice.get(sent.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_role_lost_meanwhile_writes_nothing(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, places(tmp_path))
    token = sent.url.split("/")[2]
    uploads.started(uploads.by_token(token), "write", None)
    RoleAssignment.objects.update(valid_to=today())

    upload = jobs.work(token)
    assert upload.document["refused"] == "import_not_allowed"
    assert Organization.objects.count() == 1


def test_a_role_lost_while_another_roster_is_written_writes_nothing(
    client: Client, root: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(client, "officer", root)
    token = send(alice, places(tmp_path)).url.split("/")[2]
    uploads.started(uploads.by_token(token), "write", None)
    holding = uploads.holding

    def lost(mark: Path) -> Any:
        if mark.name == ".one-at-a-time":
            RoleAssignment.objects.update(valid_to=today())
        return holding(mark)

    monkeypatch.setattr(uploads, "holding", lost)
    assert jobs.work(token).document["refused"] == "import_not_allowed"
    assert Organization.objects.count() == 1


def test_a_role_lost_at_work_writes_nothing(
    client: Client, root: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(client, "officer", root)
    token = send(alice, places(tmp_path)).url.split("/")[2]
    uploads.started(uploads.by_token(token), "write", None)
    monkeypatch.setattr(jobs, "ASKED_EVERY", 0)
    began = jobs.scope_for

    def lost_after(*about: Any) -> Scope:
        found = began(*about)  # it begins with the role, and asks again at its next step
        RoleAssignment.objects.update(valid_to=today())
        return found

    monkeypatch.setattr(jobs, "scope_for", lost_after)
    assert jobs.work(token).document["refused"] == "import_not_allowed"
    assert Organization.objects.count() == 1


# ---- other people's headers and words -------------------------------------------------------------------------------

THEIRS = ["机构号", "机构名", "归属", "哪一类", "行当"]


def theirs(folder: Path) -> Path:
    rows = [[*row[:3], "甲类单位" if row[3] == "党支部" else row[3], row[4]] for row in PLACE]
    return write(folder / "别人的.xlsx", [THEIRS, *rows])


def test_headers_and_words_are_matched_once(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, theirs(tmp_path))
    assert sent.url + "columns/" in alice.get(sent.url).content.decode()
    assert "党组织代码、党组织全称、上级党组织代码" in alice.get(sent.url).content.decode()
    asked = alice.get(sent.url + "columns/").content.decode()
    assert all(header in asked for header in THEIRS)

    columns = dict(zip(["code", "name", "parent", "kind", "sector"], THEIRS, strict=True))
    twice = alice.post(sent.url + "columns/", columns | {"kind": "机构名"})
    assert (twice.status_code, "机构名" in twice.content.decode()) == (422, True)
    missing = alice.post(sent.url + "columns/", columns | {"parent": ""})
    assert missing.status_code == 422

    assert alice.post(sent.url + "columns/", columns).url == sent.url
    assert "甲类单位" in alice.get(sent.url).content.decode()
    assert "“甲类单位”" in alice.get(sent.url + "columns/").content.decode()
    alice.post(sent.url + "columns/", columns | {"word-0": "branch"})
    alice.post(sent.url + "writing/")
    assert Organization.objects.filter(kind="branch").count() == 2
    assert Organization.objects.count() == 4
    alice.post(sent.url + "removal/")

    # the next file with these headers asks nothing
    again = send(alice, theirs(tmp_path))
    page = alice.get(again.url).content.decode()
    assert again.url + "writing/" in page
    assert "甲类单位" not in page


def test_a_remembered_matching_names_nobody(client: Client, root: Organization, tmp_path: Path) -> None:
    alice = signed_in(client, "officer", root)
    sent = send(alice, theirs(tmp_path))
    columns = dict(zip(["code", "name", "parent", "kind", "sector"], THEIRS, strict=True))
    alice.post(sent.url + "columns/", columns)
    alice.post(sent.url + "columns/", columns | {"word-0": "branch"})
    alice.post(sent.url + "writing/")

    kept_files = list((Path(settings.DATA) / "mappings").glob("*.yaml"))
    assert [yaml.safe_load(file.read_text()) for file in kept_files] == [
        {"columns": columns, "words": {"kind": {"甲类单位": "branch"}}}
    ]
