"""记录会议：一次记好，处处计数

记一次会，只点没到的人，人数自己写。缺席的人自动进入补课名单，各级看到的是同一条记录，支部不再另外上报。
"""

import uuid
from datetime import date

import pytest

from tests import factories
from tests.records.conftest import Place, place
from xuezuo.organizations.models import Floating
from xuezuo.periods import today
from xuezuo.records import actions, queries
from xuezuo.records.again import said_again
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.web.branch.sheet_codes import Sheet, code_of, read

__all__ = ["place"]

pytestmark = pytest.mark.django_db


def test_everybody_came_but_those_who_are_named(place: Place) -> None:
    """默认全部到会：点出没到的人，写下实到人数。两者对不上时退回，说明差在哪里。

    记录由支部书记一人填写，没有党员自己签到这一项。
    """
    absent = [(place.members[1].pk, "leave")]
    record = actions.enter(**place.entry(attended=4, absent=absent))
    assert (record.expected, record.attended) == (5, 4)
    assert [one.member.name for one in record.absences.all()] == ["丁二"]
    with pytest.raises(Refusal, match="5"):
        actions.enter(**place.entry(attended=5, absent=absent, held_on=date(2016, 10, 19)))


def test_one_entry_settles_what_it_meets(place: Place) -> None:
    """表单先列出这次会能落实哪些要求，保存时一并落实；不属实的可以取消勾选。"""
    matched = queries.matching_requirements(
        place.carol,
        place.branch.pk,
        held_on=date(2016, 10, 18),
        kinds=["topic_discussion"],
        readings=[place.readings["RD01"].pk],
    )
    talk = place.requirements["TALK"]
    assert talk in matched
    meeting = {"kinds": ["topic_discussion"], "readings": [place.readings["RD01"].pk], "claims": [talk.pk]}
    record = actions.enter(**place.entry(**meeting))
    assert [one.requirement for one in record.claims.all()] == [talk]
    assert talk not in [due.requirement for due in queries.outstanding_for(place.carol, place.branch.pk)]


def test_saved_twice_it_is_one_record(place: Place) -> None:
    """同一次保存重复提交，只有一条记录；同一编号内容不同的，退回由人来定。"""
    number = uuid.uuid4()
    first = actions.enter(**place.entry(client_id=number))
    assert actions.enter(**place.entry(client_id=number)) == first
    with pytest.raises(Refusal):
        actions.enter(**place.entry(client_id=number, subject="别的主题"))
    assert Record.objects.count() == 1


def test_last_time_is_copied_and_nobody_s_absence_is(place: Place) -> None:
    """“同上次”带出会议类型、地点、主题，月份和次数自动顺延；谁没到从不照抄。"""
    before = factories.record(
        place.branch, date(2016, 9, 18), kinds=("theme_day",), subject="9月第3次主题党日", place="村部"
    )
    again = said_again(before, today())
    assert (again["kinds"], again["place"], again["subject"]) == (["theme_day"], "村部", "10月第4次主题党日")
    assert "absent" not in again


def test_a_correction_keeps_what_was_said_before(place: Place) -> None:
    """记错了就更正，写一句原因；原来怎么写的、谁改的都留着，因此不再成立的认领一并撤回。"""
    record = actions.enter(**place.entry())
    absent = [(place.members[0].pk, "illness")]
    actions.correct(by=place.bob, record=record, reason="漏记一人", attended=4, absent=absent)
    kept = record.corrections.get()
    assert (kept.before["attended"], kept.after["attended"], kept.reason) == (5, 4, "漏记一人")
    assert kept.corrected_by == place.bob.viewer_id


def test_an_office_enters_on_behalf_and_it_says_so(place: Place) -> None:
    """支部送来纸质记录的，由直接上级代录，记录上写明由谁代录；隔级的上级不能代录。"""
    record = actions.enter(**place.entry(by=place.bob))
    assert (record.organization, record.entered_by) == (place.branch, place.bob.viewer_id)
    with pytest.raises(Exception, match="0001"):
        actions.enter(**place.entry(by=place.alice, held_on=date(2016, 10, 19)))


def test_the_code_on_the_sheet_leads_back_to_the_branch(place: Place) -> None:
    """打印的记录表带一个编码，录入时输入编码就到该支部、该类会议的表单。编码不含文字，抄错一位不会串到别的支部。"""
    sheet = Sheet(place.branch.pk, "lecture", place.requirements["LECTURE"].pk)
    code = code_of(sheet)
    assert read(code.lower()) == sheet
    assert read(code[:-1] + ("0" if code[-1] != "0" else "1")) is None


def test_who_attends_elsewhere_counts_once_at_home(place: Place) -> None:
    """流动党员在流入地支部参加会议，由那里点名列席；在自己的支部按到会计一次，不重复。"""
    wanderer = factories.member(place.sibling, "游一", groups=("floating",))
    said = {"entered_by": place.bob.viewer_id, "entered_at": factories.timezone.now()}
    Floating.objects.create(grouped=wanderer.groups.get(), receiving=place.branch, **said)
    assert queries.floating_here(place.carol, place.branch.pk) == [wanderer]
    record = actions.enter(**place.entry(guests=1, guest_members=[wanderer.pk]))
    assert (record.expected, record.attended, record.guests) == (5, 5, 1)
    home = factories.scope(factories.user("secretary", place.sibling))
    assert [(one.member, one.host) for one in queries.attended_elsewhere(home, place.sibling.pk)] == [
        (wanderer, place.branch.name)
    ]
