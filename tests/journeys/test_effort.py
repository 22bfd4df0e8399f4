"""What recording costs, counted in a browser: a tap is one touch on a control, from the signed-in home page to the
confirmation; a character is one typed. Run with `-s` to see the figures.
"""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browsing import Axe, Browse
from tests.journeys.conftest import Effort, fits
from tests.records.conftest import Place
from xuezuo.accounts.models import User
from xuezuo.records.models import Record
from xuezuo.web.branch.sheet_codes import Sheet, code_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_TAPS, MOST_CHARACTERS = 13, 20
AIM = 7, 0

RECORD = re.compile(r"/records/\d+/$")
SAVE = "main form.xz-meeting button.btn-primary"


@pytest.fixture
def thirteen(small_place: Place) -> Place:
    small_place.members += [factories.member(small_place.branch, f"欧阳{number}") for number in "一二三四五六七八"]
    assert len(small_place.members) == 13
    return small_place


def absent(page: Page, name: str) -> None:
    page.locator("#id_absent label", has_text=name).tap()


def one_absent(page: Page) -> None:
    absent(page, "丁二")


def all_came(page: Page) -> None:
    page.locator("button[data-all]").tap()


def one_absent_with_a_reason(page: Page) -> None:
    absent(page, "丁二")
    page.locator("#id_absent select:visible").tap()
    page.locator("#id_absent select:visible").select_option("illness")


def one_absent_on_another_day(page: Page) -> None:
    """Entered late: yesterday's meeting. Choosing in the phone's calendar is a touch that no page can see."""
    page.locator("[name=held_on]").tap()
    page.locator("[name=held_on]").fill("2016-10-19")
    absent(page, "丁二")


def as_last_time(page: Page) -> None:
    page.locator("main a[href^='?like=']").tap()
    absent(page, "丁二")


def typed(page: Page) -> None:
    page.locator("[name=attended]").tap()
    page.keyboard.type("12")
    absent(page, "丁二")


WAYS: list[tuple[Callable[[Page], None], int, tuple[int, int]]] = [
    (one_absent, 12, (1 + 1 + 1, 0)),
    (all_came, 13, (1 + 1 + 1, 0)),
    # choosing in the phone's own list of reasons is one touch more, which no page can see
    (one_absent_with_a_reason, 12, (1 + 2 + 1, 0)),
    (one_absent_on_another_day, 12, (1 + 2 + 1, 0)),
    (as_last_time, 12, (1 + 1 + 1 + 1, 0)),
    (typed, 12, (1 + 2 + 1, len("12"))),
]


def test_what_a_meeting_of_thirteen_costs(thirteen: Place, browse: Browse, axe: Axe, count_effort: Effort) -> None:
    factories.record(thirteen.branch, date(2016, 9, 18), kinds=("theme_day",))
    page = browse(User.objects.get(username="carol"))
    page.goto("/")
    effort = count_effort(page)
    for entering, present, expected in WAYS:
        page.goto("/")
        page.evaluate("sessionStorage.clear()")
        page.locator("main a.btn-primary").tap()
        page.wait_for_url("**/records/new/")
        entering(page)
        expect(page.locator(SAVE)).to_have_text(f"保存：应到13人，实到{present}人")
        if entering is one_absent:
            assert axe(page) == []
            assert fits(page)
        page.locator(SAVE).tap()
        page.wait_for_url(RECORD)
        taps, characters = effort()
        print(f"{entering.__name__}: {taps} taps, {characters} characters")  # noqa: T201 - the figures are the point
        assert (taps, characters) == expected
        assert taps <= MOST_TAPS
        assert characters <= MOST_CHARACTERS
        record = Record.objects.get(held_on__gt=date(2016, 9, 30))
        assert (record.expected, record.attended, record.absences.count()) == (13, present, 13 - present)
        if entering is one_absent:
            assert (taps <= AIM[0], characters <= AIM[1]) == (True, True)
        record.delete()


