"""Single sign-on against a real provider on this machine: both sites run beside the test, and everything goes by HTTP."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.accounts.identity_provider import CLIENT, SECRET

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
pytestmark = pytest.mark.slow  # two sites are started: half a minute

PLACE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import factories
county = factories.organization("901", kind="local_committee", name="清溪县委员会")
branch = factories.organization("901001", county)
for name in ("carol", "dora", "erin", "faye", "gina", "hana"):
    factories.user("secretary", branch, username=name, email="carol@example.org" if name == "erin" else "")
factories.user("officer", county, username="olga")
factories.user("officer", county, username="otto")
factories.user(username="closed", is_active=False)
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        assert process.poll() is None, f"{address} ended"
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} does not answer")


class Sites:
    """Ours and the provider's, each in a process; `say` tells the provider what to claim about somebody."""

    def __init__(self, folder: Path) -> None:
        self.folder, ours, theirs = folder, free_port(), free_port()
        # cookies know no ports: the two must have different names
        self.ours, self.theirs = f"http://127.0.0.1:{ours}", f"http://localhost:{theirs}"
        self.claims: dict[str, dict[str, object]] = {}
        self.say()
        common = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
        common |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
        self.environment = common | {
            "XUEZUO_DATA": str(folder / "ours"),
            "XUEZUO_FAST_PASSWORDS": "1",
            "XUEZUO_SSO_ISSUER": f"{self.theirs}/o",
            "XUEZUO_SSO_CLIENT": CLIENT,
            "XUEZUO_SSO_SECRET": SECRET,
            "XUEZUO_SSO_NAME": "政务认证",
            "XUEZUO_SSO_FACTOR": "mfa,hwk",
        }
        self.processes: list[subprocess.Popen] = []
        provider = [sys.executable, str(HERE / "identity_provider.py"), str(theirs), str(folder)]
        self._start([*provider, f"{self.ours}/sign-in/sso/answer/"], common)
        subprocess.run([sys.executable, "-c", PLACE], env=self.environment, check=True, cwd=ROOT)
        self._start([sys.executable, "-m", "django", "runserver", f"127.0.0.1:{ours}", "--noreload"], self.environment)
        wait_for(f"{self.ours}/healthz", self.processes[1])
        wait_for(f"{self.theirs}/sign-in/?user=nobody", self.processes[0])

    def _start(self, line: list[str], environment: dict[str, str]) -> None:
        log = (self.folder / f"log-{len(self.processes)}.txt").open("w")
        self.processes.append(subprocess.Popen(line, env=environment, cwd=ROOT, stdout=log, stderr=log))
        log.close()

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
            process.wait(10)

    def say(self, **claims: dict[str, object]) -> None:
        self.claims |= claims
        (self.folder / "claims.json").write_text(json.dumps(self.claims))

    def run(self, sql: str, *values: object) -> list[tuple]:
        with sqlite3.connect(self.folder / "ours/xuezuo.sqlite3", timeout=20) as database:
            return list(database.execute(sql, values))

    def visitor(self, name: str) -> requests.Session:
        """A browser in which somebody is signed in at the provider's."""
        browser = requests.Session()
        browser.cookies.set("django_language", "en", domain="127.0.0.1")
        browser.get(f"{self.theirs}/sign-in/", params={"user": name}).raise_for_status()
        return browser

    def arrive(self, name: str) -> requests.Response:
        self.browser = self.visitor(name)
        return self.browser.get(f"{self.ours}/sign-in/sso/")

    def who(self) -> int:
        return self.browser.get(f"{self.ours}/me/", allow_redirects=False).status_code


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    started = Sites(tmp_path_factory.mktemp("sso"))
    yield started
    started.stop()


def test_the_sign_in_page_shows_the_button(sites):
    page = requests.get(f"{sites.ours}/sign-in/").text
    assert "政务认证" in page
    assert 'href="/sign-in/sso/"' in page


