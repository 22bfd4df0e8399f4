"""What answers tell the browser: to keep nothing of a desk, to load nothing from elsewhere, to show us in no frame."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

PROBE = """
import json
import django; django.setup()
from django.conf import settings
print(json.dumps({
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME,
                settings.MESSAGES_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "domain_and_path": [settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH,
                        settings.CSRF_COOKIE_DOMAIN, settings.CSRF_COOKIE_PATH],
    "hsts": [settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS],
}))
"""


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(factories.user("secretary", factories.organization("901001", factories.organization("901"))))
    return client


def headers(client: Client, address: str) -> Mapping[str, str]:
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)  # a file that nobody read would stay open
    return answer.headers


def test_nothing_of_a_desk_is_kept_by_a_browser(signed_in):
    for address in ("/organizations/901001/today/", "/me/", "/organizations/901999/today/"):
        kept = headers(signed_in, address)["Cache-Control"].split(", ")
        assert {"no-store", "private"} <= set(kept), address


def test_files_and_public_pages_may_be_kept(client):
    assert "no-store" not in headers(client, "/static/js/marking.js")["Cache-Control"]
    assert "Cache-Control" not in headers(client, "/portal/")


def test_signing_out_clears_what_the_browser_keeps(signed_in):
    answer = signed_in.post("/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"].startswith(("no-store", "max-age=0"))


@pytest.mark.parametrize("address", ["/sign-in/", "/static/js/marking.js", "/nothing/here/", "/api/v1/openapi.json"])
def test_every_answer_carries_the_protections(address, client):
    told = headers(client, address)

    policy = told["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in told["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/sign-in/", "/api/v1/openapi.json"])
def test_no_other_site_reads_an_answer(address, client):
    answer = client.get(address, headers={"origin": "https://elsewhere.example"})

    assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []


def test_texts_name_their_encoding(client):
    for address in ("/sign-in/", "/static/js/marking.js", "/healthz"):
        assert "charset=utf-8" in headers(client, address)["Content-Type"].lower().replace('"', ""), address


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    factories.user("secretary", factories.organization("901001"), username="carol")
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": "carol", "password": "correct horse"})
    client.post("/language/", {"language": "en"})

    assert set(client.cookies) == {"sessionid", "csrftoken", "django_language"}
    assert {(one["httponly"], one["samesite"], one["domain"]) for one in client.cookies.values()} == {(True, "Lax", "")}


def test_behind_https_cookies_are_of_this_host_only(tmp_path: Path):
    env = os.environ | {"XUEZUO_HTTPS": "1", "XUEZUO_DATA": str(tmp_path)}
    out = subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True)

    assert json.loads(out.stdout) == {
        "cookies": ["__Host-sessionid", "__Host-csrftoken", "__Host-language", "__Host-messages"],
        "secure": [True, True],
        "domain_and_path": [None, "/", None, "/"],
        "hsts": [365 * 24 * 3600, True],
    }


def test_who_is_turned_away_is_logged_by_number_on_one_line(signed_in, caplog):
    with caplog.at_level(logging.WARNING, "xuezuo.turned_away"):
        answer = signed_in.get("/organizations/901%0aforged/today/")

    (line,) = [one.getMessage() for one in caplog.records if one.name == "xuezuo.turned_away"]
    assert line.startswith("404 GET /organizations/901%0Aforged/today/, account or token ")
    assert line.endswith(f"request {answer['X-Request-Id']}")
    assert "\n" not in line


@pytest.mark.parametrize("address", ["/static/", "/static/js/", "/static/css/"])
def test_no_folder_is_listed(address, client):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/sign-in/", "/portal/", "/api/v1/openapi.json"])
def test_trace_is_refused(address, client):
    answer = client.trace(address, headers={"x-planted": "echo-of-a-secret"})

    assert answer.status_code == 405
    assert b"echo-of-a-secret" not in answer.content
