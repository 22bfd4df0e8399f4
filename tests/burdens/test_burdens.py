"""What was asked of a place: counted from requirements and their versions by day, and what was refused as known."""

from collections.abc import Callable
from datetime import date

import pytest

from tests import factories
from xuezuo.audit.models import Event
from xuezuo.burdens import actions, queries
from xuezuo.burdens.models import Refused
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import AnotherThing, Campaign, Requirement
from xuezuo.campaigns.queries import requirements_for
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db
YEAR = (date(2016, 1, 1), date(2016, 12, 31))
COLLECTION = {
    "handed_in": "困难党员情况说明",
    "purpose": "安排慰问",
    "basis": "云委〔2016〕3号",
    "approver": "组织科长",
    "asked_for_because": "记录里没有家庭情况",
    "expires_on": date(2016, 12, 31),
}


@pytest.fixture(autouse=True)
def _today(settings: object) -> None:
    settings.TODAY = "2016-10-20"  # type: ignore[attr-defined]


@pytest.fixture
def tree() -> dict[str, Organization]:
    province = factories.organization("099", name="云川省委")
    town = factories.organization("099001", province, kind="committee")
    branches = [factories.organization(f"09900100{n}", town, sector="village") for n in (1, 2, 3)]
    other = factories.organization("099002", province, kind="committee")
    return {
        "province": province,
        "town": town,
        "branch": branches[0],
        "far": factories.organization("099002001", other),
    }


def seat(role: str, where: Organization) -> Scope:
    return factories.scope(factories.user(role, where))


def asked(scope: Scope, where: Organization) -> list[queries.Asked]:
    return queries.asked_of(scope, placement_of(operator(), where.pk), *YEAR)


def ask(issuer: Organization, *lines: dict[str, object]) -> Campaign:
    return factories.campaign(issuer, requirements=list(lines))


def test_hours_are_minutes_times_the_branches_below(tree: dict[str, Organization]) -> None:
    ask(tree["province"], factories.requirement("RQ1", minutes=30, fields_asked=4))
    ask(tree["town"], factories.requirement("RQ1", minutes=10, fields_asked=2))

    at_province = queries.Sum(tuple(asked(seat("officer", tree["province"]), tree["province"])))
    assert (at_province.minutes, at_province.fields) == (4 * 30 + 3 * 10, 4 * 4 + 3 * 2)
    at_branch = queries.Sum(tuple(asked(seat("secretary", tree["branch"]), tree["branch"])))
    assert (at_branch.minutes, at_branch.fields) == (30 + 10, 4 + 2)
    far = queries.Sum(tuple(asked(seat("member", tree["far"]), tree["far"])))
    assert (far.minutes, far.fields) == (30, 4)


def test_the_whole_of_the_months_is_that_of_the_issuers(tree: dict[str, Organization]) -> None:
    ask(tree["province"], factories.requirement("RQ1"), factories.requirement("RQ2", due_on=date(2016, 9, 30)))
    ask(tree["town"], factories.requirement("RQ1", due_on=date(2016, 9, 1), minutes=55))
    found = asked(seat("officer", tree["town"]), tree["town"])

    months = queries.by_month(found, queries.months_back(date(2016, 10, 20)))
    issuers = queries.by_issuer(found)
    assert {one.period.code: one.requirements for one in months if one.period and one.asked} == {
        "2016-09": 2,
        "2016-06": 1,
    }
    assert sum(one.minutes for one in months) == sum(one.minutes for one in issuers) == 3 * (10 + 10 + 55)
    assert [one.issuer for one in issuers] == [tree["town"], tree["province"]]


@pytest.mark.parametrize(
    ("act", "minutes"),
    [
        ("amend", {10: 0, 25: 25}),
        ("withdraw", {}),
    ],
)
def test_the_version_of_the_due_day_counts_once(
    act: str, minutes: dict[int, int], tree: dict[str, Organization]
) -> None:
    """Due in December and changed in October: the new version counts; one taken back counts nothing."""
    campaign = ask(tree["province"], factories.requirement("RQ1", due_on=date(2016, 12, 1)))
    one = campaign.requirements.get()
    if act == "amend":
        campaigns.amend_requirement(by=operator(), requirement=one, minutes=25)
    else:
        campaigns.withdraw_requirement(by=operator(), requirement=one, reason="重复")
    found = asked(seat("secretary", tree["branch"]), tree["branch"])
    assert [one.minutes for one in found] == [value for value in minutes.values() if value]


def test_what_was_due_before_it_was_taken_back_was_asked(tree: dict[str, Organization]) -> None:
    one = ask(tree["province"], factories.requirement("RQ1")).requirements.get()
    campaigns.withdraw_requirement(by=operator(), requirement=one, reason="结束")
    assert [each.requirement for each in asked(seat("secretary", tree["branch"]), tree["branch"])] == [one]