def test_somebody_known_comes_in_and_is_linked_once(sites):
    answer = sites.arrive("carol")
    assert answer.status_code == 200
    assert urlsplit(answer.url).path == "/organizations/901001/today/"
    assert sites.who() == 200

    again = sites.arrive("carol")
    assert again.status_code == 200
    rows = sites.run(
        "SELECT count(*) FROM accounts_identity i JOIN accounts_user u ON u.id = i.user_id WHERE username = 'carol'"
    )
    assert rows == [(1,)]
    assert sites.run("SELECT count(*) FROM socialaccount_socialaccount") == [(0,)]  # claims are kept nowhere


def test_somebody_unknown_is_told_so_and_no_account_is_made(sites):
    before = sites.run("SELECT count(*) FROM accounts_user")
    answer = sites.arrive("stranger")
    assert answer.status_code == 403
    assert "nobody registers by themselves" in answer.text
    assert sites.who() == 302
    assert sites.run("SELECT count(*) FROM accounts_user") == before


def test_an_e_mail_address_links_nobody(sites):
    sites.say(mallory={"email": "carol@example.org", "email_verified": True})
    assert sites.arrive("mallory").status_code == 403
    assert sites.who() == 302


def test_another_subject_does_not_take_a_linked_account_over(sites):
    assert sites.arrive("dora").status_code == 200
    sites.say(mallet={"preferred_username": "DORA"})
    answer = sites.arrive("mallet")
    assert answer.status_code == 403
    assert "linked to somebody else" in answer.text
    assert sites.who() == 302
    sites.say(dora={"preferred_username": "renamed"})  # the subject counts, not the name
    assert sites.arrive("dora").status_code == 200


@pytest.mark.parametrize("claim", [None, "", 7, ["erin"]])
def test_a_claim_that_is_no_name_links_nobody(claim, sites):
    sites.say(erin={"preferred_username": claim})
    assert sites.arrive("erin").status_code == 403
    assert sites.who() == 302


def test_a_wrong_nonce_is_not_believed(sites):
    sites.say(faye={"nonce": "of another sign-in"})
    answer = sites.arrive("faye")
    assert answer.status_code == 403
    assert "nonce" in answer.text
    assert sites.who() == 302
    sites.say(faye={})
    assert sites.arrive("faye").status_code == 200


@pytest.mark.parametrize("lie", [{"iss": "http://localhost/other"}, {"exp": 1}, {"iss": None}])
def test_a_token_of_another_issuer_or_out_of_date_is_not_believed(lie, sites):
    sites.say(gina=lie)
    answer = sites.arrive("gina")
    assert answer.status_code == 403
    assert "was not believed" in answer.text
    assert sites.who() == 302


@pytest.mark.parametrize(
    "lie", [{"aud": "another-client"}, {"signed": "RS256"}, {"signed": "HS256"}, {"signed": "none"}]
)
def test_a_token_for_somebody_else_or_signed_by_nobody_is_not_believed(lie, sites):
    sites.say(gina={"iss": f"{sites.theirs}/o"} | lie)
    answer = sites.arrive("gina")
    assert answer.status_code == 403
    assert "was not believed" in answer.text
    assert sites.who() == 302


