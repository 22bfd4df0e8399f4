"""Writing campaigns: by whom, once, and never in place."""

from datetime import date

import pytest
from django.conf import LazySettings

from tests import factories
from xuezuo.audit.models import Event
from xuezuo.campaigns import actions, queries
from xuezuo.campaigns.files import CampaignFile
from xuezuo.campaigns.models import Campaign, Requirement
from xuezuo.notices.models import Notice, Proposal
from xuezuo.organizations.models import Organization, Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Organization:
    return factories.organization("099", name="云川省委")


def a_file(**changes: object) -> CampaignFile:
    line = factories.requirement("RQ1", readings=["RD1"], activity_kinds=["topic_discussion"]) | changes
    head = {"code": "c", "title_zh": "名", "starts_on": date(2016, 4, 1), "ends_on": date(2017, 1, 31)}
    return CampaignFile.model_validate(
        {"campaign": head, "readings": [{"code": "RD1", "title": "书"}], "requirements": [line]}
    )


def test_the_same_file_twice_changes_nothing(province: Organization) -> None:
    actions.load_campaign(by=operator(), file=a_file())
    _, counts = actions.load_campaign(by=operator(), file=a_file())
    assert counts == {"readings": 1, "created": 0, "amended": 0, "unchanged": 1}
    assert Requirement.objects.count() == 1


def test_a_changed_line_becomes_a_new_version_and_the_old_one_stays(province: Organization) -> None:
    campaign, _ = actions.load_campaign(by=operator(), file=a_file())
    actions.load_campaign(by=operator(), file=a_file(due_on=date(2016, 7, 31)))
    old, new = Requirement.objects.order_by("version")
    assert (old.due_on, new.due_on, new.replaces) == (date(2016, 6, 30), date(2016, 7, 31), old)
    assert list(queries.requirements_of(operator(), campaign)) == [new]
    with pytest.raises(Refusal) as refused:
        actions.amend_requirement(by=operator(), requirement=old, minutes=1)
    assert refused.value.code == "requirement_not_current"


def test_a_mistake_in_the_file_leaves_nothing_behind(province: Organization) -> None:
    with pytest.raises(NotVisible):
        actions.load_campaign(by=operator(), file=a_file(audience={"subtree": "777"}))
    assert not Campaign.objects.exists()
    assert not Event.objects.exists()


def test_only_an_officer_of_the_issuer_or_above_may_ask(province: Organization) -> None:
    town = factories.organization("099001", province, kind="committee")
    branch = factories.organization("099001001", town)
    draft = factories.campaign(province, issued=False, requirements=[factories.requirement()])
    for person in (factories.user("officer", town), factories.user("secretary", branch), factories.user()):
        with pytest.raises(NotVisible):
            actions.issue(by=factories.scope(person), campaign=draft)
    actions.issue(by=factories.scope(factories.user("officer", province)), campaign=draft)


def test_a_campaign_that_asks_nothing_is_not_issued(province: Organization) -> None:
    with pytest.raises(Refusal) as refused:
        factories.campaign(province)
    assert refused.value.code == "campaign_asks_nothing"


def test_a_confirmed_passage_keeps_its_span(province: Organization) -> None:
    text = "各支部要在六月底前开展一次专题讨论。"
    notice = Notice.objects.create(holder=province, title="通知", text=text, original=b"", taken_in_by=0)
    proposal = Proposal.objects.create(notice=notice, start=0, end=len(text), topic="study", strength="hard")
    campaign = factories.campaign(province, issued=False, requirements=[factories.requirement()])
    dates = {"opens_on": date(2016, 4, 1), "due_on": date(2016, 6, 30)}
    made = actions.confirm_proposal(by=operator(), proposal=proposal, campaign=campaign, **dates)
    assert (made.title, made.proposal) == (text, proposal)
    with pytest.raises(Refusal) as refused:
        actions.confirm_proposal(by=operator(), proposal=proposal, campaign=campaign, **dates)
    assert refused.value.code == "proposal_confirmed"


def test_what_is_withdrawn_is_owed_by_nobody(province: Organization) -> None:
    branch = factories.organization("099001", province)
    campaign = factories.campaign(province, requirements=[factories.requirement()])
    placement = Placement.objects.get(organization=branch)
    (asked,) = queries.requirements_for(operator(), placement)
    actions.withdraw_requirement(by=operator(), requirement=asked, reason="重复")
    assert queries.requirements_for(operator(), placement) == []
    assert Event.objects.filter(action="withdraw", object_id=asked.pk).exists()
    assert campaign.requirements.count() == 1


