"""没有网络：照样记，一条不少，一条不重

手机由支部书记自己决定是否保存本支部。保存后，没有信号也能看到期的事、记会议、改记录、登记补学；
有信号后自动发送。每条记录只算一次，别人改过的绝不覆盖，由人来选。
"""

import uuid
from datetime import date
from typing import Any

import pytest

from tests import factories
from xuezuo.organizations.models import Organization
from xuezuo.records import actions
from xuezuo.records.envelopes import Envelope
from xuezuo.records.models import Record
from xuezuo.records.queries.phones import pack_for
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

pytestmark = pytest.mark.django_db

MEETING: dict[str, Any] = {"held_on": date(2016, 10, 18), "kinds": ["general"], "attended": 3}


@pytest.fixture(autouse=True)
def october(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099001", factories.organization("099"), kind="committee")


@pytest.fixture
def branch(township: Organization) -> Organization:
    made = factories.organization("099001001", township)
    for name in ("丁一", "丁二", "丁三"):
        factories.member(made, name)
    return made


@pytest.fixture
def secretary(branch: Organization) -> Scope:
    return factories.scope(factories.user("secretary", branch))


@pytest.fixture
def officer(township: Organization) -> Scope:
    return factories.scope(factories.user("officer", township))


def envelope(kind: str = "enter", *, seen: str = "", **body: Any) -> Envelope:
    return Envelope(uuid.uuid4(), kind, (MEETING if kind == "enter" else {}) | body, seen)


def test_a_phone_keeps_names_and_numbers_and_nothing_else(secretary: Scope, branch: Organization) -> None:
    """手机上只存名册上的姓名和编号，没有身份证号、电话。只有本支部书记和直接上级能取。"""
    pack = pack_for(secretary, branch.placements.get())

    assert [row[1] for row in pack["roster"]] == ["丁一", "丁三", "丁二"]
    assert {len(row) for row in pack["roster"]} == {len(["编号", "姓名", "入册日", "离册日"])}
    province = factories.scope(factories.user("officer", Organization.objects.get(code="099")))
    with pytest.raises(NotVisible):
        pack_for(province, branch.placements.get())


def test_sent_twice_is_entered_once(secretary: Scope, branch: Organization) -> None:
    """信号断断续续，同一条发了两次，只有一条记录。"""
    one = envelope()

    answers = [actions.take(by=secretary, organization=branch, envelope=one).word for _ in range(2)]

    assert answers == ["taken", "already"]
    assert Record.objects.count() == 1


def test_a_correction_that_arrives_first_waits(secretary: Scope, branch: Organization) -> None:
    """更正比原记录先到，就等原记录到了再办，不会丢。"""
    entry = envelope()
    change = envelope("correct", record=entry.client_id, seen=str(entry.client_id), reason="写错了", subject="夜校")

    answers = [actions.take(by=secretary, organization=branch, envelope=one).word for one in (change, entry, change)]

    assert answers == ["wait", "taken", "taken"]
    assert Record.objects.get().subject == "夜校"


def test_what_somebody_else_changed_is_never_overwritten(
    secretary: Scope, officer: Scope, branch: Organization
) -> None:
    """手机离线期间镇里改过同一条记录：两份并排给书记看，由书记选，系统不替人定。"""
    entry = envelope()
    seen = actions.take(by=secretary, organization=branch, envelope=entry).version
    actions.correct(by=officer, record=Record.objects.get(), reason="镇里核对", place="镇政府")
    change = envelope("correct", record=entry.client_id, seen=seen, reason="写错了", place="村部")

    answer = actions.take(by=secretary, organization=branch, envelope=change)

    assert (answer.word, answer.theirs["content"]["place"]) == ("conflict", "镇政府")
    assert Record.objects.get().place == "镇政府"


def test_a_phone_whose_clock_is_fast_loses_nothing(secretary: Scope, branch: Organization) -> None:
    """手机时钟快了三天，会议日期落在以后：服务器以自己的日期为准，退回手机上等书记改日期，编号不变。"""
    wrong = envelope(held_on=date(2016, 10, 23))
    with pytest.raises(Refusal, match="2016-10-23"):
        actions.take(by=secretary, organization=branch, envelope=wrong)

    right = Envelope(wrong.client_id, "enter", MEETING)
    assert actions.take(by=secretary, organization=branch, envelope=right).word == "taken"
