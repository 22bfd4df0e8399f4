"""党员名册：谁在册、缺什么、何时变

名册是所有数字的底数。谁在哪一天在册、是预备党员还是正式党员、在不在外流动，都带着日期；
改动由人决定并写明理由，原来的内容保留。系统不替任何人作决定。
"""

from datetime import date

import pytest

from tests import factories
from xuezuo.indicators.queries import figures
from xuezuo.organizations import duplicates, likenesses, member_files, members, memberships
from xuezuo.organizations.models import Organization, Pair
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db

FILE = {
    "sex": "male",
    "nationality": "汉族",
    "id_number": b"x",
    "birth_on": date(1980, 1, 1),
    "joined_on": date(2015, 7, 1),
    "full_on": date(2016, 7, 1),
    "education": "高中",
    "post": "村民",
    "phone": b"x",
}


@pytest.fixture(autouse=True)
def october(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099001", factories.organization("099"), kind="committee")


@pytest.fixture
def branch(township: Organization) -> Organization:
    return factories.organization("099001001", township)


@pytest.fixture
def officer(township: Organization) -> Scope:
    return factories.scope(factories.user("officer", township))


def counted(scope: Scope, code: str, day: date | None = None, by: str | None = None) -> dict[str, object]:
    return figures(scope, None, [code], by, day)["figures"][0]


def test_what_is_missing_is_a_list_of_work(officer: Scope, branch: Organization) -> None:
    """每名党员要有的信息按采集表核对。缺的项列在支部自己的名册上，上级只看到各支部还差多少，不排名次。

    三名党员，一名缺电话，完整的是两名。
    """
    for number in range(3):
        factories.member(branch, **FILE | {"phone": b"x" if number else None})
    found = counted(officer, "member_files_complete")
    assert (found["expected"], found["settled"]) == (3, 3 - 1)


def test_an_earlier_day_reads_the_category_of_that_day(officer: Scope, branch: Organization) -> None:
    """预备期满由支部大会决定，登记日期和文件。转正以后，查以前某一天的数字，那天仍按预备党员计。

    不满一年不能转正。
    """
    member = factories.member(branch, **FILE | {"category": "probationary", "full_on": None})
    decision = {"by": officer, "branch": branch.placements.get(), "member": member, "document": "决议3号"}
    with pytest.raises(Refusal):
        members.decide_probation(**decision, outcome="full", day=date(2016, 6, 30))
    members.decide_probation(**decision, outcome="full", day=date(2016, 7, 1))

    def on_probation(day: date) -> int:
        return {one["code"]: one["settled"] for one in counted(officer, "members", day, "group")["groups"]}[
            "probationary"
        ]

    assert (on_probation(date(2016, 6, 30)), on_probation(date(2016, 7, 1))) == (1, 0)


def test_a_floating_member_stays_with_the_branch_of_the_relation(officer: Scope, branch: Organization) -> None:
    """流动党员的组织关系仍在原支部，只统计一次。原支部写明流入地；流入地在本系统内的，那里的支部能看到姓名。"""
    there = factories.organization("098001", factories.organization("098"), kind="branch")
    member = factories.member(branch, "走远的人")
    place = branch.placements.get()
    members.join_group(
        by=officer,
        branch=place,
        member=member,
        group="floating",
        since=date(2016, 3, 1),
        destination="邻省海城市",
        receiving="098001",
    )
    host = factories.scope(factories.user("secretary", there))
    assert [one.grouped.member for one in member_files.guests(host, there.placements.get())] == [member]
    assert (counted(officer, "members")["settled"], counted(host, "members")["settled"]) == (1, 0)


def test_who_is_suspended_is_decided_by_people_and_may_come_back(officer: Scope, branch: Organization) -> None:
    """停止党籍、除名等决定由会议作出，这里只作登记，必须写明理由和文件，加密保存，本人看得到。系统从不提议。

    停止党籍期间不计入党员数；恢复以后重新计入，中间的一段不补。
    """
    member = factories.member(branch, since=date(2010, 7, 1))
    found = {"kind": "suspended", "on": date(2016, 5, 1)}
    with pytest.raises(Refusal):
        memberships.end(by=officer, membership=member.memberships.get(), **found)
    ending = memberships.end(
        by=officer, membership=member.memberships.get(), reason="失去联系", document="决议5号", **found
    )
    memberships.restore(by=officer, ending=ending, on=date(2016, 9, 1), reason="书面申请", document="批复2号")
    days = [date(2016, 4, 30), date(2016, 5, 1), date(2016, 8, 31), date(2016, 9, 1)]
    assert [counted(officer, "members", day)["settled"] for day in days] == [1, 0, 0, 1]
    assert memberships.words_of(ending) == ("失去联系", "决议5号")


def test_one_person_entered_twice_counts_once(officer: Scope, township: Organization, branch: Organization) -> None:
    """系统只负责找出疑似重复，是不是同一人由人决定，三十天内可以撤销。合并不挪动、不丢失任何记录。

    两个支部各有一条，定为同一人以后，连以前的日子也只计一次；撤销以后仍是两条。
    """
    other = factories.organization("099001002", township)
    one, two = (factories.member(place, "王小明", birth_on=date(1980, 1, 1)) for place in (branch, other))
    duplicates.find(by=officer, placement=township.placements.get())
    pair = Pair.objects.get()
    days = [date(2016, 1, 1), date(2016, 10, 20)]
    before = [counted(officer, "members", day)["settled"] for day in days]
    decision = duplicates.decide(by=officer, pair=pair, same=True, reason="本人确认", stays=one.pk, home=branch.pk)
    after = [counted(officer, "members", day)["settled"] for day in days]
    assert (before, after) == ([2, 2], [1, 1])
    assert likenesses.person_of(two.pk) == one.pk
    duplicates.undo(by=officer, decision=decision, reason="看错了")
    assert [counted(officer, "members", day)["settled"] for day in days] == [2, 2]