def test_nobody_asks_anything_of_their_neighbours(province: Organization) -> None:
    town, other = factories.organization("099001", province), factories.organization("099002", province)
    officer = factories.scope(factories.user("officer", town))
    actions.load_campaign(by=officer, file=a_file())
    for code in (other.code, province.code):
        with pytest.raises(NotVisible):
            actions.load_campaign(by=officer, file=a_file(audience={"subtree": code}))
    assert Requirement.objects.get().audience["subtree"] == ""

    campaign = Campaign.objects.get()
    dates = {"opens_on": date(2016, 4, 1), "due_on": date(2016, 6, 30)}
    with pytest.raises(NotVisible):  # not in somebody else's name either
        actions.add_requirement(
            by=operator(), campaign=campaign, code="X", title="题", audience={"subtree": other.code}, **dates
        )


def test_a_proposal_that_was_loaded_before_somebody_else_confirmed_it(province: Organization) -> None:
    notice = Notice.objects.create(holder=province, title="t", text="七月底前完成", original=b"", taken_in_by=0)
    proposal = Proposal.objects.create(notice=notice, start=0, end=6, topic="study", strength="hard")
    campaign, _ = actions.load_campaign(by=operator(), file=a_file())
    dates = {"opens_on": date(2016, 4, 1), "due_on": date(2016, 7, 31)}
    stale = Proposal.objects.select_related("requirement").get(pk=proposal.pk)
    assert not hasattr(stale, "requirement")
    actions.confirm_proposal(by=operator(), proposal=proposal, campaign=campaign, **dates)

    with pytest.raises(Refusal) as refused:
        actions.confirm_proposal(by=operator(), proposal=stale, campaign=campaign, **dates)
    assert refused.value.code == "proposal_confirmed"


def test_what_was_asked_on_an_earlier_day_stays_asked_then(province: Organization, settings: LazySettings) -> None:
    branch = Placement.objects.get(organization=factories.organization("099001", province))
    factories.campaign(province, requirements=[factories.requirement("A"), factories.requirement("B")])
    settings.TODAY = "2016-10-20"
    actions.withdraw_requirement(by=operator(), requirement=Requirement.objects.get(code="A"), reason="重复")
    actions.amend_requirement(by=operator(), requirement=Requirement.objects.get(code="B"), due_on=date(2016, 9, 30))

    def asked(day: date) -> list[tuple[str, int]]:
        return sorted((one.code, one.version) for one in queries.requirements_for(operator(), branch, day))

    assert asked(date(2016, 10, 19)) == [("A", 1), ("B", 1)]
    assert asked(date(2016, 10, 20)) == [("B", 2)]


def test_a_new_version_still_leads_to_its_passage(province: Organization) -> None:
    text = "各支部要在六月底前开展一次专题讨论。"
    notice = Notice.objects.create(holder=province, title="通知", text=text, original=b"", taken_in_by=0)
    proposal = Proposal.objects.create(notice=notice, start=0, end=len(text), topic="study", strength="hard")
    campaign = factories.campaign(province, issued=False, requirements=[factories.requirement()])
    dates = {"opens_on": date(2016, 4, 1), "due_on": date(2016, 6, 30)}
    first = actions.confirm_proposal(by=operator(), proposal=proposal, campaign=campaign, **dates)
    third = first
    for minutes in (20, 30):
        third = actions.amend_requirement(by=operator(), requirement=third, minutes=minutes)
    assert (third.version, third.passage) == (3, proposal)


def head_of(file: CampaignFile, **changes: object) -> CampaignFile:
    return file.model_copy(update={"campaign": file.campaign.model_copy(update=changes)})


def test_a_draft_follows_its_file_and_an_issued_campaign_does_not(province: Organization) -> None:
    campaign, _ = actions.load_campaign(by=operator(), file=a_file())
    actions.load_campaign(by=operator(), file=head_of(a_file(), title_zh="改名"))
    campaign.refresh_from_db()
    assert campaign.title_zh == "改名"
    actions.issue(by=operator(), campaign=campaign)
    with pytest.raises(Refusal) as refused:
        actions.load_campaign(by=operator(), file=head_of(a_file(), title_zh="再改"))
    assert (refused.value.code, refused.value.where["parts"]) == ("campaign_head_issued", ("title_zh",))


def test_a_text_that_was_issued_stays_what_it_was(province: Organization) -> None:
    campaign, _ = actions.load_campaign(by=operator(), file=a_file())
    actions.issue(by=operator(), campaign=campaign)
    other = a_file().readings[0].model_copy(update={"title": "另一本书"})
    with pytest.raises(Refusal) as refused:
        actions.load_campaign(by=operator(), file=a_file().model_copy(update={"readings": (other,)}))
    assert refused.value.code == "campaign_reading_issued"
    assert campaign.readings.get().title == "书"
