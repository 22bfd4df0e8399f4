"""The form as it opens: few questions whatever stands on it, and what is poured into moulds is what the template writes."""

import re
from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests import factories
from tests.records.conftest import TODAY as TODAY_DAY
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import Prompt
from xuezuo.commitments.queries import goals_to_link
from xuezuo.organizations.models import Floating, GroupMembership, Membership
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.records import queries
from xuezuo.web.branch.forms import MeetingForm, days_offered
from xuezuo.web.branch.minutes_forms import VoteForm
from xuezuo.web.branch.opening import Opened, fields_shown
from xuezuo.web.branch.voicing import Voiced

NEW = "/organizations/099001001/records/new/"
LEAST = 8
"""The session, the account, the sign-in, two for its desks, the place, what the form opens with, the goals."""


def asked(client: Client) -> list[str]:
    client.get(NEW)
    with CaptureQueriesContext(connection) as found:
        assert client.get(NEW).status_code == 200
    return [str(one["sql"]) for one in found]


def much_more(place: Place) -> None:
    """More of everything, with what asks once more: versions, parts of the tree, guests."""
    texts = [{"code": f"T{n}", "title": f"<文>{n}", "group": "rules"} for n in range(20)]
    lines = [
        factories.requirement(f"Q{n}", due_on=date(2016, 11, 1 + n), readings=[f"T{n}"], activity_kinds=["general"])
        for n in range(20)
    ]
    parts = [factories.requirement(f"P{n}", audience={"subtree": place.branch.code}) for n in range(5)]
    made = factories.campaign(place.township, code="more", readings=texts, requirements=lines + parts)
    for number, text in enumerate(made.readings.all()):
        prompt = Prompt.objects.create(campaign=made, code=f"F{number}", tier="member", text="问&答？", position=number)
        prompt.readings.set([text])
    for number in range(12):
        away = factories.member(place.branch, f"新{number}")
        factories.record(
            place.branch, date(2016, 9, 1 + number), kinds=("general", "lecture"), absent=(away, place.members[0])
        )
        factories.goal(place.township, f"目标<{number}>")
    for one in made.requirements.filter(code__in=("Q1", "Q2", "Q3")):
        campaigns.amend_requirement(by=place.bob, requirement=one, due_on=date(2016, 12, 1), reason="改期")
    factories.record(place.branch, date(2016, 9, 20), claims=(made.requirements.get(code="Q1", version=1),))
    for number in range(3):
        guest = factories.member(place.sibling, f"客{number}")
        grouped = GroupMembership.objects.create(member=guest, group="floating", valid_from=date(2016, 1, 1))
        Floating.objects.create(
            grouped=grouped, destination="本村", receiving=place.branch, entered_by=0, entered_at=timezone.now()
        )


def test_it_asks_as_often_whatever_stands_on_it(carol: Client, place: Place) -> None:
    few = asked(carol)
    assert len(few) == LEAST, "\n".join(few)
    much_more(place)
    many = asked(carol)
    # parts of the tree by code, earlier versions, guests: once each, however many there are
    assert len(many) == LEAST + 3, "\n".join(many)
    factories.campaign(
        place.province,
        requirements=[factories.requirement(f"R{n}", audience={"subtree": place.township.code}) for n in range(5)],
    )
    for number in range(30):
        factories.member(place.branch, f"更新{number}")
    assert len(asked(carol)) == LEAST + 3


@pytest.mark.one_engine  # PostgreSQL's driver does not tell the text of a statement whose plan is kept
def test_a_save_that_goes_through_asks_for_none_of_it(carol: Client, place: Place) -> None:
    html = carol.get(NEW).content.decode()
    sent = {name: re.findall(rf'name="{name}" value="([^"]+)"', html) for name in ("client_id", "offered", "place")}
    with CaptureQueriesContext(connection) as found:
        answer = carol.post(
            NEW, sent | {"held_on": TODAY_DAY.isoformat(), "kinds": ["lecture", "topic_discussion"], "attended": "5"}
        )
    said = "\n".join(str(one["sql"]) for one in found)
    assert answer.status_code == 200, "the form opened with a text, and named none it counts for less: shown again"
    assert said.count("WITH line") == 1
    sent["offered"] = re.findall(r'name="offered" value="([^"]+)"', answer.content.decode())
    with CaptureQueriesContext(connection) as found:
        answer = carol.post(
            NEW, sent | {"held_on": TODAY_DAY.isoformat(), "kinds": ["lecture", "topic_discussion"], "attended": "5"}
        )
    assert answer.status_code == 302
    assert "WITH line" not in "\n".join(str(one["sql"]) for one in found)


