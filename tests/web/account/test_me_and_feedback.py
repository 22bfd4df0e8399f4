"""What the system holds about a person, and complaints with their answers."""

import datetime as dt
import re

import pytest
from django.core.cache import cache

from tests import factories
from xuezuo.accounts.models import User
from xuezuo.audit import actions as audit
from xuezuo.audit.models import Event
from xuezuo.feedback import actions, queries
from xuezuo.feedback.models import Feedback
from xuezuo.organizations.sealing import seal
from xuezuo.scopes import operator

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def branch(db):
    top = factories.organization("901", kind="local_committee", name="清河县委员会")
    return factories.organization("901001", top, name="柳溪村党支部")


@pytest.fixture
def dora(branch):
    """A member who can sign in."""
    person = factories.member(branch, "郭朵拉", joined_on=dt.date(2001, 7, 1), groups=("floating",))
    person.id_number = seal("990101198001010017", "member.id_number")
    person.save()
    return factories.user("member", branch, member=person)


def test_everything_about_me_and_only_the_end_of_the_number(branch, dora, client):
    factories.record(branch, dt.date(2016, 5, 20), absent=(dora.member,), subject="学党章")
    factories.record(branch, dt.date(2016, 6, 20), subject="专题讨论")
    with_others = factories.member(branch, "旁人")
    audit.record(by=operator(), action="member.read", kind="member", object_id=dora.member.pk)
    client.force_login(dora, backend=BACKEND)

    page = client.get("/me/").content.decode()

    assert "郭朵拉" in page
    assert "2001-07-01" in page
    assert "0017" in page
    assert "99010119800101" not in page
    assert "学党章" in page
    assert "专题讨论" not in page  # presence is kept of nobody
    assert page.count("系统运维人员") + page.count("operator") >= 1
    assert with_others.name not in page


def test_somebody_outside_every_roster_reads_that_nothing_is_held(db, client):
    client.force_login(factories.user(), backend=BACKEND)
    client.cookies["django_language"] = "en"
    assert "not linked to a member" in client.get("/me/").content.decode()


def test_a_stranger_may_complain(db, client):
    answer = client.post("/feedback/new/", {"kind": "complaint", "text": "表格太多", "about": "/portal/"})

    assert answer["Location"] == "/feedback/answer/"
    page = client.get("/feedback/answer/").content.decode()
    assert "关于我" not in page
    code = re.search(r"[0-9a-f]{20}", page)
    assert code
    said = Feedback.objects.get()
    assert (said.text, said.about, said.written_by, said.organization) == ("表格太多", "/portal/", None, None)
    assert Event.objects.get().action == "feedback.say"
    factories.user("administrator", factories.organization("901"), username="ada")
    assert client.post("/feedback/answer/", {"code": "0" * 20}).context["said"] is None
    actions.answer(by=factories.scope(User.objects.get(username="ada")), feedback=said.pk, text="已经减少")
    assert "已经减少" in client.post("/feedback/answer/", {"code": code[0]}).content.decode()


def test_strangers_cannot_flood_it_and_what_was_typed_stays(db, client, settings):
    assert settings.ACCOUNT_RATE_LIMITS["feedback"]
    settings.ACCOUNT_RATE_LIMITS = {"feedback": "2/h/ip"}
    cache.clear()
    client.cookies["django_language"] = "en"
    said = {"kind": "complaint", "text": "表格太多"}
    assert [client.post("/feedback/new/", said).status_code for _ in range(2)] == [302, 302]

    refused = client.post("/feedback/new/", said)

    assert refused.status_code == 429
    assert "send it later, or sign in first" in refused.content.decode()
    assert "表格太多</textarea>" in refused.content.decode()
    assert client.post("/feedback/new/", said, REMOTE_ADDR="192.0.2.7").status_code == 302
    client.force_login(factories.user(), backend=BACKEND)
    assert client.post("/feedback/new/", said).status_code == 302
    assert Feedback.objects.count() == 4
    cache.clear()


