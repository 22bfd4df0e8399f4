"""The notices desk in a browser without scripts: take in, mark, confirm, drop, rehearse, issue, receive."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from xuezuo.audit.models import Event
from xuezuo.campaigns.models import Campaign, Requirement
from xuezuo.notices.models import Notice, Proposal

TEXT = """关于开展学习的通知

各党支部：
各党支部要在2016年6月30日前组织一次专题学习讨论，并报送学习情况。
要在6月20日前完成学习计划。

XX县委组织部
2016年5月8日
"""


@pytest.fixture
def tree(db):
    top = factories.organization("901", name="清河县委员会", kind="local_committee")
    town = factories.organization("901001", top, name="柳溪镇委员会", kind="committee")
    branch = factories.organization("901001001", town, name="柳溪村党支部")
    factories.member(branch)
    return top, town, branch


def signed_in(role, where) -> Client:
    client = Client()
    client.force_login(factories.user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def alice(tree) -> Client:
    return signed_in("officer", tree[0])


def upload(client: Client, content: bytes, name: str = "通知.txt"):
    return client.post("/notices/new/", {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def notice(alice) -> Notice:
    upload(alice, TEXT.encode())
    return Notice.objects.get()


def test_an_uploaded_notice_is_kept_word_for_word(alice, notice):
    assert bytes(notice.original) == TEXT.encode()
    assert notice.title == "关于开展学习的通知"
    assert notice.proposals.count() >= 1
    assert all(notice.text[one.start : one.end].strip() for one in notice.proposals.all())
    page = alice.get(f"/notices/{notice.pk}/").content.decode()
    assert f'id="span-{notice.proposals.first().pk}"' in page
    assert "专题学习讨论" in page
    assert Requirement.objects.count() == 0  # nobody said yes yet


@pytest.mark.parametrize("content", [b"", b"   \n", b"%PDF-1.4 broken", b"PK\x03\x04 not a zip"])
def test_a_refused_file_leaves_nothing_and_says_why_beside_the_field(alice, content):
    answer = upload(alice, content, "bad.pdf")

    assert answer.status_code == 422
    assert Notice.objects.count() == 0
    assert not Event.objects.filter(action="notice.take_in").exists()
    assert 'id="id_file_error"' in answer.content.decode()
    assert "bad.pdf" in answer.content.decode()


def test_scripts_in_a_notice_are_shown_as_text(alice):
    upload(alice, "关于学习的通知\n各支部要组织学习<script>alert(1)</script>。\n".encode())

    page = alice.get(f"/notices/{Notice.objects.get().pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_original_comes_back_as_a_download(alice, notice):
    answer = alice.get(f"/notices/{notice.pk}/original/")

    assert answer.content == TEXT.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_mark_change_drop_restore(alice, notice):
    add = f"/notices/{notice.pk}/proposals/"
    passage = {"passage": "XX县委组织部", "topic": "study", "strength": "soft"}

    assert alice.post(add, passage).status_code == 302
    own = Proposal.objects.get(by_person=True)
    assert notice.text[own.start : own.end] == "XX县委组织部"
    assert alice.post(add, passage).status_code == 422  # marked already
    assert alice.post(add, passage | {"passage": "不在文中"}).status_code == 422

    change = f"{add}{own.pk}/"
    assert alice.post(change, passage | {"topic": "meeting", "due": "2016-13-01"}).status_code == 422
    assert alice.post(change, passage | {"topic": "meeting", "due": "2016-06-30"}).status_code == 302
    own.refresh_from_db()
    assert (own.topic, own.due) == ("meeting", "2016-06-30")
    assert alice.post(change, passage | {"topic": "meeting", "due": "每季度"}).status_code == 302
    own.refresh_from_db()
    assert own.due == "quarterly"
    assert 'value="every quarter"' in alice.get(change).text
    told = Event.objects.filter(action="proposal.edit").earliest("pk").detail
    assert told["before"] == {"topic": "study", "due": ""}

    alice.post(f"{change}dropping/", {"reason": "落款"})
    assert Proposal.objects.get(pk=own.pk).dropping.reason == "落款"
    alice.post(f"{change}dropping/", {"restore": "1"})
    assert not hasattr(Proposal.objects.get(pk=own.pk), "dropping")


@pytest.mark.parametrize("asked", ["9" * 5000, "9" * 30, "x", "-1", ""])
def test_a_draft_for_a_notice_that_no_number_names(alice, asked):
    assert alice.get("/campaigns/new/", {"notice": asked}).status_code == 200


def test_a_person_s_yes_makes_the_requirement_and_it_keeps_its_span(alice, notice):
    first = notice.proposals.first()
    confirm = f"/notices/{notice.pk}/proposals/{first.pk}/requirement/"
    assert alice.get(confirm)["Location"] == f"/campaigns/new/?notice={notice.pk}"

    draft = {"code": "study-2016", "title_zh": "学习", "starts_on": "2016-05-08", "ends_on": "2016-12-31"}
    alice.post(f"/campaigns/new/?notice={notice.pk}", draft)
    campaign = Campaign.objects.get()
    assert (campaign.notice, campaign.issued_at) == (notice, None)
    assert 'value="2016-06-30"' in alice.get(confirm).content.decode()

    asked = {"title": "组织专题学习讨论", "topic": "study", "opens_on": "2016-05-08", "due_on": "2016-06-30"}
    asked |= {"minutes": "20", "fields_asked": "3", "purpose": "通知", "activity_kinds": ["topic_discussion"]}
    assert alice.post(confirm, asked | {"due_on": "2016-05-01"}).status_code == 422
    assert alice.post(confirm, asked).status_code == 302

    made = Requirement.objects.get()
    assert made.proposal == first
    assert made.activity_kinds == ["topic_discussion"]
    assert "confirmed" in alice.post(confirm, asked).content.decode()  # only once
    page = alice.get("/campaigns/study-2016/").content.decode()
    assert f"/notices/{notice.pk}/#span-{first.pk}" in page

    cost = alice.get("/campaigns/study-2016/rehearsal/")
    assert cost.context["cost"]["branches"] == 1
    assert "/campaigns/study-2016/requirements/N01/addressed/" in cost.content.decode()
    assert "柳溪村党支部" in alice.get("/campaigns/study-2016/requirements/N01/addressed/").content.decode()
    alice.post("/campaigns/study-2016/issue/")
    campaign.refresh_from_db()
    assert campaign.issued_at is not None


def test_a_figure_that_is_known_is_named_by_its_title_with_a_link(alice, notice):
    factories.campaign(notice.holder, issued=False)
    confirm = f"/notices/{notice.pk}/proposals/{notice.proposals.first().pk}/requirement/"
    asked = {"title": "组织学习<b>", "topic": "study", "opens_on": "2016-05-08", "due_on": "2016-06-30"}
    asked |= {"minutes": "20", "fields_asked": "3", "purpose": "通知", "handed_in": "党员人数<i>"}

    alice.cookies["django_language"] = "zh-hans"
    answer = alice.post(confirm, asked)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        page.count('系统已有这个数据：“<a href="/figures/members/">党员</a>”。') == 2
    )  # above the form, and at the field
    assert "<i>" not in page
    assert "/figures/members/" not in re.sub(r'href="[^"]*"', "", page)


@pytest.mark.parametrize(("due_text", "said"), [("每季度", "每季度"), ("每个季度", "每季度每个季度")])
def test_a_rhythm_is_said_once_unless_the_text_words_it_otherwise(alice, notice, due_text, said):
    one = Proposal.objects.create(
        notice=notice, start=0, end=4, topic="study", strength="hard", due="quarterly", due_text=due_text
    )
    alice.cookies["django_language"] = "zh-hans"
    page = alice.get(f"/notices/{notice.pk}/").content.decode()
    card = page[page.index(f'id="proposal-{one.pk}"') :]
    assert re.sub(r"<[^>]*>|\s", "", re.search(r"<dd>(每季度.*?)</dd>", card)[1]) == said


def test_a_missing_year_is_asked_for_and_not_filled_in(alice, notice):
    factories.campaign(notice.holder, issued=False)
    one = Proposal.objects.create(
        notice=notice, start=0, end=4, topic="study", strength="hard", due="--06-20", due_text="6月20日前"
    )

    form = alice.get(f"/notices/{notice.pk}/proposals/{one.pk}/requirement/").context["form"]

    assert form.initial["due_on"] is None
    assert "6月20日前" in form.fields["due_on"].help_text
    assert "year" in form.fields["due_on"].help_text


def test_issuing_reaches_those_below_and_opening_is_the_receipt(alice, notice, tree):
    _top, town, branch = tree
    carol, bob = signed_in("secretary", branch), signed_in("officer", town)
    assert carol.get(f"/notices/{notice.pk}/").status_code == 404

    issues = f"/notices/{notice.pk}/issues/"
    assert alice.post(issues, {}).status_code == 422
    assert alice.post(issues, {"to": ["901001"]}).status_code == 302

    assert "关于开展学习的通知" in carol.get("/notices/").content.decode()
    page = carol.get(f"/notices/{notice.pk}/")
    carol.get(f"/notices/{notice.pk}/")
    assert page.status_code == 200
    assert "dropping" not in page.content.decode()  # read only
    assert [one.organization for one in notice.receipts.all()] == [branch]
    assert Event.objects.filter(action="notice.receive").count() == 1

    waiting = bob.get(f"/notices/{notice.pk}/receipts/")
    assert [one.organization for one in waiting.context["page"]] == [town]
    opened = bob.get(f"/notices/{notice.pk}/receipts/?received=1")
    assert [one.organization for one in opened.context["page"]] == [branch]


def test_the_passage_is_linked_for_those_who_may_read_the_notice(alice, notice, tree):
    campaign = factories.campaign(tree[0], issued=False, requirements=[factories.requirement("RQ1")])
    requirement = campaign.requirements.get()
    requirement.proposal = notice.proposals.first()
    requirement.save()
    carol = signed_in("secretary", tree[2])
    alice.post(f"/campaigns/{campaign.code}/issue/")
    link = f"/notices/{notice.pk}/#span-{requirement.proposal_id}"
    assert link not in carol.get(f"/campaigns/{campaign.code}/").content.decode()  # the notice has not reached them
    alice.post(f"/notices/{notice.pk}/issues/", {"to": ["901"]})
    assert link in carol.get(f"/campaigns/{campaign.code}/").content.decode()


def test_readers_see_only_what_was_confirmed_and_issued(alice, notice, tree):
    campaign = factories.campaign(tree[0], issued=False, requirements=[factories.requirement("RQ1")])
    requirement = campaign.requirements.get()
    requirement.proposal = notice.proposals.first()
    requirement.save()
    alice.post(f"/notices/{notice.pk}/issues/", {"to": ["901"]})
    carol = signed_in("secretary", tree[2])

    assert carol.get(f"/notices/{notice.pk}/").context["cards"] == []
    alice.post(f"/campaigns/{campaign.code}/issue/")
    assert [card.state for card in carol.get(f"/notices/{notice.pk}/").context["cards"]] == ["confirmed"]


def test_nobody_issues_outside_their_part_of_the_tree(notice, tree):
    other = signed_in("officer", factories.organization("902", kind="local_committee"))
    assert other.post(f"/notices/{notice.pk}/issues/", {"to": ["901"]}).status_code == 404
    bob = signed_in("officer", tree[1])
    assert bob.get(f"/notices/{notice.pk}/").status_code == 404


def test_a_campaign_file_with_an_unknown_reading_is_refused_as_a_whole(alice):
    text = """
