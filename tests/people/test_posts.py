"""Posts: entered, ended, corrected, handed over; warnings that refuse nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.people.conftest import County
from xuezuo.audit.models import Event
from xuezuo.organizations import sealing
from xuezuo.people import actions, queries
from xuezuo.people.models import HandOver, PostHolding
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

SINCE = date(2016, 3, 1)


def entered(
    county: County, name: str = "", post: str = "secretary", since: date = SINCE, **more: object
) -> PostHolding:
    return actions.enter_post(
        by=county.carol,
        organization_id=county.a.pk,
        member=factories.member(county.a, name),
        post=post,
        way="elected",
        since=since,
        **more,
    )


def held(county: County, day: date) -> list[tuple[str, str]]:
    return sorted((one.post, one.member.name) for one in queries.holders(county.carol, county.a.pk, day))


def test_a_post_is_held_between_two_dates(county: County) -> None:
    post = entered(county, "甲一")

    assert held(county, date(2016, 2, 29)) == []
    assert held(county, SINCE) == [("secretary", "甲一")]
    assert [one.organization.code for one in queries.posts_of(post.member_id, day=SINCE)] == [county.a.code]
    assert Event.objects.filter(action="post.enter").get().detail["post"] == "secretary"


def test_a_post_ended_today_is_held_no_longer_today(county: County) -> None:
    post = entered(county)
    actions.end_post(by=county.carol, holding=post, on=date(2016, 10, 20), reason="调离")

    assert list(queries.posts_of(post.member_id, day=date(2016, 10, 19))) == [post]
    assert list(queries.posts_of(post.member_id, day=date(2016, 10, 20))) == []
    assert post.changes.get().reason == "调离"


def test_the_next_secretary_ends_the_one_before_on_the_same_day(county: County) -> None:
    before = entered(county, "甲一")
    entered(county, "甲二", since=date(2016, 9, 1), replacing=before)

    assert held(county, date(2016, 8, 31)) == [("secretary", "甲一")]
    assert held(county, date(2016, 9, 1)) == [("secretary", "甲二")]


def test_two_secretaries_are_told_and_not_refused(county: County) -> None:
    entered(county)
    entered(county)

    assert queries.committee_remarks(county.carol, county.a, SINCE).too_many_secretaries


@pytest.mark.parametrize(("full", "committee", "small"), [(6, 1, False), (7, 2, True), (7, 3, False)])
def test_a_committee_is_small_only_where_one_is_usual(county: County, full: int, committee: int, small: bool) -> None:
    posts = ("secretary", "organization_member", "publicity_member")[:committee]
    for post in posts:
        entered(county, post=post)
    for _ in range(full - committee):
        factories.member(county.a)

    remarks = queries.committee_remarks(county.carol, county.a, SINCE)
    assert (remarks.full_members, remarks.committee, remarks.too_small) == (full, committee, small)


def test_more_than_seven_are_told(county: County) -> None:
    for _ in range(7):
        entered(county, post="committee_member")
    assert not queries.committee_remarks(county.carol, county.a, SINCE).too_large
    entered(county, post="committee_member")
    assert queries.committee_remarks(county.carol, county.a, SINCE).too_large


def test_nobody_gives_themselves_the_post_of_secretary(county: County) -> None:
    member = factories.member(county.a)
    values = {"organization_id": county.a.pk, "member": member, "way": "elected", "since": SINCE}

    with pytest.raises(NotVisible):
        actions.enter_post(by=county.bob, post="secretary", **values)
    actions.enter_post(by=county.bob, post="publicity_member", **values)
    assert held(county, SINCE) == [("publicity_member", member.name)]


def test_a_secretary_cannot_make_a_post_of_theirs_into_one_from_above(county: County) -> None:
    post = entered(county, post="publicity_member")

    with pytest.raises(NotVisible):
        actions.correct_post(by=county.bob, holding=post, reason="笔误", post="secretary")


def test_others_neither_enter_nor_see(county: County) -> None:
    post = entered(county)

    for scope in (county.david, county.frank, county.erin):
        with pytest.raises(NotVisible):
            queries.post_holding(scope, post.pk)
        with pytest.raises(NotVisible):
            actions.end_post(by=scope, holding=post, on=date(2016, 10, 20), reason="x")


def test_somebody_of_another_branch_is_entered_with_their_number_only(county: County) -> None:
    number = "990100198001011234"
    sent = factories.member(county.b, "乙一", id_index=sealing.index(number))
    values = {"organization_id": county.a.pk, "member": sent, "way": "appointed", "post": "instructor", "since": SINCE}

    with pytest.raises(NotVisible):
        actions.enter_post(by=county.carol, **values)
    actions.enter_post(by=county.carol, id_number=number, **values)
    assert held(county, SINCE) == [("instructor", "乙一")]


def test_a_correction_keeps_what_was_said_before(county: County) -> None:
    post = entered(county, post="publicity_member")
    actions.correct_post(by=county.bob, holding=post, reason="看错文件", valid_from=date(2016, 4, 1))

    change = post.changes.get()
    assert (change.before, change.after) == ({"valid_from": "2016-03-01"}, {"valid_from": "2016-04-01"})
    assert held(county, SINCE) == []


def test_an_entry_taken_back_was_held_on_no_day_and_stays_in_the_history(county: County) -> None:
    post = entered(county)
    actions.take_back_post(by=county.carol, holding=post, reason="录错人")

    assert held(county, SINCE) == []
    assert list(queries.post_history(county.carol, county.a.pk)) == [post]
    entered(county)  # and the post is free


def test_refusals_say_what_to_do(county: County) -> None:
    post = entered(county)
    again = {"organization_id": county.a.pk, "member": post.member, "post": "secretary", "way": "elected"}
    cases = [
        ("post_held_already", lambda: actions.enter_post(by=county.carol, since=date(2016, 5, 1), **again)),
        ("post_dates", lambda: actions.enter_post(by=county.carol, since=SINCE, until=SINCE, **again)),
        ("post_too_far", lambda: actions.enter_post(by=county.carol, since=date(2999, 1, 1), **again)),
        ("post_word_unknown", lambda: actions.enter_post(by=county.carol, since=SINCE, **again | {"post": "king"})),
        ("post_end_impossible", lambda: actions.end_post(by=county.carol, holding=post, on=SINCE, reason="x")),
        ("people_reason_missing", lambda: actions.end_post(by=county.carol, holding=post, on=SINCE, reason=" ")),
        ("correction_changes_nothing", lambda: actions.correct_post(by=county.carol, holding=post, reason="x")),
    ]
    for code, act in cases:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    assert PostHolding.objects.count() == 1
    post.refresh_from_db()
    assert held(county, date(2999, 1, 1)) == [("secretary", post.member.name)]


def test_a_hand_over_joins_two_holders_of_one_post(county: County) -> None:
    before, other = entered(county, "甲一"), entered(county, "甲三", post="publicity_member")
    after = entered(county, "甲二", since=date(2016, 9, 1), replacing=before)
    values = {"outgoing": before, "handed_on": date(2016, 9, 2), "note": "钥匙在柜子里"}
    made = actions.hand_over(by=county.bob, incoming=after, **values)

    assert list(queries.hand_overs(county.bob, county.a.pk)) == [made]
    for incoming, day, code in (
        (after, date(2016, 9, 2), "hand_over_known"),
        (other, date(2016, 9, 2), "hand_over_other_post"),
        (after, date(2016, 8, 1), "hand_over_day"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.hand_over(by=county.bob, **values | {"incoming": incoming, "handed_on": day})
        assert refused.value.code == code
    with pytest.raises(NotVisible):
        queries.hand_over(county.frank, made.pk)


def test_a_hand_over_is_taken_back_within_a_day_by_whoever_entered_it(county: County) -> None:
    before = entered(county, "甲一")
    after = entered(county, "甲二", since=date(2016, 9, 1), replacing=before)
    values = {"by": county.bob, "outgoing": before, "incoming": after, "handed_on": date(2016, 9, 2)}
    made = actions.hand_over(**values)
    with pytest.raises(Refusal) as refused:
        actions.take_back_hand_over(by=county.carol, made=made)
    assert refused.value.code == "hand_over_of_others"
    with pytest.raises(NotVisible):
        actions.take_back_hand_over(by=county.frank, made=made)

    actions.take_back_hand_over(by=county.bob, made=made)
    assert list(queries.hand_overs(county.bob, county.a.pk)) == []
    told = Event.objects.get(action="post.hand_over_take_back")
    assert queries.hand_overs_taken_back(county.bob, county.a.pk) == [told]
    assert (told.viewer_id, told.object_id, told.detail) == (
        county.bob.viewer_id,
        after.pk,
        {"post": "secretary", "outgoing": before.pk, "on": "2016-09-02"},
    )
    with pytest.raises(NotVisible):  # once is enough
        actions.take_back_hand_over(by=county.bob, made=made)

    again = actions.hand_over(**values)
    HandOver.objects.filter(pk=again.pk).update(entered_at=timezone.now() - timedelta(hours=25))
    again.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        actions.take_back_hand_over(by=county.bob, made=again)
    assert refused.value.code == "hand_over_too_old"
    assert list(queries.hand_overs(county.bob, county.a.pk)) == [again]
