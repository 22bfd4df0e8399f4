"""Entering a meeting: what may be entered, by whom, and what is refused in one sentence."""

import uuid
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.records.conftest import Place
from xuezuo.audit.models import Event
from xuezuo.records import actions, queries
from xuezuo.records.models import Absence, Claim, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator


def refused(place: Place, **changes: Any) -> Refusal:
    """The refusal, after a look that nothing was written."""
    counts = [Record.objects.count(), Absence.objects.count(), Claim.objects.count(), Event.objects.count()]
    with pytest.raises(Refusal) as caught:
        actions.enter(**place.entry(**changes))
    assert [Record.objects.count(), Absence.objects.count(), Claim.objects.count(), Event.objects.count()] == counts
    assert str(caught.value)
    return caught.value


def test_one_entry_holds_everything_about_a_meeting(place: Place) -> None:
    ding = place.members[0]
    record = actions.enter(
        **place.entry(
            kinds=["general", "lecture", "general"],
            attended=4,
            absent=[(ding.pk, "illness")],
            guests=2,
            place=" 村部 ",
            subject="讲规矩",
            readings=[place.readings["RD01"].pk],
            summary="谈了三件事。",
            speaker_tier="secretary",
            claims=[place.requirements["LECTURE"].pk],
        )
    )
    found = queries.record(place.carol, record.pk)
    assert [kind.kind for kind in found.kinds.all()] == ["general", "lecture"]
    assert (found.expected, found.attended, found.guests) == (4 + 1, 4, 2)
    assert (found.place, found.subject, found.speaker_tier) == ("村部", "讲规矩", "secretary")
    assert [(one.member_id, one.reason) for one in found.absences.all()] == [(ding.pk, "illness")]
    assert [one.reading.code for one in found.readings.all()] == ["RD01"]
    assert [one.requirement.code for one in found.claims.all()] == ["LECTURE"]
    assert found.entered_by == place.carol.viewer_id
    event = Event.objects.get(object_kind="record", object_id=record.pk)
    assert (event.action, event.viewer_id, event.organization_id) == (
        "record.enter",
        place.carol.viewer_id,
        place.branch.pk,
    )


def test_a_headcount_that_does_not_add_up_says_by_how_many(place: Place) -> None:
    short = refused(place, attended=3, absent=[(place.members[0].pk, "leave")])
    assert (short.code, short.where["difference"], short.where["expected"]) == ("headcount_short", 5 - 3 - 1, 5)
    over = refused(place, attended=5, absent=[(place.members[0].pk, "leave")])
    assert (over.code, over.where["difference"]) == ("headcount_over", 5 + 1 - 5)


