"""任职、换届和组织关系转接:谁在任、谁在办、谁还没有办

任职有起止日期,换届看任期届满日,转接以接收日为界。接收之前,党员和各项工作都在转出支部。
"""

from datetime import date

import pytest

from tests import factories
from xuezuo.organizations import terms
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import home_of
from xuezuo.people import actions, queries
from xuezuo.people.kinds import Stage
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Organization]:
    county = factories.organization("099", kind="local_committee", name="某县委")
    first = factories.organization("099001", county, kind="committee", name="东镇党委")
    second = factories.organization("099002", county, kind="committee", name="西镇党委")
    return {
        "县": county,
        "东镇": first,
        "西镇": second,
        "东村": factories.organization("099001001", first, name="东村党支部", sector="village"),
        "西村": factories.organization("099002001", second, name="西村党支部", sector="village"),
    }


def desk(role: str, where: Organization) -> Scope:
    return factories.scope(factories.user(role, where))


def test_the_next_secretary_takes_over_on_one_day(places: dict[str, Organization]) -> None:
    """新书记到任之日,前任书记即离任,不会重叠,也不会空档。

    九月一日换人:八月三十一日还是前任,九月一日就是新任。
    """
    office = desk("officer", places["东镇"])
    branch = places["东村"]
    values = {"by": office, "organization_id": branch.pk, "post": "secretary", "way": "elected"}
    before = actions.enter_post(member=factories.member(branch, "前任"), since=date(2013, 9, 1), **values)
    actions.enter_post(member=factories.member(branch, "新任"), since=date(2016, 9, 1), replacing=before, **values)
    names = [
        [one.member.name for one in queries.holders(office, branch.pk, day)]
        for day in (date(2016, 8, 31), date(2016, 9, 1))
    ]
    assert names == [["前任"], ["新任"]]


def test_a_branch_does_not_appoint_its_own_secretary(places: dict[str, Organization]) -> None:
    """书记、副书记等职务由上级登记;支部自己登记支委和党小组组长。"""
    branch = places["东村"]
    secretary, member = desk("secretary", branch), factories.member(branch)
    values = {"by": secretary, "organization_id": branch.pk, "member": member, "way": "elected"}
    with pytest.raises(NotVisible):
        actions.enter_post(post="secretary", since=date(2016, 9, 1), **values)
    actions.enter_post(post="publicity_member", since=date(2016, 9, 1), **values)
    assert [one.post for one in queries.holders(secretary, branch.pk, date(2016, 9, 1))] == ["publicity_member"]


def test_a_term_has_the_length_of_its_day(places: dict[str, Organization]) -> None:
    """任期按选举当天的规定算:村党支部2018年7月12日以前选举的三年,以后的五年。"""
    village = places["东村"]
    assert terms.usual_end(village, date(2018, 7, 11)) == date(2018 + 3, 7, 10)
    assert terms.usual_end(village, date(2018, 7, 12)) == date(2018 + 5, 7, 11)


def test_the_superior_sees_which_terms_end_soon(places: dict[str, Organization]) -> None:
    """任期届满前六个月、三个月、一个月,列在直接上级的清单上;不发消息,不打扰人。"""
    office, branch = desk("officer", places["东镇"]), places["东村"]
    term = terms.enter_term(
        by=office, organization_id=branch.pk, elected_on=date(2013, 11, 5), ends_on=date(2016, 11, 4)
    )
    top = Placement.objects.get(organization=places["东镇"])
    listed = [terms.running_terms(office, top, "soon", day=day).count() for day in (date(2016, 5, 3), date(2016, 6, 1))]
    assert listed == [0, 1]
    assert [terms.running(term, day).remind for day in (date(2016, 6, 1), date(2016, 9, 1), date(2016, 10, 20))] == [
        6,
        3,
        1,
    ]


def test_until_accepted_the_member_stays(places: dict[str, Organization]) -> None:
    """转接由转出支部起草,有权的党委开介绍信,接收方接收。接收之日起转到新支部,前一天还在原支部。"""
    member = factories.member(places["东村"], "王某")
    one = actions.draft(by=desk("secretary", places["东村"]), member=member, target=places["西村"], on=date(2020, 5, 1))
    actions.issue(by=desk("officer", places["东镇"]), transfer=one, on=date(2020, 5, 2))
    actions.accept(by=desk("officer", places["西镇"]), transfer=one, on=date(2020, 5, 20))
    homes = [home_of(member.pk, day) for day in (date(2020, 5, 19), date(2020, 5, 20))]
    assert [home.organization.name for home in homes if home] == ["东村党支部", "西村党支部"]


def test_an_expired_letter_is_renewed_not_lost(places: dict[str, Organization]) -> None:
    """介绍信有效期九十天,过期后党员仍归转出方;换开一张即可继续办理,不必从头再来。"""
    member, sender = factories.member(places["东村"]), desk("officer", places["东镇"])
    one = actions.draft(by=sender, member=member, target=places["西村"], on=date(2020, 5, 1))
    actions.issue(by=sender, transfer=one, on=date(2020, 5, 1))
    assert queries.transfer(sender, one.pk, date(2020, 7, 31)).stage is Stage.EXPIRED

    receiver = desk("officer", places["西镇"])
    with pytest.raises(Refusal):
        actions.accept(by=receiver, transfer=one, on=date(2020, 7, 31))
    actions.renew(by=sender, transfer=one, on=date(2020, 8, 1))
    actions.accept(by=receiver, transfer=one, on=date(2020, 8, 2))
    home = home_of(member.pk, date(2020, 8, 2))
    assert home is not None
    assert home.organization == places["西村"]


def test_nobody_is_refused_without_cause(places: dict[str, Organization]) -> None:
    """接收方不得无故拒收:退回要选原因、写明理由,转出方看得到。"""
    sender, receiver = desk("officer", places["东镇"]), desk("officer", places["西镇"])
    one = actions.draft(by=sender, member=factories.member(places["东村"]), target=places["西村"], on=date(2020, 5, 1))
    actions.issue(by=sender, transfer=one, on=date(2020, 5, 1))
    with pytest.raises(Refusal):
        actions.send_back(by=receiver, transfer=one, cause="letter", reason="", on=date(2020, 5, 3))
    actions.send_back(by=receiver, transfer=one, cause="letter", reason="党费交至月份没写", on=date(2020, 5, 3))
    seen = queries.transfer(sender, one.pk, date(2020, 5, 3))
    assert (seen.stage, seen.steps[-1].reason) == (Stage.RETURNED, "党费交至月份没写")
