"""The one form: opened filled in, saved at once, and nothing typed is lost when something is refused."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY as TODAY_DAY
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.records.models import Record

NEW = "/organizations/099001001/records/new/"
TODAY = "/organizations/099001001/today/"


def values(html: str, name: str, *, ticked: bool = False) -> list[str]:
    """What the inputs of a name hold; with `ticked` only the checked ones."""
    found = []
    for tag in re.findall(rf'<input[^>]*name="{name}"[^>]*>', html):
        if not ticked or " checked" in tag:
            found += re.findall(r'value="([^"]*)"', tag)
    return found


def as_opened(client: Client, **changes: Any) -> dict[str, Any]:
    """The form as it opens, with what a person would type."""
    html = client.get(NEW).content.decode()
    names = ("client_id", "held_on", "subject", "place", "offered")
    data = {name: values(html, name) for name in names}
    data |= {name: values(html, name, ticked=True) for name in ("kinds", "readings", "claims", "absent")}
    return data | changes


def test_it_opens_filled_in_for_what_one_meeting_clears(carol: Client, place: Place) -> None:
    factories.record(place.branch, place.campaign.starts_on, place="村部会议室")
    data = as_opened(carol)
    assert data["held_on"] == ["2016-10-20"]
    assert data["kinds"] == ["lecture", "topic_discussion"]
    assert data["readings"] == [str(place.readings["RD01"].pk)]
    assert data["subject"] == ["要求TALK"]
    assert data["place"] == ["村部会议室"]
    assert data["claims"] == data["offered"] == [str(place.requirements[code].pk) for code in ("TALK", "LECTURE")]


def test_headcount_alone_saves_and_settles(carol: Client, place: Place) -> None:
    answer = carol.post(NEW, as_opened(carol, attended="5"))
    record = Record.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/records/{record.pk}/"
    page = carol.get(answer["Location"]).content.decode()
    assert "It settles 2 requirements." in page
    assert "要求TALK" in page
    today = carol.get(TODAY).content.decode()
    assert "Nothing else is due within a month." in today


def test_what_was_unticked_is_not_claimed(carol: Client, place: Place) -> None:
    carol.post(NEW, as_opened(carol, attended="5", claims=[str(place.requirements["TALK"].pk)]))
    assert [claim.requirement.code for claim in Record.objects.get().claims.all()] == ["TALK"]


def test_without_script_new_proposals_are_shown_before_saving(carol: Client, place: Place) -> None:
    data = as_opened(carol, attended="5", kinds=["lecture"], readings=[])
    answer = carol.post(NEW, data)
    html = answer.content.decode()
    assert not Record.objects.exists()
    assert "Nothing is saved yet" in html
    lecture = [str(place.requirements["LECTURE"].pk)]
    assert values(html, "offered") == values(html, "claims", ticked=True) == lecture
    carol.post(NEW, data | {"offered": lecture, "claims": lecture})
    assert [claim.requirement.code for claim in Record.objects.get().claims.all()] == ["LECTURE"]


def test_a_headcount_that_does_not_add_up_keeps_everything_typed(carol: Client, place: Place) -> None:
    absent = str(place.members[1].pk)
    data = as_opened(
        carol, attended="3", absent=[absent], summary="记了三点", subject="守规矩", **{f"reason-{absent}": "illness"}
    )
    answer = carol.post(NEW, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "leave 1 of the 5 on the roster" in html
    assert html.count("leave 1 of the 5 on the roster") == 2  # beside the field and in the summary
    assert values(html, "client_id") == data["client_id"]
    assert values(html, "attended") == ["3"]
    assert values(html, "subject") == ["守规矩"]
    assert values(html, "absent", ticked=True) == [absent]
    assert "记了三点" in html
    assert re.search(rf'name="reason-{absent}".*?value="illness" selected', html, re.DOTALL)
    assert '<details class="xz-more xz-who" id="id_absent" open>' in html
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"held_on": "2016-10-21"}, "has not come yet"),
        ({"held_on": "2014-06-01"}, "before this organization existed"),
        ({"held_on": "yesterday"}, "Enter a valid date"),
        ({"attended": ""}, "Say how many were there."),
        ({"attended": "many"}, "Enter a whole number"),
        ({"attended": "9" * 30}, "less than or equal to"),
        ({"guests": "-1"}, "greater than or equal to"),
        ({"held_on": ""}, "This field is required"),
        ({"kinds": []}, "This field is required"),
        ({"kinds": ["banquet"]}, "Choose from the list"),
        ({"readings": ["999999"]}, "Choose from the list"),
        ({"subject": "一\x00二"}, "the null character (U+0000)"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(
    carol: Client, place: Place, changes: dict[str, Any], told: str
) -> None:
    answer = carol.post(NEW, as_opened(carol, **{"attended": "5"} | changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Record.objects.exists()


def test_sent_twice_is_entered_once(carol: Client, place: Place) -> None:
    data = as_opened(carol, attended="5")
    first, second = carol.post(NEW, data), carol.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Record.objects.count() == 1


def test_sent_twice_with_other_content_is_told(carol: Client, place: Place) -> None:
    data = as_opened(carol, attended="5")
    carol.post(NEW, data)
    answer = carol.post(NEW, data | {"subject": "别的", "offered": [], "claims": []})
    assert answer.status_code == 422
    assert "already sent with other content" in answer.content.decode()


def test_a_requirement_that_names_no_meeting_is_offered_without_a_tick(carol: Client, place: Place) -> None:
    vague = factories.campaign(place.township, requirements=[factories.requirement("VAGUE")]).requirements.get()
    data = as_opened(carol, attended="5")
    assert str(vague.pk) in data["offered"]
    assert str(vague.pk) not in data["claims"]
    carol.post(NEW, data | {"claims": [str(vague.pk)]})
    assert [claim.requirement.code for claim in Record.objects.get().claims.all()] == ["VAGUE"]


def test_the_absent_are_named_with_a_reason(carol: Client, place: Place) -> None:
    absent = str(place.members[0].pk)
    carol.post(NEW, as_opened(carol, attended="4", absent=[absent], **{f"reason-{absent}": "floating"}))
    absence = Record.objects.get().absences.get()
    assert (absence.member, absence.reason) == (place.members[0], "floating")
    assert place.members[0].name in carol.get(TODAY).content.decode()


def test_the_list_of_proposals_follows_the_ticks(carol: Client, place: Place) -> None:
    data = as_opened(carol, kinds=["lecture"], claims=[])
    html = carol.post(NEW + "proposals/", data).content.decode()
    assert values(html, "offered") == [str(place.requirements["LECTURE"].pk)]
    assert values(html, "claims", ticked=True) == []  # it had been unticked before
    html = carol.post(NEW + "proposals/", data | {"offered": []}).content.decode()
    assert values(html, "claims", ticked=True) == [str(place.requirements["LECTURE"].pk)]
    assert not Record.objects.exists()


def test_an_office_without_members_enters_its_study_group(signed_in: SignedIn, place: Place) -> None:
    bob, address = signed_in("bob"), "/organizations/099001/records/new/"
    form = {"client_id": str(uuid.uuid4()), "held_on": "2016-10-20", "kinds": "study_group", "attended": "9"}
    assert 'name="absent"' not in bob.get(address).content.decode()
    assert bob.post(address, form).status_code == 302
    assert Record.objects.get().expected == 9


def test_the_direct_superior_may_enter_on_behalf_and_nobody_else(signed_in: SignedIn, place: Place) -> None:
    bob = signed_in("bob")
    assert bob.post(NEW, as_opened(bob, attended="5")).status_code == 302
    for name in ("alice", "chelsea"):
        stranger = signed_in(name)
        assert stranger.get(NEW).status_code == 404
        assert stranger.post(NEW, {"client_id": str(uuid.uuid4()), "attended": "5"}).status_code == 404
    assert Client().get(NEW).status_code == 302
    assert Record.objects.count() == 1


def test_the_same_meeting_entered_by_two_people_is_asked_about_once(carol: Client, place: Place) -> None:
    first = factories.record(place.branch, TODAY_DAY, kinds=("topic_discussion",), subject="专题讨论")
    sent = as_opened(carol, attended="5")
    asked = carol.post(NEW, sent)
    assert asked.status_code == 200
    html = asked.content.decode()
    assert f'href="/records/{first.pk}/"' in html
    assert re.findall(r'<div class="([\w-]+)"[^>]* autofocus>', html) == ["xz-note"]  # who does not see is told at once
    assert "autofocus" not in carol.get(NEW).content.decode()
    wrong = carol.post(NEW, as_opened(carol, attended="99")).content.decode()
    assert re.findall(r'<div class="([\w-]+)"[^>]* autofocus>', wrong) == ["xz-errors"]
    assert Record.objects.count() == 1
    assert carol.post(NEW, sent | {"another": values(asked.content.decode(), "another")}).status_code == 302
    assert Record.objects.count() == 2


def test_another_kind_on_the_same_day_is_another_meeting(carol: Client, place: Place) -> None:
    factories.record(place.branch, TODAY_DAY, kinds=("general",))
    assert carol.post(NEW, as_opened(carol, attended="5")).status_code == 302


def test_without_scripts_the_refusal_does_the_sum_and_leaves_the_statement_to_the_recorder(
    carol: Client, place: Place
) -> None:
    absent = [str(one.pk) for one in place.members[:2]]
    html = carol.post(NEW, as_opened(carol, attended="", absent=absent)).content.decode()
    assert "Say how many were there: 3, if everybody came who is not named." in html
    assert values(html, "attended") == []


def test_copied_from_last_time_without_its_absences(carol: Client, place: Place) -> None:
    """D3.05: the theme day of each month; the same two were away twice, and are offered first, not ticked."""
    first, second = place.members[3:]
    for month in (8, 9):
        day = date(2016, month, 18)
        last = factories.record(place.branch, day, kinds=("theme_day",), absent=(first, second), place="文化礼堂")
    Record.objects.filter(pk=last.pk).update(subject="2016年9月主题党日第3次：学章程")
    assert f'href="?like={last.pk}"' in carol.get(NEW).content.decode()
    html = carol.get(NEW, {"like": last.pk}).content.decode()
    assert values(html, "kinds", ticked=True) == ["theme_day"]
    assert (values(html, "place"), values(html, "subject")) == (["文化礼堂"], ["2016年10月主题党日第4次：学章程"])
    assert values(html, "absent", ticked=True) == []
    assert values(html, "absent")[:2] == [str(first.pk), str(second.pk)]
    assert sorted(values(html, "absent")) == sorted(str(one.pk) for one in place.members)
    other = factories.record(place.sibling, date(2016, 9, 18))
    assert carol.get(NEW, {"like": other.pk}).status_code == 404


def test_a_sheet_of_paper_opens_the_form_for_its_kind_and_requirement(carol: Client, place: Place) -> None:
    html = carol.get(NEW, {"kind": "lecture", "requirement": place.requirements["LECTURE"].pk}).content.decode()
    assert values(html, "kinds", ticked=True) == ["lecture"]
    assert values(html, "claims", ticked=True) == [str(place.requirements["LECTURE"].pk)]
    assert values(html, "subject") == ["要求LECTURE"]


@pytest.mark.parametrize("garbled", [["x"], [""], []])
def test_a_number_that_nobody_typed_is_made_anew(carol: Client, place: Place, garbled: list[str]) -> None:
    refused = carol.post(NEW, as_opened(carol, attended="", client_id=garbled))
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "lient id" not in html
    [number] = values(html, "client_id")
    for sent in (garbled, [number]):
        Record.objects.all().delete()
        assert carol.post(NEW, as_opened(carol, attended="5", client_id=sent)).status_code == 302
    assert Record.objects.get().client_id == uuid.UUID(number)


def test_what_is_refused_leads_to_the_places_to_look_at(carol: Client, place: Place) -> None:
    """The summary takes the focus; the names stay folded, with their number, where the error lies elsewhere."""
    absent = str(place.members[1].pk)
    html = carol.post(NEW, as_opened(carol, attended="4", absent=[absent], kinds=[])).content.decode()
    assert re.findall(r"<[^>]* autofocus>", html) == ['<div class="xz-errors" role="alert" tabindex="-1" autofocus>']
    assert '<details class="xz-more xz-who" id="id_absent">' in html
    assert re.search(r"data-named[^>]*>1 named<", html)
    assert values(html, "absent", ticked=True) == [absent]


def test_records_of_the_day_are_told_from_each_other(carol: Client, place: Place) -> None:
    for attended in (5, 4, 4, 3, 2, 1):
        factories.record(place.branch, TODAY_DAY, kinds=("lecture",), attended=attended, subject="学章程")
    html = carol.get(NEW, {"kind": "lecture"}).content.decode()
    [note] = re.findall(r'<div class="xz-note" role="alert">.*?</div>', html, re.DOTALL)
    lines = [re.sub(r"<[^>]*>", "", line).strip() for line in re.findall(r"<li>(.*?)</li>", note, re.DOTALL)]
    numbers = [re.sub(r" \d\d:\d\d$", " …", line) for line in lines]
    entered = f"entered {timezone.localdate():%Y-%m-%d} …"
    said = "2016-10-20 lecture · 学章程 · {} present"
    assert numbers == [said.format(1), said.format(2), said.format(3), f"{said.format(4)} · {entered}"]
    assert "and 2 more of that day" in note
    assert '<a href="/organizations/099001001/records/">' in note
    assert len(values(html, "another")) == 6
