"""Transfers: who drafts, issues, accepts, returns; what each side sees; one membership on every day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.people.conftest import County
from xuezuo.organizations import sealing
from xuezuo.organizations.models import Ending, Member, Membership, Placement
from xuezuo.organizations.queries import home_of
from xuezuo.people import actions, queries, rules
from xuezuo.people.actions.transfers import Letter
from xuezuo.people.kinds import Stage
from xuezuo.people.models import Transfer, TransferStep
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator

START = date(2019, 6, 3)  # since the regulations of 2019 the townships' committees do it themselves


def day(number: int) -> date:
    return START + timedelta(days=number)


@pytest.fixture
def member(county: County) -> Member:
    return factories.member(county.a, "甲一", groups=("retired",))


def drafted(county: County, member: Member, **more: object) -> Transfer:
    values: dict[str, object] = {"target": county.b, "on": START} | more
    return actions.draft(by=county.bob, member=member, **values)  # type: ignore[arg-type]


def home(member: Member, on: date) -> str:
    place = home_of(member.pk, on)
    return place.organization.code if place else ""


def refused(act: object, *args: object, **values: object) -> str:
    with pytest.raises(Refusal) as problem:
        act(*args, **values)  # type: ignore[operator]
    return problem.value.code


def test_the_relation_moves_on_the_day_of_acceptance_and_not_before(county: County, member: Member) -> None:
    one = drafted(county, member)
    letter = actions.issue(by=county.carol, transfer=one, on=day(1))
    assert (letter.letter, letter.good_until) == ("2019-0001", day(1 + 90))
    actions.accept(by=county.david, transfer=one, on=day(20))

    assert [home(member, day(19)), home(member, day(20))] == [county.a.code, county.b.code]
    assert Membership.objects.filter(member=member).count() == 2
    assert Ending.objects.get().kind == "moved"
    assert list(member.groups.values_list("group", flat=True)) == ["retired"]


def test_before_2019_letters_went_through_the_county(county: County, member: Member) -> None:
    on = date(2016, 10, 20)
    one = drafted(county, member, on=on)

    for scope in (county.carol, county.bob, county.david):
        with pytest.raises(NotVisible):
            actions.issue(by=scope, transfer=one, on=on)
    actions.issue(by=county.erin, transfer=one, on=on)
    with pytest.raises(NotVisible):
        actions.accept(by=county.david, transfer=one, on=on)
    actions.accept(by=county.erin, transfer=one, on=on)
    assert home(member, on) == county.b.code


def test_the_receiving_side_sees_it_from_the_letter_on(county: County, member: Member) -> None:
    one = drafted(county, member)
    for scope in (county.david, county.frank, county.erin):
        with pytest.raises(NotVisible):
            queries.transfer(scope, one.pk, day(0))
    assert [seen.transfer for seen in queries.under_way(county.carol, day(0))] == [one]

    actions.issue(by=county.carol, transfer=one, on=day(1))
    assert queries.transfer(county.frank, one.pk, day(1)).takes_in is False
    assert queries.transfer(county.david, one.pk, day(1)).waits_for_us
    assert not queries.transfer(county.carol, one.pk, day(1)).waits_for_us
    actions.withdraw(by=county.bob, transfer=one, reason="不去了", on=day(2))
    with pytest.raises(NotVisible):
        queries.transfer(county.david, one.pk, day(2))


def test_the_letter_runs_out_and_can_be_renewed(county: County, member: Member) -> None:
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=START)
    stages = [queries.transfer(county.bob, one.pk, day(number)).stage for number in (0, 59, 60, 90, 91)]
    assert stages == [Stage.UNDER_WAY, Stage.UNDER_WAY, Stage.RUNS_OUT, Stage.RUNS_OUT, Stage.EXPIRED]

    assert refused(actions.accept, by=county.david, transfer=one, on=day(91)) == "transfer_letter_expired"
    assert home(member, day(91)) == county.a.code  # expired stays with the sender (D8.07)
    actions.renew(by=county.carol, transfer=one, on=day(95))
    actions.accept(by=county.david, transfer=one, on=day(100))
    assert home(member, day(100)) == county.b.code


def test_one_accepted_in_time_may_be_entered_late(county: County, member: Member) -> None:
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=START)
    actions.accept(by=county.david, transfer=one, on=day(90))  # long ago by now

    assert home(member, day(90)) == county.b.code


def test_returned_with_a_cause_and_sent_again(county: County, member: Member) -> None:
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=day(0))
    values = {"by": county.david, "transfer": one, "on": day(3)}
    assert refused(actions.send_back, cause="letter", reason=" ", **values) == "people_reason_missing"
    assert refused(actions.send_back, cause="dislike", reason="x", **values) == "post_word_unknown"
    actions.send_back(cause="letter", reason="党费交至月份没有写", **values)

    assert queries.transfer(county.bob, one.pk, day(3)).waits_for_us
    again = actions.issue(by=county.carol, transfer=one, on=day(4))
    assert again.letter == "2019-0002"
    assert home(member, day(4)) == county.a.code


def test_each_step_has_its_time(county: County, member: Member) -> None:
    one = drafted(county, member)
    tried = {"transfer": one, "on": START}
    assert refused(actions.accept, by=county.david, **tried) == "transfer_not_now"
    assert refused(actions.renew, by=county.carol, **tried) == "transfer_not_now"
    assert refused(actions.issue, by=county.carol, transfer=one, on=day(-1)) == "transfer_too_early"
    assert refused(actions.issue, by=county.carol, transfer=one, on=date(2999, 1, 1)) == "transfer_in_future"
    actions.issue(by=county.carol, **tried)
    assert refused(actions.issue, by=county.carol, **tried) == "transfer_not_now"
    actions.accept(by=county.david, **tried)
    assert refused(actions.withdraw, by=county.bob, reason="x", **tried) == "transfer_over"
    assert TransferStep.objects.count() == 2


def test_nobody_else_acts(county: County, member: Member) -> None:
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=START)
    strangers: list[Scope] = [county.bob, county.carol, county.erin, county.frank]
    for scope in strangers:
        with pytest.raises(NotVisible):
            actions.accept(by=scope, transfer=one, on=START)
    for scope in (county.david, county.frank):
        with pytest.raises(NotVisible):
            actions.withdraw(by=scope, transfer=one, reason="x", on=START)
    for scope in (county.frank, county.david):
        with pytest.raises(NotVisible):
            actions.draft(by=scope, member=factories.member(county.a), target=county.b)


def test_drafts_that_cannot_be(county: County, member: Member) -> None:
    assert refused(drafted, county, member, target=county.a) == "transfer_to_itself"
    assert refused(drafted, county, member, target=None) == "transfer_target_unsaid"
    assert refused(drafted, county, member, outside="某部队党委") == "transfer_two_targets"
    assert not Transfer.objects.exists()
    drafted(county, member)
    assert refused(drafted, county, member) == "transfer_under_way"


def test_who_came_today_leaves_tomorrow_at_the_earliest(county: County, member: Member) -> None:
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=START)
    actions.accept(by=county.david, transfer=one, on=START)
    back = actions.draft(by=county.frank, member=member, target=county.a, on=START)
    actions.issue(by=county.david, transfer=back, on=START)

    assert refused(actions.accept, by=county.carol, transfer=back, on=START) == "transfer_same_day"
    actions.accept(by=county.carol, transfer=back, on=day(1))
    assert [home(member, START), home(member, day(1))] == [county.b.code, county.a.code]


def test_to_an_organization_outside_the_receipt_ends_the_membership(county: County, member: Member) -> None:
    one = drafted(county, member, target=None, outside="某部队党委")
    actions.issue(by=county.carol, transfer=one, on=START)
    actions.accept(by=county.carol, transfer=one, on=day(30))

    assert [home(member, day(29)), home(member, day(30))] == [county.a.code, ""]
    assert Ending.objects.get().kind == "moved_outside"


def letter(**more: object) -> Letter:
    values = {
        "name": "外来一",
        "id_number": "99010019800101123x",
        "joined_on": date(2005, 7, 1),
        "category": "full",
        "number": "外字第7号",
        "issued_on": day(-5),
    }
    return Letter(**values | more)  # type: ignore[arg-type]


def test_from_outside_they_are_on_the_roster_from_the_acceptance_on(county: County) -> None:
    values = {"organization_id": county.b.pk, "outside": "某部队党委", "letter": letter(), "on": START}
    one = actions.draft_incoming(by=county.frank, **values)  # type: ignore[arg-type]
    assert not Member.objects.exists()
    assert queries.transfer(county.david, one.pk, START).waits_for_us

    actions.accept(by=county.david, transfer=one, on=day(2))
    made = Member.objects.get()
    assert (made.name, home(made, day(1)), home(made, day(2))) == ("外来一", "", county.b.code)
    assert sealing.unseal(made.id_number or b"", "member.id_number") == "99010019800101123X"
    assert refused(actions.draft_incoming, by=county.frank, **values) == "transfer_person_here"


def test_somebody_who_comes_back_is_the_same_person(county: County) -> None:
    known = factories.member(county.a, id_index=sealing.index("99010019800101123X"))
    out = drafted(county, known, target=None, outside="某部队党委")
    actions.issue(by=county.carol, transfer=out, on=START)
    actions.accept(by=county.carol, transfer=out, on=day(10))
    back = actions.draft_incoming(
        by=county.frank,
        organization_id=county.b.pk,
        outside="某部队党委",
        letter=letter(issued_on=day(300)),
        on=day(301),
    )
    actions.accept(by=county.david, transfer=back, on=day(302))

    assert Member.objects.get() == known
    assert [home(known, day(number)) for number in (9, 10, 301, 302)] == [county.a.code, "", "", county.b.code]


def test_the_branch_they_go_to_is_named_exactly(county: County) -> None:
    assert queries.branch_named(county.elsewhere.code) == county.elsewhere
    assert queries.branch_named(" 乙村党支部 ") == county.b
    assert refused(queries.branch_named, "乙村") == "transfer_target_missing"
    assert refused(queries.branch_named, county.first.code) == "transfer_target_missing"
    factories.organization("099001002009", county.second, name="乙村党支部")
    assert refused(queries.branch_named, "乙村党支部") == "transfer_target_twice"


def test_stubs_are_the_issuers_and_kept_ten_years(county: County, member: Member) -> None:
    one = drafted(county, member)
    step = actions.issue(by=county.carol, transfer=one, on=START)

    assert list(queries.stubs(county.carol, date(2029, 6, 3))) == [step]
    assert list(queries.stubs(county.carol, date(2029, 6, 4))) == []
    assert [list(queries.stubs(scope, START)) for scope in (county.david, county.bob, county.erin)] == [[], [], []]


def test_offices_see_only_what_no_lower_office_handles(county: County, member: Member) -> None:
    one = drafted(county, member)
    lists = [queries.under_way(scope, START) for scope in (county.erin, county.carol, county.bob, county.frank)]
    assert [[seen.transfer for seen in each] for each in lists] == [[], [one], [one], []]

    old = drafted(county, factories.member(county.a), on=date(2016, 10, 20))
    assert [seen.transfer for seen in queries.under_way(county.erin, date(2016, 10, 20))][:1] == [old]


def test_a_general_branch_is_passed_over(county: County) -> None:
    general = factories.organization("099001001005", county.first, kind="general_branch")
    below = factories.organization("099001001005001", general)
    place = rules.office_for(queries.transfers.place_of(below.pk, START), START)
    assert place is not None
    assert place.organization == county.first
    person = factories.member(below)
    one = actions.draft(by=county.carol, member=person, target=county.b, on=START)
    assert [seen.transfer for seen in queries.under_way(county.carol, START)] == [one]


def test_nobody_issues_or_receives_their_own_letter(county: County, member: Member) -> None:
    one = drafted(county, member)
    own = replace(county.carol, member_id=member.pk)
    assert refused(actions.issue, by=own, transfer=one, on=START) == "transfer_of_oneself"
    actions.issue(by=county.carol, transfer=one, on=START)
    theirs = replace(county.david, member_id=member.pk)
    assert refused(actions.accept, by=theirs, transfer=one, on=START) == "transfer_of_oneself"


def test_a_list_costs_the_same_queries_for_one_and_for_ten(county: County) -> None:
    def queries_for(number: int) -> int:
        while Transfer.objects.count() < number:
            drafted(county, factories.member(county.a))
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.under_way(county.carol, START)) == number
        return len(captured)

    assert queries_for(1) == queries_for(10)


def test_a_transfer_left_behind_by_a_merger_is_shown_and_withdrawn_where_the_member_is(
    county: County, member: Member
) -> None:
    heir = factories.organization("099001001009", county.first)
    dora, other = factories.user("secretary", heir), factories.user("secretary", county.b)
    stale = drafted(county, member)
    member.memberships.update(valid_to=day(10))
    Membership.objects.create(member=member, organization=heir, valid_from=day(10))
    Placement.objects.filter(organization=county.a).update(valid_to=day(10))

    at_heir = factories.scope(dora)
    assert [one.transfer.pk for one in queries.under_way(at_heir, day(20))] == [stale.pk]
    assert [one.transfer.pk for one in queries.for_branch(at_heir, heir.pk, day(20))] == [stale.pk]
    seen = queries.transfer(at_heir, stale.pk, day(20))
    assert (seen.sends, seen.issues, seen.takes_in) == (True, False, False)
    assert queries.under_way(factories.scope(other), day(20)) == []
    with pytest.raises(NotVisible):
        actions.withdraw(by=factories.scope(other), transfer=stale, reason="合并", on=day(20))

    actions.withdraw(by=at_heir, transfer=stale, reason="支部合并后不再转出", on=day(20))
    assert queries.under_way(at_heir, day(20)) == []


def test_a_merger_of_branches_leaves_no_transfer_in_the_way(county: County, member: Member) -> None:
    heir = factories.organization("099001001009", county.first)
    stale = drafted(county, member)
    actions.issue(by=county.carol, transfer=stale, on=START)
    member.memberships.update(valid_to=day(10))
    Membership.objects.create(member=member, organization=heir, valid_from=day(10))

    assert refused(actions.accept, by=county.david, transfer=stale, on=day(20)) == "transfer_not_home"
    fresh = actions.draft(by=county.carol, member=member, target=county.b, on=day(20))
    actions.issue(by=county.carol, transfer=fresh, on=day(20))
    actions.accept(by=county.david, transfer=fresh, on=day(21))
    assert [home(member, day(number)) for number in (9, 10, 20, 21)] == [
        county.a.code,
        heir.code,
        heir.code,
        county.b.code,
    ]


def test_a_branch_that_ended_since_or_will_soon_takes_in_nobody(county: County, member: Member) -> None:
    """Its members go to the heir on the day of the merger, and whoever comes in afterwards would stand nowhere."""
    one = drafted(county, member)
    actions.issue(by=county.carol, transfer=one, on=day(1))
    branch = Placement.objects.get(organization=county.b)
    for end in (day(10), today() + timedelta(days=30)):
        branch.valid_to = end
        branch.save()
        assert refused(actions.accept, by=operator(), transfer=one, on=day(5)) == "transfer_target_gone"
    assert home(member, day(20)) == county.a.code

    Placement.objects.create(
        organization=county.b, parent=county.first, path="000900010001", valid_from=branch.valid_to
    )
    actions.accept(by=operator(), transfer=one, on=day(5))  # moved, not ended
    assert home(member, day(20)) == county.b.code