def callback_of(sites, name):
    """The address with which the provider sends somebody back, not visited yet."""
    browser = sites.visitor(name)
    there = browser.get(f"{sites.ours}/sign-in/sso/", allow_redirects=False).headers["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    assert sorted(asked["scope"][0].split()) == ["openid", "profile"]
    back = browser.get(there, allow_redirects=False).headers["Location"]
    assert back.startswith(f"{sites.ours}/sign-in/sso/answer/?")
    return browser, back


def test_a_code_works_once_and_in_the_browser_that_asked_for_it(sites):
    _, back = callback_of(sites, "hana")
    thief = requests.Session()
    assert thief.get(back).status_code == 403
    browser, back = callback_of(sites, "hana")
    assert browser.get(back).status_code == 200
    browser.post(f"{sites.ours}/sign-out/", data={"csrfmiddlewaretoken": "x"})
    assert browser.get(back).status_code == 403


def test_a_wrong_state_and_an_expired_code_start_again(sites):
    browser, back = callback_of(sites, "hana")
    assert browser.get(back.replace("state=", "state=x")).status_code == 403
    browser, back = callback_of(sites, "hana")
    with sqlite3.connect(sites.folder / "provider.sqlite3", timeout=20) as theirs:
        theirs.execute("UPDATE oauth2_provider_grant SET expires = '2000-01-01 00:00:00'")
    answer = browser.get(back)
    assert answer.status_code == 403
    assert browser.get(f"{sites.ours}/me/", allow_redirects=False).status_code == 302


def test_breaking_off_over_there_is_said(sites):
    browser, back = callback_of(sites, "hana")
    state = parse_qs(urlsplit(back).query)["state"][0]
    answer = browser.get(f"{sites.ours}/sign-in/sso/answer/", params={"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "broken off" in answer.text


def test_a_closed_account_stays_closed_and_is_not_linked(sites):
    answer = sites.arrive("closed")
    assert urlsplit(answer.url).path == "/sign-in/closed/"
    assert sites.who() == 302
    assert sites.run(
        "SELECT count(*) FROM accounts_identity i JOIN accounts_user u ON u.id = i.user_id WHERE username = 'closed'"
    ) == [(0,)]


def test_an_account_closed_later_is_out_at_once_and_does_not_come_in_again(sites):
    assert sites.arrive("hana").status_code == 200
    assert sites.who() == 200
    sites.run("UPDATE accounts_user SET is_active = 0 WHERE username = 'hana'")
    assert sites.who() == 302
    assert urlsplit(sites.arrive("hana").url).path == "/sign-in/closed/"
    sites.run("UPDATE accounts_user SET is_active = 1 WHERE username = 'hana'")


def test_a_role_that_is_lost_is_lost_at_the_next_request(sites):
    sites.arrive("carol")
    today = f"{sites.ours}/organizations/901001/today/"
    assert sites.browser.get(today).status_code == 200
    sites.run(
        "UPDATE accounts_roleassignment SET valid_to = '2001-01-01' WHERE user_id = (SELECT id FROM accounts_user WHERE username = 'carol')"
    )
    assert sites.browser.get(today).status_code == 404
    assert sites.who() == 200
    sites.run(
        "UPDATE accounts_roleassignment SET valid_to = '9999-12-31' WHERE user_id = (SELECT id FROM accounts_user WHERE username = 'carol')"
    )


def test_from_county_level_up_ours_is_asked_for_unless_theirs_is_trusted(sites):
    answer = sites.arrive("olga")
    assert urlsplit(answer.url).path == "/account/second-factor/"
    sites.say(otto={"amr": ["pwd", "mfa"]})
    answer = sites.arrive("otto")
    assert urlsplit(answer.url).path == "/organizations/901/"
    sites.say(otto={"amr": ["pwd"], "acr": "1"})
    assert urlsplit(sites.arrive("otto").url).path == "/account/second-factor/"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"XUEZUO_SSO_SECRET": ""}, "XUEZUO_SSO_SECRET must be set too"),
        ({"XUEZUO_SECOND_FACTOR": "of course"}, "it can be demanded or offered"),
    ],
)
def test_a_set_up_by_halves_does_not_start(changed, said, sites):
    line = [sys.executable, "-m", "django", "check"]
    ended = subprocess.run(line, env=sites.environment | changed, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.returncode != 0
    assert said in ended.stderr


def test_a_provider_that_says_it_is_another_is_not_spoken_to(sites):
    port = free_port()
    other = sites.environment | {"XUEZUO_SSO_ISSUER": sites.theirs.replace("localhost", "127.0.0.1") + "/o"}
    line = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload"]
    process = subprocess.Popen(line, env=other, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        answer = requests.get(f"http://127.0.0.1:{port}/sign-in/sso/", allow_redirects=False)
        assert answer.status_code == 502
    finally:
        process.terminate()
        process.wait(10)
