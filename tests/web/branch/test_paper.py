"""Paper works everywhere (AF18): sheets with a code, and a page to type a pile of them in."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from tests.web.branch.test_recording import values
from xuezuo.records.models import Record
from xuezuo.web.branch.sheet_codes import Sheet, code_of, read

BATCH = "/organizations/099001/batch/"
SHEETS = "/organizations/099001/sheets/"


@pytest.fixture
def bob(signed_in: SignedIn) -> Client:
    """The officer right above, who types for both branches."""
    return signed_in("bob")


def typed(client: Client, *rows: dict[str, str]) -> dict[str, Any]:
    """The page as it opens, with these rows typed in."""
    html = client.get(BATCH).content.decode()
    data: dict[str, Any] = {}
    for number, row in enumerate(rows):
        data |= {f"client_id-{number}": values(html, f"client_id-{number}")[0]}
        data |= {f"{name}-{number}": text for name, text in row.items()}
    return data


def row(**changes: str) -> dict[str, str]:
    return {"branch": "松溪", "held_on": "2016-10-18", "kind": "lecture", "attended": "4", "absent": "丁二"} | changes


def test_rows_are_entered_on_behalf_and_say_what_they_settle(bob: Client, place: Place) -> None:
    rows = (row(), row(branch="099001002", attended="1", absent="", texts="章程", summary="学了第一章"))
    answer = bob.post(BATCH, typed(bob, *rows))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "2 rows entered" in html
    assert "要求LECTURE" in html
    first, second = Record.objects.order_by("pk")
    assert (first.organization, first.attended, first.absences.get().member) == (place.branch, 4, place.members[1])
    assert [one.requirement.code for one in first.claims.all()] == ["LECTURE"]
    assert [one.reading.code for one in second.readings.all()] == ["RD01"]
    assert second.summary == "学了第一章"
    page = bob.get(f"/records/{first.pk}/").content.decode()
    assert "Entered on the branch's behalf by" in page


def test_of_members_with_one_name_the_year_is_typed_with_it(bob: Client, place: Place) -> None:
    born = [factories.member(place.branch, "王芳", birth_on=date(year, 5, 1)) for year in (1970, 1988)]
    answer = bob.post(BATCH, typed(bob, row(absent="王芳", attended="6")))
    assert answer.status_code == 422
    assert "王芳1970, 王芳1988" in answer.content.decode()
    bob.post(BATCH, typed(bob, row(absent="王芳1988:病", attended="6")))
    assert [one.member for one in Record.objects.get().absences.all()] == born[1:]


def test_reasons_are_taken_as_people_write_them_and_others_are_told_what_to_write(bob: Client, place: Place) -> None:
    answer = bob.post(BATCH, typed(bob, row(absent="丁二:天气"), row(branch="", attended="3", absent="")))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“天气” is no reason for an absence; write one of:" in html
    assert "The branch is missing" in html
    bob.post(BATCH, typed(bob, row(absent="丁二:病假 丁一：出差", attended="3", texts="章程")))
    assert sorted(Record.objects.get().absences.values_list("reason", flat=True)) == ["duty", "illness"]


@pytest.mark.parametrize("address", [BATCH, "/organizations/099001001/make-ups/"])
def test_after_back_no_tick_or_word_stands_beside_somebody_else(
    bob: Client, signed_in: SignedIn, place: Place, address: str
) -> None:
    """Rows that were done are gone then, and a browser would put what it remembers into the rows that moved up."""
    missed = factories.record(place.branch, date(2016, 10, 18), absent=(place.members[1],))
    assert missed.absences.count() == 1
    html = (bob if address == BATCH else signed_in("carol")).get(address).content.decode()
    assert '<form method="post" autocomplete="off" novalidate>' in html


def test_whoever_shares_a_name_is_never_meant_by_it_alone(bob: Client, place: Place) -> None:
    for year in (1970, None):
        factories.member(place.branch, "王芳", birth_on=year and date(year, 5, 1))
    answer = bob.post(BATCH, typed(bob, row(absent="王芳", attended="6")))
    assert answer.status_code == 422
    assert "王芳1970, 王芳0" in answer.content.decode()


@pytest.mark.parametrize("word", ["1", "１", "0", "1975", "(1)", "（1975年生）", "born 1975", "1:病"])
def test_a_number_alone_names_nobody(bob: Client, place: Place, word: str) -> None:
    """A headcount that strayed into the wrong column."""
    for name, year in (("赵敏", 1980), ("赵敏", 1980), ("李娜", 1975), ("李娜", 1988), ("member 1", 1990)):
        factories.member(place.branch, name, birth_on=date(year, 5, 1))
    answer = bob.post(BATCH, typed(bob, row(absent=word, attended="9")))
    assert answer.status_code == 422
    assert "fits nothing in the list" in answer.content.decode()
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("李娜1975", [0]),
        ("李娜（1975年生）", [0]),
        ("李娜(1975)", [0]),
        ("李娜（1975）:病", [0]),
        ("李娜 (born 1988)", [1]),
        ("李娜 born 1988", [1]),
        ("李娜１９７５年生", [0]),
        ("娜1988", [1]),
        ("赵敏1", [2]),
        ("赵敏（2）", [3]),
        ("赵敏 (2)、李娜 (born 1975)，丁二", [3, 0]),
        ("周杰（1999年入党）", [4]),
        ("周杰 (joined 2001)", [5]),
        ("吴勇 (born 1969)", [6]),
    ],
)
def test_namesakes_are_typed_as_any_page_shows_them(bob: Client, place: Place, words: str, who: list[int]) -> None:
    born, joined = date(1980, 5, 1), {4: date(1999, 7, 1), 5: date(2001, 7, 1)}
    names = ("李娜", "李娜", "赵敏", "赵敏", "周杰", "周杰", "吴勇")
    births = {0: date(1975, 3, 1), 1: date(1988, 3, 1), 6: date(1969, 3, 1)}
    made = [
        factories.member(place.branch, name, birth_on=births.get(at, born), joined_on=joined.get(at))
        for at, name in enumerate(names)
    ]
    attended = str(12 - len(who) - words.count("丁二"))
    answer = bob.post(BATCH, typed(bob, row(absent=words, attended=attended)))
    assert answer.status_code == 200, answer.content.decode()
    absent = {one.member for one in Record.objects.get().absences.all()}
    assert absent - {place.members[1]} == {made[at] for at in who}


@pytest.mark.parametrize(
    "word", ["李娜", "李娜1976", "李1988", "吴勇1970", "丁二（病）", "李娜年生", "李娜1", "丁二1", "李娜0"]
)
def test_what_is_behind_a_name_is_never_guessed(bob: Client, place: Place, word: str) -> None:
    for name, year in (("李娜", 1975), ("李娜", 1988), ("李文", 1988), ("李文", 1990), ("吴勇", 1969)):
        factories.member(place.branch, name, birth_on=date(year, 5, 1))
    assert bob.post(BATCH, typed(bob, row(absent=word, attended="9"))).status_code == 422
    assert not Record.objects.exists()


def test_the_printed_sheet_tells_namesakes_apart_as_they_are_typed(bob: Client, place: Place) -> None:
    for name, year in (("李娜", 1975), ("李娜", None), ("赵敏", 1980), ("赵敏", 1980)):
        factories.member(place.branch, name, birth_on=year and date(year, 5, 1))
    html = bob.get(SHEETS, {"kind": "lecture"}).content.decode()
    there = re.findall(r"<li><span>☐ (.*?)</span>", html)
    apart = {"李娜1975", "李娜0", "赵敏1", "赵敏2"}
    assert apart <= set(there)
    assert "赵敏1" in bob.get(BATCH).content.decode()  # the help says how
    bob.post(BATCH, typed(bob, row(absent=" ".join(sorted(apart)), attended="5")))
    assert Record.objects.get().absences.count() == len(apart)


def test_the_number_of_a_namesake_stays_whoever_leaves(bob: Client, place: Place) -> None:
    made = [factories.member(place.branch, "赵敏", birth_on=date(1980, 5, 1)) for _three in range(3)]
    made[0].memberships.update(valid_to=date(2016, 9, 1))
    assert "☐ 赵敏3" in bob.get(SHEETS).content.decode()
    bob.post(BATCH, typed(bob, row(absent="赵敏3", attended="6")))
    record = Record.objects.get()
    assert record.absences.get().member == made[2]
    for address in (f"/records/{record.pk}/", "/organizations/099001001/members/"):
        assert "赵敏 (3)" in bob.get(address).content.decode()
    assert "赵敏 (1)" in bob.get("/organizations/099001001/members/former/").content.decode()


def test_one_wrong_row_keeps_its_words_and_stops_no_other(bob: Client, place: Place) -> None:
    data = typed(bob, row(absent="丁"), row(branch="竹坪", attended="1", absent=""))
    answer = bob.post(BATCH, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1 row entered, 1 row to look at" in html
    assert "“丁” fits several: 丁一, 丁三, 丁二, 丁五, 丁四" in html
    assert 'href="#absent-0"' in html
    assert values(html, "absent-0") == ["丁"]
    assert values(html, "client_id-0") == [data["client_id-0"]]
    assert Record.objects.get().organization == place.sibling
    again = {name: values(html, name)[0] for name in ("client_id-0", "branch-0", "held_on-0", "attended-0")}
    bob.post(BATCH, again | {"absent-0": "丁二:病", "kind-0": "lecture"})
    assert Record.objects.get(organization=place.branch).absences.get().reason == "illness"


def test_what_a_sheet_of_another_day_says_is_understood(bob: Client, place: Place) -> None:
    """Printed today with two of a name, typed for a day on which one of them was not there yet; and the other way round."""
    made = [
        factories.member(place.branch, "赵敏", birth_on=date(1980, 5, 1), since=since)
        for since in (date(2016, 10, 19), date(2016, 1, 1))
    ]
    assert "☐ 赵敏2" in bob.get(SHEETS).content.decode()
    assert bob.post(BATCH, typed(bob, row(absent="赵敏1", attended="5"))).status_code == 422  # was not there
    for day, words in (("2016-10-18", "赵敏2"), ("2016-10-17", "赵敏1980"), ("2016-10-16", "赵敏")):
        assert bob.post(BATCH, typed(bob, row(held_on=day, absent=words, attended="5"))).status_code == 200, words
    assert {one.member for record in Record.objects.all() for one in record.absences.all()} == {made[1]}


def test_only_the_wrong_field_of_a_row_is_marked_and_says_why(bob: Client, place: Place) -> None:
    html = bob.post(BATCH, typed(bob, row(attended="four"))).content.decode()
    marked = re.findall(r'<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>', html)
    assert len(marked) == 1
    assert 'name="attended-0"' in marked[0]
    assert 'aria-describedby="error-0"' in marked[0]
    error = re.search(r'id="error-0">(.*?)</p>', html)
    assert error
    assert error[1].startswith("<strong>Headcount present</strong>: four is no headcount")


def test_a_row_that_is_wrong_as_a_whole_blames_no_field(bob: Client, place: Place) -> None:
    bob.post(BATCH, typed(bob, row()))
    html = bob.post(BATCH, typed(bob, row())).content.decode()
    assert "aria-invalid" not in html
    assert 'href="#row-0"' in html
    assert re.search(r'id="error-0">There is a record', html)


def test_the_page_sent_twice_enters_once(bob: Client, place: Place) -> None:
    data = typed(bob, row())
    first, second = bob.post(BATCH, data), bob.post(BATCH, data)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "1 row entered" in second.content.decode()
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told", "where"),
    [
        ({"branch": "梅岭"}, "“梅岭” fits nothing in the list", "branch"),
        ({"branch": "村党支部"}, "“村党支部” fits several: 松溪村党支部, 竹坪村党支部", "branch"),
        ({"held_on": ""}, "The day is missing", "held_on"),
        ({"held_on": "10.18."}, "10.18. is no day", "held_on"),
        ({"held_on": "2016-10-21"}, "has not come yet", "held_on"),
        ({"attended": "four"}, "four is no headcount", "attended"),
        ({"attended": "3"}, "leave 1 of the 5 on the roster", "attended"),
        ({"attended": ""}, "The headcount is missing", "attended"),
        ({"absent": "丁二:病假条"}, "“病假条” is no reason", "absent"),
        ({"texts": "无此篇"}, "“无此篇” fits nothing", "texts"),
        ({"kind": ""}, "No kind of meeting is chosen", "kind"),
    ],
)
def test_what_cannot_be_is_said_in_its_row(
    bob: Client, place: Place, changes: dict[str, str], told: str, where: str
) -> None:
    html = bob.post(BATCH, typed(bob, row(**changes))).content.decode()
    assert told in html
    assert f'href="#{where}-0"' in html
    assert not Record.objects.exists()


def test_a_headcount_in_the_wide_digits_of_a_chinese_keyboard_is_read(bob: Client, place: Place) -> None:
    assert bob.post(BATCH, typed(bob, row(attended="４"))).status_code == 200
    assert Record.objects.get().attended == 4


def test_what_is_there_already_is_not_typed_twice(bob: Client, place: Place) -> None:
    bob.post(BATCH, typed(bob, row()))
    html = bob.post(BATCH, typed(bob, row())).content.decode()
    assert "There is a record of this kind on 2016-10-18 already" in html
    assert Record.objects.count() == 1


def test_fifty_rows_a_page_and_none_for_branches_out_of_sight(bob: Client, signed_in: SignedIn, place: Place) -> None:
    html = bob.get(BATCH).content.decode()
    assert len(re.findall(r'name="branch-\d+"', html)) == 50
    assert [name in html for name in ("松溪村党支部", "竹坪村党支部", "丁一")] == [True, True, False]
    alice = signed_in("alice")
    assert "No branch stands right below" in alice.get("/organizations/099/batch/").content.decode()
    assert alice.get("/organizations/099001001/batch/").status_code == 404
    assert alice.get(SHEETS.replace("099001", "099001001")).status_code == 404


def test_a_stack_has_a_sheet_with_names_for_each_branch(bob: Client, place: Place) -> None:
    html = bob.get(SHEETS, {"kind": "lecture", "requirement": place.requirements["TALK"].pk}).content.decode()
    assert html.count('<article class="xz-sheet"') == 2
    songxi = html.split("<article")[1]
    assert [name for name in ("丁一", "丁五", "章程", "☑ lecture", "of 5", "戊一") if name not in songxi] == ["戊一"]
    codes = re.findall(r"<p>([0-9A-Z]+-[0-9A-Z]+-[0-9A-Z]+-[0-9A-Z]{4})</p>", html)
    assert [read(code) for code in codes] == [
        Sheet(branch.pk, "lecture", place.requirements["TALK"].pk) for branch in (place.branch, place.sibling)
    ]


def test_a_stack_of_many_asks_no_more_queries(bob: Client, place: Place, django_assert_max_num_queries: Any) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            assert bob.get(SHEETS).status_code == 200
        return len(counted)

    queries()
    two = queries()
    for number in range(3, 6):
        factories.member(factories.organization(f"09900100{number}", place.township))
    assert queries() == two


def test_the_code_leads_to_the_right_form_whoever_may_write(bob: Client, signed_in: SignedIn, place: Place) -> None:
    code = code_of(Sheet(place.branch.pk, "lecture", place.requirements["LECTURE"].pk))
    answer = bob.get(f"/sheets/{code.lower()}/")
    assert answer["Location"].startswith("/organizations/099001001/records/new/?kind=lecture")
    html = bob.get(answer["Location"]).content.decode()
    assert values(html, "kinds", ticked=True) == ["lecture"]
    assert values(html, "claims", ticked=True) == [str(place.requirements["LECTURE"].pk)]
    assert signed_in("alice").get(f"/sheets/{code}/").status_code == 404
    misread = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert bob.get(f"/sheets/{misread}/").status_code == 404
    stranger = Client().get(f"/sheets/{code}/")
    assert (stranger.status_code, "sign-in" in stranger["Location"]) == (302, True)


def test_a_code_holds_no_words_and_survives_hands(place: Place) -> None:
    for sheet in (Sheet(1), Sheet(99_000, "home_delivery", 123_456), Sheet(7, "general")):
        code = code_of(sheet)
        assert re.fullmatch(r"[0-9A-Z]+(-[0-9A-Z]+){3}", code)
        assert read(f" {code.lower().replace('0', 'o').replace('1', 'l')} ") == sheet
    for wrong in ("", "-", "1-2-3", "1-2-3-4567", "X" * 500, "1-1-1-1-ABCD", "章程"):
        assert read(wrong) is None


def test_the_code_typed_in_a_row_brings_branch_kind_and_texts(bob: Client, place: Place) -> None:
    code = code_of(Sheet(place.branch.pk, "topic_discussion", place.requirements["TALK"].pk))
    bob.post(BATCH, typed(bob, row(branch=code, kind="")))
    record = Record.objects.get()
    assert [kind.kind for kind in record.kinds.all()] == ["topic_discussion"]
    assert [one.reading.code for one in record.readings.all()] == ["RD01"]
    assert [one.requirement.code for one in record.claims.all()] == ["TALK"]
