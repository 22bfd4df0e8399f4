"""学做结合：会上提出、各人承诺、一项项做到

学是基础，做是关键。会上提出的问题、各人作出的承诺，记录会议时一并登记，不另填表。
承诺出于自愿，不摊派；做没做到看所做的事。数字只看学和做是不是连上了，不给任何人打分。
"""

import uuid
from datetime import date

import pytest

from tests import factories
from xuezuo.cases import actions as cases
from xuezuo.commitments import actions
from xuezuo.commitments.actions import ProblemVoiced, TakenOn
from xuezuo.indicators.queries import figures
from xuezuo.organizations.models import Organization
from xuezuo.records.models import Record
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099001", factories.organization("099"), kind="committee")


@pytest.fixture
def branches(township: Organization) -> list[Organization]:
    made = [factories.organization(f"09900100{n}", township, sector="village" if n < 3 else "organ") for n in (1, 2, 3)]
    for branch in made:
        factories.member(branch)
        factories.member(branch)
    return made


@pytest.fixture
def officer(township: Organization) -> Scope:
    return factories.scope(factories.user("officer", township))


def counted(scope: Scope, code: str, by: str | None = None) -> dict[str, object]:
    return figures(scope, None, [code], by)["figures"][0]


def meeting(branch: Organization, kind: str = "topic_discussion", **voiced: object) -> Record:
    who = factories.scope(factories.user("secretary", branch))
    entry = {"held_on": date(2016, 9, 10), "kinds": [kind], "attended": 2}
    return actions.enter_meeting(by=who, organization=branch, client_id=uuid.uuid4(), **entry, **voiced)


def test_a_meeting_led_to_something(officer: Scope, branches: list[Organization]) -> None:
    """学习类会议上提出了问题或作出了承诺，计为学做结合；没有提出的会照样是一次会。党员大会不是学习类会议，不计。

    三个支部各开一次专题学习讨论，一个提出问题，一个有人承诺，计入 1 + 1，应计 1 + 1 + 1；按领域，农村两次都计入。
    """
    first, second, third = branches
    meeting(first, problems=[ProblemVoiced("机耕路不通")])
    meeting(second, taken_on=[TakenOn("看护三户老人", date(2016, 12, 31))])
    meeting(third)
    meeting(third, "general", problems=[ProblemVoiced("路灯不亮")])

    found = counted(officer, "meetings_leading_on")
    assert (found["expected"], found["settled"]) == (1 + 1 + 1, 1 + 1)
    by_sector = counted(officer, "meetings_leading_on", "sector")["groups"]
    assert {one["code"]: (one["expected"], one["settled"]) for one in by_sector} == {
        "village": (1 + 1, 1 + 1),
        "organ": (1, 0),
    }


def test_commitments_are_kept_by_deeds(officer: Scope, branches: list[Organization]) -> None:
    """到期的承诺，记过所做的事即为践诺。没有到期的、撤回了的不计；支部的和党员的合在一起，看不出是谁的。

    四项承诺，一项撤回、一项未到期，到期 4 - 1 - 1 项，做了 1 项。
    """
    branch = branches[0]
    carol = factories.scope(factories.user("secretary", branch))
    done, _late, withdrawn = (
        factories.commitment(branch, what, due_on=date(2016, 9, 30)) for what in ("清河道", "修路", "搬树")
    )
    factories.commitment(branch, "护林", due_on=date(2016, 12, 31))
    actions.enter_deed(by=carol, organization_id=branch.pk, commitment=done, what="清完了", done_on=date(2016, 9, 1))
    actions.withdraw(by=carol, one=withdrawn, reason="树已枯")

    found = counted(officer, "commitments_kept")
    assert (found["expected"], found["settled"]) == (4 - 1 - 1, 1)


def test_problems_are_closed_one_by_one_by_people(officer: Scope, branches: list[Organization]) -> None:
    """问题改好一项，由人写明理由销号一项。支部自己查出的问题由支部销号，上级交办的由上级销号；回头看反弹的重新打开。

    三个问题，销号两个，其中一个反弹，已改 2 - 1 个。
    """
    branch = branches[0]
    carol = factories.scope(factories.user("secretary", branch))
    problems = [factories.problem(branch, title) for title in ("路灯不亮", "账目不公开", "活动室漏雨")]
    for one in problems[:2]:
        cases.close_case(by=carol, case=one, closed_on=date(2016, 8, 1), reason="改好了")
    cases.look_back(by=officer, case=problems[1], looked_on=date(2016, 9, 1), holds=False)

    found = counted(officer, "problems_put_right")
    assert (found["expected"], found["settled"]) == (3, 2 - 1)
    by_child = counted(officer, "problems_put_right", "children")["groups"]
    assert {one["code"]: one["settled"] for one in by_child} == {"099001001": 1, "099001002": 0, "099001003": 0}