def test_the_number_follows_the_names_and_never_overrules_the_recorder(thirteen: Place, browse: Browse) -> None:
    page = browse(User.objects.get(username="carol"))
    page.goto("/organizations/099001001/records/new/")
    number = page.locator("[name=attended]")
    expect(number).to_have_value("")
    expect(page.locator(SAVE)).to_have_text("保存")
    absent(page, "丁二")
    expect(number).to_have_value("12")
    absent(page, "丁二")  # a slip of the finger is not a statement that everybody came
    expect(number).to_have_value("")
    number.fill("11")
    absent(page, "丁二")
    expect(number).to_have_value("11")
    expect(page.locator("[data-hint]")).to_have_text("还没有点名的：1人")
    absent(page, "丁三")
    expect(page.locator("[data-hint]")).to_have_text("")
    absent(page, "丁四")
    expect(number).to_have_value("10")
    page.locator("button[data-step='1']").tap()
    expect(page.locator("[data-hint]")).to_have_text("比花名册多：1人")
    all_came(page)
    expect(page.locator("[name=absent]:checked")).to_have_count(0)
    expect(number).to_have_value("13")


LISTENER = """
window.SpeechRecognition = window.webkitSpeechRecognition = class extends EventTarget {
  start() { window.heard = (window.heard || 0) + 1; setTimeout(() => {
    const result = Object.assign([{transcript: "学了章程第一章"}], {isFinal: true});
    this.dispatchEvent(Object.assign(new Event("result"), {resultIndex: 0, results: [result]}));
  }); }
  stop() { this.dispatchEvent(new Event("end")); }
};
"""


def test_dictation_listens_only_when_tapped_and_writes_into_the_box(thirteen: Place, browse: Browse, axe: Axe) -> None:
    """The browser's own recogniser is stood in for: a test machine has no microphone and no such service."""
    page = browse(User.objects.get(username="carol"))
    page.add_init_script(LISTENER)
    answer = page.goto("/organizations/099001001/records/new/")
    assert answer is not None
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    page.locator("summary", has_text="会议摘要").tap()
    place = page.locator("[data-dictation]")
    assert "浏览器" in place.inner_text()
    assert page.evaluate("window.heard") is None
    page.locator("[name=summary]").fill("先讲了工作。")
    place.locator("button").tap()
    expect(page.locator("[name=summary]")).to_have_value("先讲了工作。学了章程第一章")
    expect(place.locator("button")).to_have_attribute("aria-pressed", "true")
    assert axe(page) == []
    place.locator("button").tap()
    expect(place.locator("button")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.heard") == 1


def test_where_the_browser_cannot_listen_nothing_is_offered(thirteen: Place, browse: Browse) -> None:
    page = browse(User.objects.get(username="carol"))
    page.add_init_script("delete window.webkitSpeechRecognition; delete window.SpeechRecognition")
    page.goto("/organizations/099001001/records/new/")
    page.locator("summary", has_text="会议摘要").tap()
    expect(page.locator("[name=summary]")).to_be_visible()
    expect(page.locator("[data-dictation]")).to_be_hidden()


def test_what_a_row_typed_from_paper_costs(thirteen: Place, browse: Browse, axe: Axe, count_effort: Effort) -> None:
    """Keyboard alone, from the first field to the answer: code of the sheet, headcount, part of one name."""
    page = browse(User.objects.get(username="bob"), width=1280)
    page.goto("/organizations/099001/batch/")
    assert axe(page) == []
    code = code_of(Sheet(thirteen.branch.pk, "lecture"))
    effort = count_effort(page)
    page.locator("#branch-0").focus()
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.locator("#held_on-0").fill("2016-10-18")  # eight figures, which each language orders its own way
    page.locator("#kind-0").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("丁二")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xz-message-success")
    taps, keys = effort()
    print(f"a row: {taps} taps, {keys + len('20161018') + len('丁二') + 1} keys")  # noqa: T201
    assert (taps, keys) == (0, len(code) + len("Tab Tab 1 2 Tab Enter".split()))
    assert axe(page) == []
    record = Record.objects.get()
    assert (record.organization, record.attended, record.absences.get().member) == (
        thirteen.branch,
        12,
        thirteen.members[1],
    )
    assert page.locator("#held_on-0").input_value() == "2016-10-18"  # the pile is of one evening