def test_a_count_for_all_agrees_with_one_branch_after_the_other(tree: dict[str, Organization]) -> None:
    factories.member(tree["branch"], groups=("floating",))
    ask(
        tree["province"],
        factories.requirement("A", audience={"groups": ["floating"]}),
        factories.requirement("B", audience={"sectors": ["village"]}),
        factories.requirement("C", audience={"subtree": "099001"}),
        factories.requirement("D", audience={"kinds": ["committee"]}),
    )
    found = {one.requirement.code: one.branches for one in asked(seat("officer", tree["province"]), tree["province"])}
    owing = {
        code: sum(
            any(one.code == code for one in requirements_for(operator(), place)) for place in Placement.objects.all()
        )
        for code in "ABCD"
    }
    assert found == owing == {"A": 1, "B": 3, "C": 3, "D": 2}


def test_drafts_and_neighbours_are_nobody_s_burden(tree: dict[str, Organization]) -> None:
    factories.campaign(tree["province"], issued=False, requirements=[factories.requirement()])
    ask(tree["town"], factories.requirement())
    assert asked(seat("secretary", tree["far"]), tree["far"]) == []


def test_a_known_figure_is_refused_and_the_refusal_kept(tree: dict[str, Organization]) -> None:
    officer = seat("officer", tree["town"])
    campaign = factories.campaign(tree["town"], issued=False)

    def demand(**more: object) -> Requirement:
        return campaigns.add_requirement(
            by=officer, campaign=campaign, code="RQ1", title="报表", opens_on=date(2016, 10, 1),
            due_on=date(2016, 10, 31), **(COLLECTION | {"handed_in": "各支部党员人数"} | more),
        )  # fmt: skip

    with pytest.raises(Refusal) as refusal:
        demand()
    assert (refusal.value.code, refusal.value.where["indicator"]) == ("figure_known", "members")
    assert "“党员”" in str(refusal.value)
    assert "/" not in str(refusal.value)
    for _ in range(2):
        actions.keep_refused(by=officer, refusal=refusal.value)
    assert [(one.words, one.issuer) for one in Refused.objects.all()] == [("各支部党员人数", tree["town"])]
    assert Event.objects.filter(action="requirement.refuse").count() == 1
    seen = {
        name: queries.refused(seat(role, tree[name]), placement_of(operator(), tree[name].pk), *YEAR).count()
        for name, role in (("branch", "secretary"), ("province", "officer"), ("far", "secretary"))
    }
    assert seen == {"branch": 1, "province": 1, "far": 0}

    made = demand(other_because="只要外出务工的")
    assert AnotherThing.objects.get().reason == "只要外出务工的"
    amended = campaigns.amend_requirement(by=officer, requirement=made, minutes=20)
    assert amended.another_thing.reason == "只要外出务工的"


def test_only_whoever_may_ask_keeps_a_refusal(tree: dict[str, Organization]) -> None:
    refusal = Refusal("figure_known", where="", words="党员数", title="", indicator="members")
    with pytest.raises(NotVisible):
        actions.keep_refused(by=seat("secretary", tree["branch"]), refusal=refusal)


Adding = Callable[..., Requirement]


@pytest.fixture
def adding(tree: dict[str, Organization]) -> Adding:
    campaign = factories.campaign(tree["province"], issued=False)
    return lambda **more: campaigns.add_requirement(
        by=operator(), campaign=campaign, code="RQ1", title="送材料", opens_on=date(2016, 10, 1),
        due_on=date(2016, 10, 31), **more,
    )  # fmt: skip


@pytest.mark.parametrize("missing", ["purpose", "basis", "approver", "asked_for_because", "expires_on"])
def test_a_collection_says_everything_or_is_refused(missing: str, adding: Adding) -> None:
    with pytest.raises(Refusal) as refusal:
        adding(**(COLLECTION | {missing: None if missing == "expires_on" else " "}))
    assert refusal.value.code == "collection_incomplete"
    assert not Requirement.objects.exists()
    with pytest.raises(Refusal) as no_minutes:
        adding(minutes=0, **COLLECTION)
    assert no_minutes.value.code == "collection_incomplete"


def test_a_collection_ends(adding: Adding, tree: dict[str, Organization], settings: object) -> None:
    with pytest.raises(Refusal) as refusal:
        adding(**(COLLECTION | {"expires_on": date(2018, 1, 1)}))
    assert refusal.value.code == "collection_expiry"
    campaigns.issue(by=operator(), campaign=adding(**COLLECTION).campaign)
    branch = placement_of(operator(), tree["branch"].pk)
    assert len(requirements_for(operator(), branch, date(2016, 12, 31))) == 1
    assert requirements_for(operator(), branch, date(2017, 1, 1)) == []


def test_nothing_is_handed_in_by_default(adding: Adding) -> None:
    assert not adding().collects