campaign: {code: c1, title_zh: 学习, starts_on: 2016-04-01, ends_on: 2017-01-31}
readings: [{code: RD1, title: 章程}]
requirements: [{code: RQ1, title: 学章程, readings: [RD9], opens_on: 2016-04-01, due_on: 2016-06-30}]
"""
    answer = alice.post("/campaigns/file/", {"file": SimpleUploadedFile("c.yaml", text.encode())})
    assert answer.status_code == 422
    assert "RD9" in answer.content.decode()
    assert Campaign.objects.count() == 0

    good = SimpleUploadedFile("c.yaml", text.replace("RD9", "RD1").encode())
    assert alice.post("/campaigns/file/", {"file": good})["Location"] == "/campaigns/c1/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_notices_as_for_one(alice, rows, django_assert_num_queries):
    for _ in range(rows):
        upload(alice, TEXT.encode())
    alice.get("/notices/")
    with django_assert_num_queries(7):
        alice.get("/notices/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_notice_asks_as_often_for_three_passages_as_for_one(
    alice, notice, rows, django_assert_num_queries
):
    Proposal.objects.all().delete()
    campaign = factories.campaign(notice.holder, requirements=[factories.requirement(f"RQ{n}") for n in range(rows)])
    for number, requirement in enumerate(campaign.requirements.all()):
        requirement.proposal = Proposal.objects.create(
            notice=notice, start=number, end=number + 1, topic="study", strength="hard"
        )
        requirement.save()
    alice.get("/notices/")  # the first request of a browser also notes from where it came
    with django_assert_num_queries(17):
        alice.get(f"/notices/{notice.pk}/")
    with django_assert_num_queries(14):
        alice.get(f"/campaigns/{campaign.code}/")
