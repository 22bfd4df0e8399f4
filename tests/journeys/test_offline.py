"""Carol's phone in a village without signal: she records, closes the browser, comes back, and everything arrives once."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browsing import Axe, Browse
from tests.journeys.conftest import fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment
from xuezuo.records import actions, queries
from xuezuo.records.models import Record

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BRANCH = "/organizations/099001001"
KEPT = """async () => {
  const found = {caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length, rows: 0};
  for (const {name} of await indexedDB.databases()) {
    const db = await new Promise((good, bad) => { const asked = indexedDB.open(name); asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
    for (const store of db.objectStoreNames)
      found.rows += await new Promise((good) => { db.transaction(store).objectStore(store).count().onsuccess = (event) => good(event.target.result); });
    db.close();
  }
  return found;
}"""
WAITS = """kept.add({client_id: crypto.randomUUID(), organization: "099001001", kind: "enter", another: [], madeAt: "2016-10-20T08:00:00",
  body: {held_on: "2016-10-18", kinds: ["general"], attended: 14, absent: [], readings: [], claims: []},
  label: {held_on: "2016-10-18", kinds: ["general"], subject: ""}})"""
NOTHING = {"caches": [], "workers": 0, "rows": 0}


def until_empty(phone: Page) -> None:
    """Waits up to ten seconds; `wait_for_function` takes a promise for a yes and cannot ask what is kept."""
    for _ in range(50):
        if phone.evaluate(KEPT) == NOTHING:
            break
        phone.wait_for_timeout(200)
    assert phone.evaluate(KEPT) == NOTHING


@pytest.fixture
def phone(place: Place, browse: Browse) -> Iterator[Page]:
    """Carol's phone, which keeps the branch."""
    page = browse(User.objects.get(username="carol"))
    page.goto(f"{BRANCH}/today/")
    page.locator("[data-keep] [data-off] button").tap()
    expect(page.locator("[data-keep] [data-on]")).to_be_visible()
    return page


def goto(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1")


def test_the_offer_to_keep_a_branch_is_not_printed(place: Place, browse: Browse) -> None:
    page = browse(User.objects.get(username="carol"), width=1280)
    page.goto(f"{BRANCH}/today/")
    expect(page.locator("[data-keep]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-keep]")).to_be_hidden()
    expect(page.locator("#due-now")).to_be_visible()


def record(page: Page, attended: str, subject: str = "") -> None:
    page.locator("[name=attended]").fill(attended)
    if subject:
        page.locator("[name=subject]").fill(subject)
    page.locator("form.xz-meeting button.btn-primary").tap()


def test_a_meeting_recorded_without_signal_arrives_exactly_once(place: Place, phone: Page, axe: Axe) -> None:
    context = phone.context
    context.set_offline(True)
    goto(phone, f"{BRANCH}/today/")
    assert "没有网络" in phone.locator(".xz-note").first.inner_text()
    assert "要求TALK" in phone.locator("#kept").inner_text()
    assert axe(phone) == []
    assert fits(phone)
    phone.locator("#kept a.btn-primary").tap()
    phone.wait_for_url("**/records/new/")
    assert axe(phone) == []
    assert fits(phone)
    record(phone, "13")
    assert "不是14" in phone.locator(".xz-errors").inner_text()
    phone.locator("#id_absent label", has_text="丁二").tap()
    phone.locator("#voiced-problems > summary").tap()
    phone.locator("[name=problem-0-text]").fill("路灯不亮")
    phone.locator("#voiced-taken > summary").tap()
    phone.locator("[name=taken-0-text]").fill("看护老人")
    phone.locator("[name=taken-0-member]").select_option(label="丁一")
    record(phone, "13", "夜校")
    assert "期限" in phone.locator(".xz-errors").inner_text()
    phone.locator("[name=taken-0-due_on]").fill("2016-12-31")
    assert fits(phone)
    record(phone, "13", "夜校")
    phone.wait_for_url("**/outbox/")
    assert "夜校" in phone.locator("[aria-labelledby=waits]").inner_text()
    assert axe(phone) == []
    assert fits(phone)
    phone.close()
    assert not Record.objects.exists()

    again = context.new_page()
    goto(again, f"{BRANCH}/today/")
    assert "要求TALK" not in again.locator("[aria-labelledby=now]").inner_text()
    context.set_offline(False)
    goto(again, "/outbox/")
    expect(again.locator("[aria-labelledby=taken]")).to_contain_text("夜校")
    goto(again, "/outbox/")
    goto(again, f"{BRANCH}/today/")

    entered = Record.objects.get()
    assert (entered.subject, entered.attended) == ("夜校", 13)
    assert [absence.member.name for absence in entered.absences.all()] == ["丁二"]
    assert entered.claims.count() == 2
    assert Case.objects.get(record=entered).title == "路灯不亮"
    made = Commitment.objects.get(record=entered)
    assert (made.what, made.member.name, made.due_on, made.goal) == ("看护老人", "丁一", date(2016, 12, 31), None)


def test_another_person_s_change_is_shown_side_by_side(place: Place, phone: Page, axe: Axe) -> None:
    held = actions.enter(**place.entry(attended=14, subject="原来的"))
    goto(phone, f"{BRANCH}/today/")
    phone.evaluate("kept.setPack('099001001', {at: 0}).then(() => sending.send())")
    phone.context.set_offline(True)
    goto(phone, f"{BRANCH}/today/")
    phone.locator("[aria-labelledby=last] a", has_text="更正").tap()
    phone.locator("[name=subject]").fill("手机上改的")
    phone.locator("[name=reason]").fill("写错了")
    phone.locator("form.xz-meeting button.btn-primary").tap()
    phone.wait_for_url("**/outbox/")
    actions.correct(by=place.bob, record=held, reason="镇里改", subject="镇里改的")

    phone.context.set_offline(False)
    goto(phone, "/outbox/")
    both = phone.locator("[aria-labelledby=needs]")
    expect(both).to_contain_text("手机上改的")
    assert "镇里改的" in both.inner_text()
    assert axe(phone) == []
    assert fits(phone)
    held.refresh_from_db()
    assert held.subject == "镇里改的"
    both.get_by_role("button", name="以我的为准").tap()
    phone.locator("button.btn-primary").tap()
    expect(phone.locator("[aria-labelledby=taken]")).to_be_visible()
    held.refresh_from_db()
    assert held.subject == "手机上改的"


def test_signing_out_leaves_nothing_behind(place: Place, phone: Page) -> None:
    assert phone.evaluate(KEPT)["rows"] == 2
    phone.locator(".xz-menu > summary").first.tap()
    phone.locator('form[action$="/sign-out/"] button').tap()
    phone.wait_for_url("**/sign-in/")

    assert phone.evaluate(KEPT) == NOTHING


def test_a_lost_role_takes_the_branch_off_the_phone(place: Place, phone: Page) -> None:
    phone.context.set_offline(True)
    goto(phone, f"{BRANCH}/records/new/")
    record(phone, "14")
    phone.wait_for_url("**/outbox/")
    User.objects.get(username="carol").assignments.update(valid_to=date(2016, 10, 1))
    phone.context.set_offline(False)

    goto(phone, "/outbox/")
    expect(phone.locator("#kept")).to_contain_text("没有待发送")
    until_empty(phone)
    assert not Record.objects.exists()


def test_what_is_said_after_the_wipe_leaves_no_mark(place: Place, phone: Page) -> None:
    """A page that looked before the worker let go writes nothing after it."""
    assert phone.evaluate("kept.wipe().then(() => kept.say({language: 'en'}))") is None

    assert phone.evaluate(KEPT) == NOTHING
    assert phone.evaluate("localStorage.getItem('xz-kept')") is None


def test_a_worker_enlisted_after_the_wipe_does_not_stay(place: Place, phone: Page) -> None:
    """The browser has dropped the worker; another tab lets go of everything just before this page enlists it anew."""
    phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.unregister())")
    phone.add_init_script("""Object.defineProperty(self, "kept", {set(made) {
      const said = made.say;
      made.say = async (news) => { const answer = await said(news); await made.wipe(); self.wiped = true; return answer; };
      Object.defineProperty(self, "kept", {value: made});
    }, configurable: true})""")
    phone.add_init_script("""const enlisted = navigator.serviceWorker.register.bind(navigator.serviceWorker);
      navigator.serviceWorker.register = (...said) => enlisted(...said).finally(() => { self.enlisted = true; })""")

    goto(phone, f"{BRANCH}/today/")
    phone.wait_for_function("() => self.wiped && self.enlisted")
    until_empty(phone)


@pytest.mark.parametrize("address", [f"{BRANCH}/today/", "/"])
def test_a_lost_role_is_noticed_on_the_first_page_that_is_shut(place: Place, phone: Page, address: str) -> None:
    User.objects.get(username="carol").assignments.update(valid_to=date(2016, 10, 1))

    goto(phone, address)
    expect(phone.locator("[data-gone]")).to_be_visible()
    assert phone.evaluate(KEPT) == NOTHING


def test_what_the_worker_let_go_is_said_on_the_next_page(place: Place, phone: Page) -> None:
    phone.evaluate("localStorage.setItem('mark', localStorage.getItem('xz-kept'))")
    phone.evaluate("kept.wipe().then(() => localStorage.setItem('xz-kept', localStorage.getItem('mark')))")

    goto(phone, "/outbox/")
    expect(phone.locator("[data-gone]")).to_be_visible()
    goto(phone, "/outbox/")
    expect(phone.locator("#kept")).to_contain_text("没有待发送")
    expect(phone.locator("[data-gone]")).to_be_hidden()


def test_signing_out_without_a_network_asks_before_anything_is_lost(place: Place, phone: Page) -> None:
    phone.context.set_offline(True)
    goto(phone, f"{BRANCH}/records/new/")
    phone.context.set_offline(False)
    goto(phone, "/me/")
    phone.context.set_offline(True)
    phone.evaluate(WAITS)
    asked: list[str] = []
    phone.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    phone.locator(".xz-menu > summary").first.tap()
    phone.locator('form[action$="/sign-out/"] button').tap()

    phone.wait_for_timeout(500)
    assert [message for message in asked if "1" in message], asked
    assert phone.evaluate("kept.entries().then((all) => all.length)") == 1


def test_two_tabs_that_send_at_once_send_once(place: Place, phone: Page) -> None:
    """Also in a browser that knows no locks."""
    other = phone.context.new_page()
    for page in (phone, other):
        goto(page, "/outbox/")
        page.evaluate("Object.defineProperty(navigator, 'locks', {value: undefined})")
    phone.evaluate(WAITS)
    for page in (phone, other):
        page.evaluate("window.sent = sending.send().catch(String); 1")

    assert [page.evaluate("window.sent") for page in (phone, other)] == ["done", "done"]
    assert phone.evaluate("kept.entries().then((all) => all.map((one) => one.state))") == ["done"]
    assert Record.objects.count() == 1


def test_a_page_sent_as_the_network_drops_opens_again_with_its_number(place: Place, phone: Page) -> None:
    goto(phone, f"{BRANCH}/records/new/")
    number = phone.locator("[name=client_id]").input_value()
    phone.locator("[name=attended]").fill("14")
    phone.locator("[name=subject]").fill("断了")
    phone.locator("#voiced-problems > summary").tap()
    phone.locator("[name=problem-0-text]").fill("路灯不亮")
    phone.context.set_offline(True)
    phone.locator("form.xz-meeting button.btn-primary").tap()

    expect(phone.locator("#kept [name=subject]")).to_have_value("断了")
    assert phone.locator("#kept [name=client_id]").input_value() == number
    phone.locator("form.xz-meeting button.btn-primary").tap()
    phone.wait_for_url("**/outbox/")
    phone.context.set_offline(False)
    goto(phone, "/outbox/")
    expect(phone.locator("[aria-labelledby=taken]")).to_contain_text("断了")
    assert str(Record.objects.get().client_id) == number
    assert Case.objects.get().title == "路灯不亮"


def test_somebody_else_who_signs_in_finds_nothing(place: Place, phone: Page, browse: Browse) -> None:
    other = browse(User.objects.get(username="bob"))
    cookies = other.context.cookies()
    phone.context.clear_cookies()
    phone.context.add_cookies(cookies)
    goto(phone, "/me/")
    phone.wait_for_function("!kept.isKept()")

    assert phone.evaluate(KEPT) == NOTHING


def test_a_half_typed_form_outlives_the_browser_and_the_session(place: Place, phone: Page) -> None:
    goto(phone, f"{BRANCH}/records/new/")
    phone.locator("[name=subject]").fill("写到一半")
    phone.wait_for_timeout(700)
    phone.context.clear_cookies(name="sessionid")
    phone.locator("[name=attended]").fill("14")
    phone.locator("form.xz-meeting button.btn-primary").tap()
    phone.wait_for_url(re.compile("/sign-in/"))
    phone.fill("[name=login]", "carol")
    phone.fill("[name=password]", "correct horse")
    phone.locator("main form button[type=submit]").first.tap()
    phone.wait_for_url("**/records/new/")

    expect(phone.locator("[data-draft]")).to_be_visible()
    assert phone.locator("[name=subject]").input_value() == "写到一半"
    phone.locator("[name=place]").fill("村部")  # typed just before it is sent: must not be kept as a draft again
    phone.locator("form.xz-meeting button.btn-primary").tap()
    phone.wait_for_url(re.compile(r"/records/\d+/$"))
    assert Record.objects.get().subject == "写到一半"
    goto(phone, f"{BRANCH}/records/new/")
    assert phone.locator("[name=subject]").input_value() != "写到一半"
    expect(phone.locator("[data-draft]")).to_be_hidden()


def test_the_phone_proposes_what_the_server_proposes(place: Place, phone: Page) -> None:
    goto(phone, f"{BRANCH}/today/")
    factories.record(place.branch, date(2016, 9, 1), readings=(place.readings["RD01"],))
    phone.evaluate("kept.setPack('099001001', {at: 0}).then(() => sending.send())")
    kinds = (["general"], ["lecture"], ["topic_discussion", "general"], [])
    days = ("2016-03-01", "2016-08-31", "2016-09-01", "2016-10-18", "2016-11-02")
    readings = [[], [place.readings["RD01"].pk], [one.pk for one in place.readings.values()]]
    asked = list(product(days, kinds, readings))
    script = """async ([code, asked]) => { const {pack} = await kept.pack(code);
      return asked.map(([heldOn, kinds, readings]) => matching.proposals(pack, [], {heldOn, kinds, readings}).map(one => one.id)); }"""
    goto(phone, "/outbox/")
    found: list[Any] = phone.evaluate(script, ["099001001", asked])

    for (day, kind, texts), told in zip(asked, found, strict=True):
        matching = queries.matching_requirements(
            place.carol, place.branch.pk, held_on=date.fromisoformat(day), kinds=kind, readings=texts
        )
        assert told == [one.pk for one in matching], (day, kind, texts)