def test_the_roster_is_that_of_the_day_of_the_meeting(place: Place) -> None:
    late = factories.member(place.branch, "丁六", since=date(2016, 10, 19))
    assert actions.enter(**place.entry(attended=5)).expected == 5
    assert refused(place, attended=5, absent=[(late.pk, "leave")]).code == "absent_not_on_roster"
    assert actions.enter(**place.entry(held_on=date(2016, 10, 19), attended=6)).expected == 6


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_on": date(2016, 10, 21)}, "record_in_future"),
        ({"held_on": date(2014, 12, 31)}, "record_too_early"),
        ({"kinds": []}, "record_kind_missing"),
        ({"kinds": ["banquet"]}, "record_word_unknown"),
        ({"speaker_tier": "king"}, "record_word_unknown"),
        ({"attended": -1}, "record_count_impossible"),
        ({"guests": -1}, "record_count_impossible"),
        ({"attended": 0}, "record_of_nobody"),
        ({"subject": "长" * 201}, "record_text_too_long"),
        ({"readings": [999_999]}, "reading_unknown"),
        ({"claims": [999_999]}, "claim_not_met"),
        ({"guests": 1, "guest_members": [999_999]}, "guest_not_here"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(place: Place, changes: dict[str, Any], code: str) -> None:
    if code == "record_of_nobody":
        changes = changes | {"absent": [(one.pk, "leave") for one in place.members]}
    assert refused(place, **changes).code == code


def test_the_day_the_branch_began_is_not_too_early(place: Place) -> None:
    assert actions.enter(**place.entry(held_on=date(2015, 1, 1))).pk


def test_nobody_of_another_branch_is_absent_here(place: Place) -> None:
    stranger = factories.member(place.sibling)
    assert refused(place, attended=4, absent=[(stranger.pk, "leave")]).code == "absent_not_on_roster"
    twice = [(place.members[0].pk, "leave"), (place.members[0].pk, "duty")]
    assert refused(place, attended=3, absent=twice).code == "absent_twice"


def test_a_reading_waits_until_it_is_out(place: Place) -> None:
    told = refused(place, readings=[place.readings["RD32"].pk])
    assert (told.code, told.where["title"], told.where["since"]) == ("reading_not_yet", "新准则", "2016-10-27")


def test_a_reading_of_a_draft_or_of_elsewhere_is_unknown(place: Place) -> None:
    draft = factories.campaign(place.province, issued=False, readings=[{"code": "X", "title": "稿"}])
    elsewhere = factories.campaign(
        place.sibling, readings=[{"code": "Y", "title": "邻支部自选"}], requirements=[factories.requirement()]
    )
    for campaign in (draft, elsewhere):
        assert refused(place, readings=[campaign.readings.get().pk]).code == "reading_unknown"


def test_a_visitor_is_named_as_guest_and_not_twice(place: Place) -> None:
    visitor = factories.member(place.sibling)
    record = actions.enter(**place.entry(by=place.bob, guests=2, guest_members=[visitor.pk]))
    assert [one.member_id for one in record.guest_attendances.all()] == [visitor.pk]
    assert refused(place, guests=0, guest_members=[visitor.pk]).code == "guests_do_not_add_up"
    assert refused(place, guests=1, guest_members=[place.members[0].pk]).code == "guest_on_roster"


def test_a_meeting_of_part_of_the_branch_makes_nobody_absent(place: Place) -> None:
    record = actions.enter(**place.entry(kinds=["committee"], attended=3))
    assert (record.expected, record.absences.count()) == (3, 0)
    told = refused(place, kinds=["committee"], attended=3, readings=[place.readings["RD01"].pk])
    assert told.code == "reading_without_all"


def test_a_committee_without_members_counts_who_attended(place: Place) -> None:
    entry = place.entry(by=place.bob, organization=place.township, kinds=["study_group"], attended=9)
    assert actions.enter(**entry).expected == 9
    with pytest.raises(Refusal) as caught:
        actions.enter(**entry | {"attended": 10**20})
    assert caught.value.code == "record_count_too_large"
    with pytest.raises(Refusal) as caught:
        actions.enter(**entry | {"absent": [(place.members[0].pk, "leave")]})
    assert caught.value.code == "absent_not_on_roster"


def test_sent_twice_is_entered_once(place: Place) -> None:
    phone = uuid.uuid4()
    first = actions.enter(**place.entry(client_id=phone, readings=[place.readings["RD01"].pk]))
    again = actions.enter(**place.entry(client_id=phone, readings=[place.readings["RD01"].pk], place=" "))
    assert again == first
    assert Record.objects.count() == 1
    assert Event.objects.filter(action="record.enter").count() == 1
    assert refused(place, client_id=phone, subject="别的").code == "record_sent_before"


def test_sent_again_with_other_claims_is_refused_and_not_lost(place: Place) -> None:
    phone = uuid.uuid4()
    talk, lecture = (place.requirements[code] for code in ("TALK", "LECTURE"))
    entry = {"client_id": phone, "kinds": ["topic_discussion", "lecture"], "readings": [place.readings["RD01"].pk]}
    first = actions.enter(**place.entry(**entry, claims=[talk.pk]))
    for claims in ([talk.pk, lecture.pk], [lecture.pk], []):
        assert refused(place, **entry, claims=claims).code == "record_sent_before"
    actions.withdraw_claim(by=place.carol, record=first, requirement=talk)
    actions.claim(by=place.carol, record=first, requirement=lecture)
    assert actions.enter(**place.entry(**entry, claims=[talk.pk])) == first
    assert [one.requirement_id for one in first.claims.all()] == [lecture.pk]


def test_sent_again_after_a_correction_is_still_the_same_entry(place: Place) -> None:
    phone = uuid.uuid4()
    first = actions.enter(**place.entry(client_id=phone))
    actions.correct(by=place.carol, record=first, reason="写错了", subject="讲规矩")
    actions.correct(by=place.carol, record=first, reason="又写错了", subject="守纪律", guests=1)
    assert actions.enter(**place.entry(client_id=phone)) == first


def test_the_direct_superior_may_enter_on_behalf_and_nobody_else(place: Place) -> None:
    assert actions.enter(**place.entry(by=place.bob)).entered_by == place.bob.viewer_id
    assert actions.enter(**place.entry(by=operator())).pk
    member = factories.scope(factories.user("member", place.branch))
    neighbour = factories.scope(factories.user("secretary", place.sibling))
    inspector = factories.scope(factories.user("inspector", place.township))
    for stranger in (place.alice, place.chelsea, member, neighbour, inspector):
        with pytest.raises(NotVisible):
            actions.enter(**place.entry(by=stranger))