def as_the_template_writes(one: Opened, place: Place) -> str:
    """The same with models and Django's own forms."""
    by, here, day = place.carol, place.branch.pk, one.found.day
    dues = queries.outstanding_for(by, here)
    names = list(roster(by, here))
    form = MeetingForm(
        initial={
            "kinds": one.kinds,
            "held_on": day,
            "readings": list(one.readings),
            "subject": one.subject,
            "place": one.place,
            "speaker_tier": one.speaker_tier,
        },
        roster=names,
        texts=queries.texts_on(by, here, day),
        first=sorted({reading.pk for due in dues for reading in due.missing}),
        often=queries.often_absent(by, here),
        here=queries.floating_here(by, here),
    )
    form.voiced = Voiced(None, names={one.pk: one.name for one in names}, goals=list(goals_to_link(by, here)))
    days = days_offered(day, date(2016, 10, 19))
    vote = VoteForm(organization=place.branch)
    return render_to_string("branch/meeting_fields.html", {"form": form, "vote": vote, "days": days})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("people", ["nobody", "few", "many"])
def test_what_is_poured_is_what_the_template_writes(place: Place, language: str, people: str) -> None:
    if people == "nobody":
        Membership.objects.filter(organization=place.branch).update(valid_to=TODAY_DAY)
    if people == "many":
        much_more(place)
        for number in range(40):
            factories.member(place.branch, f"名<册>{number}")
    found = queries.opening_of(place.carol, placement_of(place.carol, place.branch.pk))
    text = place.readings["RD01"].pk
    openings = [
        Opened(found, ("general",), (), "", ""),
        Opened(found, (), (text,), "题 & <目>", '村"部', "cadre"),
        Opened(found, ("drill", "lecture"), (text,), "", "礼堂"),
    ]
    with translation.override(language):
        for one in openings * 2:
            assert fields_shown(one) == as_the_template_writes(one, place)


def test_every_branch_sees_its_own_names_and_nobody_else_s(signed_in: SignedIn, place: Place) -> None:
    """Two branches and their officer open it in turns: moulds are shared, words are not."""
    factories.user("secretary", place.sibling, username="sue")
    factories.record(place.branch, date(2016, 9, 1), place="村部会议室")
    other = NEW.replace("099001001", "099001002")
    for _again in range(2):
        for name, address, own in (
            ("carol", NEW, True),
            ("sue", other, False),
            ("bob", NEW, True),
            ("bob", other, False),
        ):
            html = signed_in(name).get(address).content.decode()
            assert ("丁一" in html, "村部会议室" in html, "戊一" in html) == (own, own, not own)
            tokens = re.findall(r'name="client_id" value="([0-9a-f-]{36})"', html)
            assert len(tokens) == 1
    assert signed_in("sue").get(NEW).status_code == 404
    assert signed_in("carol").get(other).status_code == 404


def test_namesakes_are_told_apart(carol: Client, place: Place) -> None:
    """By the year of birth, else of joining, else a number; everybody else stands there by name alone."""
    for born in (1962, 1970):
        factories.member(place.branch, "李伟", birth_on=date(born, 5, 1), joined_on=date(1999, 1, 1))
    for joined in (1990, None):
        factories.member(place.branch, "王芳", birth_on=date(1960, 1, 1), joined_on=joined and date(joined, 7, 1))
    for _twice in range(2):
        factories.member(place.branch, "丁一二")
    expected = {
        "李伟 (born 1962)", "李伟 (born 1970)", "王芳 (joined 1990)", "王芳", "丁一二 (1)", "丁一二 (2)",
        *(one.name for one in place.members),
    }  # fmt: skip
    opened_form = carol.get(NEW).content.decode()
    refused = carol.post(NEW, {"kinds": ["general"], "held_on": "2016-10-20", "attended": "3"}).content.decode()
    for html in (opened_form, refused):
        chips = re.findall(r'<li class="xz-person">\s*<label[^>]*><input[^>]*><span>(.*?)</span>', html)
        assert len(chips) == len(expected)
        assert set(chips) == expected
        options = re.search(r'<select name="taken-0-member".*?</select>', html, re.DOTALL)
        assert options
        assert set(re.findall(r"<option[^>]*>(.*?)</option>", options[0])) == {"the branch"} | expected
