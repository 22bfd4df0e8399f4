"""Rosters by the browser: looking writes nothing, only the sender sees the file, the file goes when it is done."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import organization, user
from tests.interchange.rosters import MEMBER_HEADER, ORGANIZATION_HEADER, PLACE, number, person, write
from xuezuo.organizations.models import Member, Organization

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
    assert alice.post(sent.url + "writing/").url == "/imports/"
    assert Organization.objects.count() == 4
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
    for address, verb in (("", "get"), ("errors/", "get"), ("writing/", "post"), ("removal/", "post")):
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
