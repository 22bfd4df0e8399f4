"""Section 3b: whole numbers only, each decision by its own rule, and never a block."""

from datetime import date

import pytest

from tests import factories
from tests.records.conftest import Place
from xuezuo.organizations.models import Member
from xuezuo.records import actions, queries, votes
from xuezuo.records.models import Correction, Matter, Record
from xuezuo.records.votes import Verdict, Vote
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

IN_2016, BEFORE, SINCE = date(2016, 10, 18), date(2020, 7, 12), date(2020, 7, 13)

# d = 10: half is 5, four fifths 8, two thirds 6 2/3
EDGES = [
    (votes.more_than_half, {0: False, 5: False, 6: True, 10: True}),
    (votes.at_least_half, {0: False, 4: False, 5: True, 6: True, 10: True}),
    (votes.at_least_four_fifths, {0: False, 7: False, 8: True, 10: True}),
    (votes.more_than_four_fifths, {0: False, 8: False, 9: True, 10: True}),
    (votes.two_thirds, {0: False, 6: False, 7: True, 10: True}),
]


@pytest.mark.parametrize(("function", "edges"), EDGES)
def test_the_edges_of_each_count(function, edges) -> None:
    assert {number: function(number, 10) for number in edges} == edges


def test_odd_numbers_are_not_rounded() -> None:
    """Of 13: 6 is not half, 7 is more; four fifths are 10.4; of 15 two thirds are exactly 10."""
    assert [votes.at_least_half(n, 13) for n in (6, 7)] == [False, True]
    assert [votes.at_least_four_fifths(n, 13) for n in (10, 11)] == [False, True]
    assert [votes.two_thirds(n, 15) for n in (9, 10)] == [False, True]


@pytest.mark.parametrize(
    ("matter", "day", "vote", "expected"),
    [
        # D3.20: half is enough to meet, more than half of those expected to decide
        (Matter.GENERAL, IN_2016, Vote(10, 5, 5), Verdict(True, False, "D3.20")),
        (Matter.GENERAL, IN_2016, Vote(10, 6, 6), Verdict(True, True, "D3.20")),
        (Matter.GENERAL, IN_2016, Vote(10, 4, 4), Verdict(False, False, "D3.20")),
        # D3.21: more than half must be there; opinions handed in before are among those in favour
        (Matter.ADMISSION, IN_2016, Vote(10, 5, 6), Verdict(False, True, "D3.21")),
        (Matter.ADMISSION, IN_2016, Vote(10, 6, 6), Verdict(True, True, "D3.21")),
        (Matter.COMMITTEE, IN_2016, Vote(5, 3, 3), Verdict(True, True, "D3.22")),
        (Matter.COMMITTEE, IN_2016, Vote(4, 2, 2), Verdict(False, False, "D3.22")),
        # D3.24 until 12 July 2020: more than four fifths, majority of those present
        (Matter.ELECTION, BEFORE, Vote(10, 8, 5), Verdict(False, True, "D3.24")),
        (Matter.ELECTION, BEFORE, Vote(10, 9, 5), Verdict(True, True, "D3.24")),
        # D3.23 from 13 July 2020: four fifths, majority of those expected
        (Matter.ELECTION, SINCE, Vote(10, 8, 5), Verdict(True, False, "D3.23")),
        (Matter.ELECTION, SINCE, Vote(10, 8, 6), Verdict(True, True, "D3.23")),
        (Matter.GROUP_AFFAIRS, IN_2016, Vote(9, 5, 5), Verdict(True, True, "D3.28")),
        (Matter.GROUP_CADRES, IN_2016, Vote(9, 5, 5), Verdict(False, True, "D3.28")),
        (Matter.GROUP_CADRES, IN_2016, Vote(9, 6, 5), Verdict(True, True, "D3.28")),
        (Matter.GENERAL, IN_2016, Vote(0, 0, 0), Verdict(True, False, "D3.20")),
    ],
)
def test_each_decision_has_a_rule_of_its_own(matter: str, day: date, vote: Vote, expected: Verdict) -> None:
    assert votes.verdict(matter, vote, day) == expected


@pytest.fixture
def meeting(place: Place) -> Record:
    """Five on the roster, 丁五 on probation: four with a vote, 丁一 of them absent."""
    Member.objects.filter(pk=place.members[4].pk).update(category="probationary")
    return actions.enter(**place.entry(attended=4, absent=[(place.members[0].pk, "illness")]))


def decided(place: Place, meeting: Record) -> queries.Decided:
    return queries.decided_at(place.carol, meeting)[0]


def test_members_on_probation_have_no_vote(place: Place, meeting: Record) -> None:
    """D3.26: expected 5 - 1 on probation, present one less."""
    actions.resolve(by=place.carol, record=meeting, matter="general", text="同意计划", in_favour=2, against=1)
    assert decided(place, meeting).vote == Vote(expected=5 - 1, present=4 - 1, in_favour=2)
    assert decided(place, meeting).verdict == Verdict(True, False, "D3.20")


