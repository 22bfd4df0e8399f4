"""The public pages: only what somebody published, and whether the server is well."""

import re

import pytest

from tests import factories
from tests.access.place import notice_of
from xuezuo.notices import actions
from xuezuo.scopes import operator


@pytest.fixture
def notice(db):
    return notice_of(factories.organization("901", kind="local_committee"), "issued", "own")


def test_a_notice_is_public_only_after_somebody_said_so(notice, client):
    assert client.get(f"/portal/notices/{notice.pk}/").status_code == 404
    assert notice.title not in client.get("/portal/").content.decode()

    actions.publish(by=operator(), notice=notice)

    assert notice.title in client.get("/portal/").content.decode()
    page = client.get(f"/portal/notices/{notice.pk}/").content.decode()
    assert notice.text in page
    assert "<svg" in page
    assert "style=" not in page
    assert client.get(f"/portal/notices/{notice.pk}/original/").content == bytes(notice.original)

    actions.unpublish(by=operator(), notice=notice)
    assert client.get(f"/portal/notices/{notice.pk}/").status_code == 404


def test_the_code_for_the_phone_is_the_page_s_own_address_whatever_was_asked_behind_it(notice, client):
    actions.publish(by=operator(), notice=notice)
    address = f"/portal/notices/{notice.pk}/"
    plain, asked = (client.get(one).content.decode() for one in (address, f"{address}?{'a' * 3500}"))
    code = "<svg.*?</svg>"
    assert re.findall(code, asked, re.DOTALL) == re.findall(code, plain, re.DOTALL) != []


def test_the_list_has_an_empty_state(db, client):
    client.cookies["django_language"] = "en"
    assert "No notice is published yet" in client.get("/portal/").content.decode()


def test_alive_and_ready(db, client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"


def test_not_ready_without_its_tables(db, client, monkeypatch):
    monkeypatch.setattr("xuezuo.web.portal.health.PROBE", "SELECT 1 FROM no_such_table")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_not_ready_while_nothing_can_be_written(db, client, settings, tmp_path):
    settings.DATA = tmp_path
    settings.DISK_FLOOR = 10**9  # megabytes that no disk has: full, without filling one
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"disk\n")
    settings.DISK_FLOOR = 0
    assert client.get("/readyz").status_code == 200
    settings.DATA = tmp_path / "gone"
    assert client.get("/readyz").content == b"disk\n"


def test_metrics_are_for_this_machine_alone(db, client):
    page = client.get("/metrics")
    assert "xuezuo_audit_events_unsealed 0" in page.content.decode()
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404
