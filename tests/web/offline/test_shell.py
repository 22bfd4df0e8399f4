"""What every phone may keep: the same for everybody, in both languages, and changed whenever a file of it changes."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories
from xuezuo.accounts.models import SignIn, User
from xuezuo.organizations.models import Organization
from xuezuo.web.offline import pages

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
GOES = '"cache", "storage"'


@pytest.fixture
def branch() -> Organization:
    return factories.organization("901001", factories.organization("901", kind="committee"), name="柳溪村党支部")


@pytest.fixture
def carol(branch: Organization) -> User:
    factories.member(branch, "丁一")
    return factories.user("secretary", branch, username="carol", display_name="卡罗尔")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_kept_page_is_nobody_s(carol: User, language: str) -> None:
    address = f"/offline/?language={language}"

    hers, stranger_s = signed_in(carol).get(address), Client().get(address)

    assert hers.content == stranger_s.content
    for word in ("卡罗尔", "柳溪村", "丁一", "csrf"):
        assert word not in hers.content.decode()
    assert hers["Cache-Control"] == "no-cache"
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in hers.content.decode()


def test_the_kept_form_has_the_fields_of_the_server_s(carol: User) -> None:
    factories.goal(Organization.objects.get(code="901001"))

    def names(page: bytes) -> set[str]:
        form = page.decode().split('class="xz-meeting"')[1].split("</form>")[0]
        return {re.sub(r"reason-\d+", "reason-n", name) for name in re.findall(r'name="([a-z_0-9-]+)"', form)}

    kept = names(Client().get("/offline/?language=en").content)
    online = names(signed_in(carol).get("/organizations/901001/records/new/").content)

    assert {"problem-0-text", "in_favour"} <= kept
    assert online - {"csrfmiddlewaretoken", "offered", "claims"} == kept - {"readings", "reason", "guest_members"}


def test_the_worker_stands_at_the_root_and_names_its_files(client: Client) -> None:
    answer = client.get("/sw.js")

    text = answer.content.decode()
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/")
    assert answer["Content-Type"].startswith("text/javascript")
    shell = json.loads(text.splitlines()[2].removeprefix("const SHELL = ").removesuffix(";"))
    for address in shell:
        kept = client.get(address)
        assert kept.status_code == 200, address
        if kept.streaming:
            list(kept.streaming_content)
    assert not [address for address in shell if "organizations" in address]


def test_a_changed_file_is_a_new_worker(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    pages._worker.cache_clear()
    before = pages._worker().splitlines()[0]
    sheet = tmp_path / "xuezuo.css"
    sheet.write_text("p {}")
    real = pages._path
    monkeypatch.setattr(pages, "_path", lambda name: sheet if name == "css/xuezuo.css" else real(name))
    pages._worker.cache_clear()

    assert pages._worker().splitlines()[0] != before
    pages._worker.cache_clear()


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "学做"), ("en", "xuezuo")])
def test_the_site_can_be_put_on_the_first_screen(client: Client, language: str, name: str) -> None:
    answer = client.get(f"/manifest.webmanifest?language={language}")

    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["start_url"], told["display"]) == (name, "/", "standalone")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    assert {"any", "maskable"} == {icon["purpose"] for icon in told["icons"]}


def test_the_policy_lets_in_our_own_worker_and_manifest_only(client: Client) -> None:
    policy = client.get("/offline/")["Content-Security-Policy"]

    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_session_that_ran_out_leaves_what_waits_on_the_phone(carol: User) -> None:
    client = signed_in(carol)
    client.get("/me/")
    SignIn.objects.update(seen_at=timezone.now() - settings.SESSION_IDLE - timedelta(minutes=1))

    assert client.get("/me/")["Clear-Site-Data"] == '"cache"'


def test_a_session_ended_from_elsewhere_takes_it_along(carol: User) -> None:
    client = signed_in(carol)
    client.get("/me/")
    SignIn.objects.all().delete()

    assert client.get("/api/v1/outbox")["Clear-Site-Data"] == GOES


def test_a_closed_account_takes_it_along(carol: User) -> None:
    client = signed_in(carol)
    client.get("/me/")
    User.objects.update(is_active=False)

    assert client.get("/api/v1/outbox")["Clear-Site-Data"] == GOES


def test_no_switch_where_phones_may_keep_nothing(carol: User, settings) -> None:
    client = signed_in(carol)
    assert b"data-keep" in client.get("/organizations/901001/today/").content

    settings.OFFLINE_DAYS = 0
    assert b"data-keep" not in client.get("/organizations/901001/today/").content