@pytest.mark.parametrize("text", ["", "   ", "字" * 4001])
def test_an_empty_or_endless_complaint_is_refused_beside_the_field(db, client, text):
    answer = client.post("/feedback/new/", {"kind": "complaint", "text": text})
    assert answer.status_code == 422
    assert Feedback.objects.count() == 0
    assert 'id="id_text_error"' in answer.content.decode()


def test_the_officer_answers_and_the_writer_reads_it(branch, dora, client):
    client.force_login(dora, backend=BACKEND)
    client.post("/feedback/new/", {"kind": "suggestion", "text": "希望字大一些"})
    said = Feedback.objects.get()

    top = branch.placements.get().parent
    client.force_login(factories.user("officer", top), backend=BACKEND)
    assert "希望字大一些" in client.get("/feedback/").content.decode()
    client.post(f"/feedback/{said.pk}/answers/", {"text": "已经改大"})

    client.force_login(dora, backend=BACKEND)
    assert "已经改大" in client.get("/me/").content.decode()


def test_what_belongs_to_no_organization_waits_for_the_administrator(branch, client):
    client.post("/feedback/new/", {"kind": "complaint", "text": "打不开"})
    Feedback.objects.update(written_at=dt.datetime(2016, 1, 1, tzinfo=dt.UTC))

    client.force_login(factories.user("officer", branch), backend=BACKEND)
    assert "打不开" not in client.get("/feedback/").content.decode()
    client.force_login(factories.user("administrator", branch), backend=BACKEND)
    page = client.get("/feedback/")
    assert "打不开" in page.content.decode()
    assert page.context["late"] == 0  # the days to answer are counted from the day it is said
    Feedback.objects.update(said_on=dt.date(2016, 1, 1), answer_until=dt.date(2016, 1, 16))
    assert client.get("/feedback/").context["late"] == 1


def test_without_a_name_nobody_learns_who_or_where(branch, dora, client):
    client.force_login(dora, backend=BACKEND)
    words = {"kind": "complaint", "text": "一周要报三张表", "about": f"/organizations/{branch.code}/today/"}
    client.post("/feedback/new/", words | {"unnamed": "on"})

    said, top = Feedback.objects.get(), branch.placements.get().parent
    assert (said.written_by, said.organization, said.about, said.answerer) == (None, None, "/organizations/", top)
    event = Event.objects.get(action="feedback.say")
    assert (event.viewer_id, event.actor_organization_id, event.organization_id, event.detail) == (None, None, None, {})
    client.force_login(factories.user("officer", top), backend=BACKEND)
    page = client.get("/feedback/").content.decode()
    assert "一周要报三张表" in page
    assert branch.name not in page
    assert branch.code not in page


def test_unanswered_it_comes_up_a_level_and_stays_late_below(db, settings):
    """Day 0 the township, after the set time also the county, after twice the time also the province; nothing is hidden."""
    settings.TODAY = "2016-05-01"
    province = factories.organization("901", kind="local_committee")
    county = factories.organization("901001", province, kind="committee")
    town = factories.organization("901001001", county, kind="committee")
    home = factories.organization("901001001001", town)
    said = actions.say(by=factories.scope(factories.user("secretary", home)), kind="complaint", text="会太多")
    offices = {one: factories.scope(factories.user("officer", one)) for one in (town, county, province)}

    def waits_for(day):
        settings.TODAY = day
        return [one for one, scope in offices.items() if queries.mine_to_answer(scope).filter(answered=False).exists()]

    assert waits_for("2016-05-16") == [town]
    assert waits_for("2016-05-17") == [town, county]
    assert [queries.late(scope) for scope in offices.values()] == [1, 1, 0]
    assert waits_for("2016-06-01") == [town, county, province]
    actions.answer(by=offices[province], feedback=said.pk, text="减少")
    assert waits_for("2016-06-02") == []