def test_the_category_is_that_of_the_day(place: Place, meeting: Record) -> None:
    Member.objects.filter(pk=place.members[1].pk).update(full_on=date(2016, 10, 19))
    assert queries.voters(place.branch.pk, date(2016, 10, 18)) == {place.members[n].pk for n in (0, 2, 3)}
    assert queries.voters(place.branch.pk, date(2016, 10, 19)) == {place.members[n].pk for n in (0, 1, 2, 3)}


def test_leaving_somebody_out_lowers_what_is_expected(place: Place, meeting: Record) -> None:
    """D3.25: who consented and when stand beside the reason."""
    actions.resolve(by=place.carol, record=meeting, matter="election", text="换届", in_favour=2, abstained=1)
    # 3 of 4 are three quarters: less than four fifths
    assert decided(place, meeting).verdict == Verdict(False, True, "D3.24")
    out = {"by": place.carol, "record": meeting, "reason": "bedridden", "approved_on": date(2016, 10, 10)}
    with pytest.raises(Refusal) as refused:
        actions.leave_out(member=place.members[1].pk, approved_by_name="松溪镇党委", **out)
    assert refused.value.code == "exclusion_not_absent"
    with pytest.raises(Refusal) as refused:
        actions.leave_out(member=place.members[0].pk, approved_by_name=" ", **out)
    assert refused.value.code == "exclusion_without_approver"
    exclusion = actions.leave_out(member=place.members[0].pk, approved_by_name="松溪镇党委", **out)
    assert decided(place, meeting).vote == Vote(expected=4 - 1, present=3, in_favour=2)
    assert decided(place, meeting).verdict == Verdict(True, True, "D3.24")
    actions.count_again(by=place.carol, exclusion=exclusion)
    assert decided(place, meeting).vote.expected == 4


def test_who_came_after_all_is_expected_again(place: Place, meeting: Record) -> None:
    exclusion = {"reason": "will", "approved_by_name": "松溪镇党委", "approved_on": date(2016, 10, 10)}
    actions.leave_out(by=place.carol, record=meeting, member=place.members[0].pk, **exclusion)
    actions.correct(by=place.carol, record=meeting, reason="到了", attended=5, absent=[])
    assert not meeting.exclusions.exists()
    assert Correction.objects.get().before["exclusions"] == [place.members[0].pk]


def test_written_opinions_count_for_admissions_only(place: Place, meeting: Record) -> None:
    vote = {"by": place.carol, "record": meeting, "text": "同意接收", "in_favour": 4, "written": 1}
    actions.resolve(matter="admission", **vote)
    assert decided(place, meeting).verdict == Verdict(True, True, "D3.21")
    with pytest.raises(Refusal) as refused:
        actions.resolve(matter="general", **vote)
    assert refused.value.code == "written_not_counted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"in_favour": 4}, "votes_over"),
        ({"text": " "}, "resolution_text_missing"),
        ({"matter": "lottery"}, "record_word_unknown"),
        ({"matter": "committee"}, "voters_missing"),
    ],
)
def test_only_sums_that_cannot_be_are_refused(place: Place, meeting: Record, changes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.resolve(
            **{"by": place.carol, "record": meeting, "matter": "general", "text": "题", "in_favour": 3} | changes
        )
    assert refused.value.code == code
    assert not meeting.resolutions.exists()


def test_a_vote_that_does_not_hold_is_entered_and_told_so(place: Place, meeting: Record) -> None:
    actions.resolve(by=place.carol, record=meeting, matter="general", text="同意", in_favour=1)
    assert decided(place, meeting).verdict.passed is False


def test_sent_twice_it_is_one_and_taken_back_its_words_are_kept(place: Place, meeting: Record) -> None:
    vote = {"by": place.carol, "record": meeting, "matter": "general", "text": "同意", "in_favour": 3}
    assert actions.resolve(**vote) == actions.resolve(**vote)
    actions.withdraw_resolution(by=place.carol, resolution=meeting.resolutions.get(), reason="票数看错")
    assert Correction.objects.get().before["resolution"]["text"] == "同意"


def test_votes_are_minutes_and_stay_near(place: Place, meeting: Record) -> None:
    """D3.32: the fact of the meeting goes up, its minutes do not."""
    made = actions.resolve(by=place.bob, record=meeting, matter="general", text="同意", in_favour=3)
    assert len(queries.decided_at(place.bob, meeting)) == 1
    assert queries.decided_at(place.alice, meeting) == []
    with pytest.raises(NotVisible):
        queries.resolution(place.alice, made.pk)
    with pytest.raises(NotVisible):
        actions.resolve(by=place.alice, record=meeting, matter="general", text="同意", in_favour=3)


def test_a_committee_says_how_many_it_has(place: Place) -> None:
    meeting = factories.record(place.branch, IN_2016, kinds=("committee",), expected=3, attended=3)
    actions.resolve(by=place.carol, record=meeting, matter="committee", text="同意", in_favour=3, voters=5)
    assert decided(place, meeting).vote == Vote(expected=5, present=3, in_favour=3)
    assert decided(place, meeting).verdict == Verdict(True, True, "D3.22")
