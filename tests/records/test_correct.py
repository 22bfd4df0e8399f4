"""Corrections keep what was said before, and every check holds again."""

from datetime import date
from typing import Any

import pytest

from tests.records.conftest import Place
from xuezuo.audit.models import Event
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import Campaign
from xuezuo.records import actions, queries
from xuezuo.records.models import Correction, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible


def test_the_old_value_stays_with_who_and_why(place: Place) -> None:
    ding = place.members[0]
    record = actions.enter(**place.entry(subject="旧题"))
    actions.correct(
        by=place.carol, record=record, reason=" 丁一那天请假 ", subject="新题", attended=4, absent=[(ding.pk, "leave")]
    )
    found = queries.record(place.carol, record.pk)
    assert (found.subject, found.attended, found.absences.count()) == ("新题", 4, 1)
    correction = found.corrections.get()
    assert correction.before == {"attended": 5, "absent": [], "subject": "旧题"}
    assert correction.after == {"attended": 4, "absent": [[ding.pk, "leave"]], "subject": "新题"}
    assert (correction.reason, correction.corrected_by) == ("丁一那天请假", place.carol.viewer_id)
    assert Event.objects.get(action="record.correct").detail == {"fields": ["attended", "absent", "subject"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attended": 4}, "headcount_short"),
        ({"held_on": date(2016, 10, 21)}, "record_in_future"),
        ({"kinds": []}, "record_kind_missing"),
        ({}, "correction_changes_nothing"),
        ({"attended": 5}, "correction_changes_nothing"),
    ],
)
def test_a_correction_is_checked_like_an_entry(place: Place, changes: dict[str, Any], code: str) -> None:
    record = actions.enter(**place.entry())
    with pytest.raises(Refusal) as caught:
        actions.correct(by=place.carol, record=record, reason="改", **changes)
    assert caught.value.code == code
    assert Record.objects.get(pk=record.pk).attended == 5
    assert Correction.objects.count() == 0


def test_a_correction_needs_a_reason(place: Place) -> None:
    record = actions.enter(**place.entry())
    with pytest.raises(Refusal) as caught:
        actions.correct(by=place.carol, record=record, reason=" ", subject="题")
    assert caught.value.code == "correction_reason_missing"


def test_a_claim_that_no_longer_holds_goes_with_the_correction(place: Place) -> None:
    lecture, talk = place.requirements["LECTURE"], place.requirements["TALK"]
    record = actions.enter(
        **place.entry(
            kinds=["lecture", "topic_discussion"], readings=[place.readings["RD01"].pk], claims=[lecture.pk, talk.pk]
        )
    )
    actions.correct(by=place.carol, record=record, reason="没有讨论", kinds=["lecture"])
    assert [one.requirement.code for one in record.claims.all()] == ["LECTURE"]
    assert record.corrections.get().after == {"kinds": ["lecture"], "claims_withdrawn": [talk.pk]}


def test_a_later_claim_that_built_on_a_text_goes_too(place: Place) -> None:
    talk = place.requirements["TALK"]
    may = actions.enter(**place.entry(held_on=date(2016, 5, 1), readings=[place.readings["RD01"].pk]))
    june = actions.enter(**place.entry(held_on=date(2016, 6, 1), kinds=["topic_discussion"], claims=[talk.pk]))
    actions.correct(by=place.carol, record=may, reason="那天没有学章程", readings=[])
    assert not june.claims.exists()
    event = Event.objects.get(action="claim.withdraw")
    assert (event.object_id, event.detail) == (june.pk, {"requirement": talk.pk, "correction_of": may.pk})


def test_a_claim_on_a_requirement_that_no_longer_stands_is_not_touched(place: Place) -> None:
    lecture = place.requirements["LECTURE"]
    record = actions.enter(**place.entry(kinds=["lecture"], claims=[lecture.pk]))
    campaigns.withdraw_requirement(by=place.alice, requirement=lecture, reason="改期")
    actions.correct(by=place.carol, record=record, reason="错字", subject="题")
    assert record.claims.count() == 1


def test_a_text_stays_though_its_campaign_no_longer_reaches_the_branch(place: Place) -> None:
    record = actions.enter(**place.entry(readings=[place.readings["RD01"].pk]))
    Campaign.objects.update(issuer=place.sibling)
    actions.correct(by=place.carol, record=record, reason="错字", subject="题")
    with pytest.raises(Refusal):
        actions.correct(by=place.carol, record=record, reason="加一篇", readings=[place.readings["RD02"].pk])


def test_a_make_up_stays_with_its_absence_and_is_kept_when_it_goes(place: Place) -> None:
    first, second = place.members[:2]
    record = actions.enter(**place.entry(attended=3, absent=[(first.pk, "leave"), (second.pk, "duty")]))
    absence = record.absences.get(member=first)
    actions.make_up(by=place.carol, absences=[absence.pk], done_on=date(2016, 10, 19), way="door")
    actions.correct(by=place.carol, record=record, reason="丁二其实到了", attended=4, absent=[(first.pk, "illness")])
    assert record.absences.get().make_up.way == "door"
    assert record.absences.get().reason == "illness"
    actions.correct(by=place.carol, record=record, reason="都到了", attended=5, absent=[])
    latest = record.corrections.order_by("pk").last()
    assert latest is not None
    assert latest.before["make_ups"] == [[first.pk, "2016-10-19", "door"]]


def test_who_may_not_write_may_not_correct(place: Place) -> None:
    record = actions.enter(**place.entry())
    for stranger in (place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            actions.correct(by=stranger, record=record, reason="改", subject="题")
    assert actions.correct(by=place.bob, record=record, reason="代改", subject="题").subject == "题"
