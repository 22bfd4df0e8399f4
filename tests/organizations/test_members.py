"""One member's file: facts, groups with dates, the end of a probation, leaving and returning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from tests import factories
from xuezuo.audit.models import Event
from xuezuo.organizations import completeness, member_files, members, memberships, sealing
from xuezuo.organizations.kinds import NEW_SECTORS
from xuezuo.organizations.models import (
    Ending,
    FactCorrection,
    GroupMembership,
    Member,
    Membership,
    Organization,
    Placement,
)
from xuezuo.organizations.queries import roster
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

pytestmark = pytest.mark.django_db

JOINED = date(2015, 7, 1)


@pytest.fixture(autouse=True)
def in_2016(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099001", factories.organization("099"), kind="committee")


@pytest.fixture
def branch(township: Organization) -> Organization:
    return factories.organization("099001001", township)


@pytest.fixture
def place(branch: Organization) -> Placement:
    return branch.placements.get()


@pytest.fixture
def secretary(branch: Organization) -> Scope:
    return factories.scope(factories.user("secretary", branch))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code


def names(scope: Scope, branch: Organization, day: date | None = None) -> list[str]:
    return [one.name for one in roster(scope, branch.pk, day)]


def test_what_was_empty_is_filled_in_without_a_reason(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization)
    changed = members.correct(by=secretary, branch=place, member=member, values={"sex": "female", "post": "村民"})
    member.refresh_from_db()
    assert (changed, member.sex, member.post) == (2, "female", "村民")


def test_what_was_stated_changes_with_a_reason_and_is_kept_sealed(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, "丁一")
    with refused("member_reason_missing"):
        members.correct(by=secretary, branch=place, member=member, values={"name": "丁壹"})
    members.correct(by=secretary, branch=place, member=member, values={"name": "丁壹"}, reason="身份证上是大写")
    kept = FactCorrection.objects.get()
    assert (kept.field, members.before_of(kept), kept.reason) == ("name", "丁一", "身份证上是大写")
    assert "丁一".encode() not in bytes(kept.before)


def test_the_audit_names_fields_and_holds_no_value(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization)
    members.correct(by=secretary, branch=place, member=member, values={"phone": "13900000001", "post": "教师"})
    event = Event.objects.get(action="member.correct")
    assert (event.object_id, event.detail) == (member.pk, {"fields": ["post", "phone"]})


def test_an_identity_number_of_somebody_else_is_refused(secretary: Scope, place: Placement) -> None:
    number = "990101199001010011"
    factories.member(place.organization, id_index=sealing.index(number))
    other = factories.member(place.organization)
    with refused("member_exists"):
        members.correct(by=secretary, branch=place, member=other, values={"id_number": number})


def test_a_birthday_after_the_day_of_joining_is_refused(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, joined_on=JOINED)
    with refused("member_days_out_of_order"):
        members.correct(by=secretary, branch=place, member=member, values={"birth_on": date(2016, 1, 1)})


def test_nobody_corrects_a_file_of_another_branch(secretary: Scope, place: Placement, township: Organization) -> None:
    stranger = factories.member(factories.organization("099001002", township))
    with pytest.raises(NotVisible):
        members.correct(by=secretary, branch=place, member=stranger, values={"post": "教师"})


def test_the_county_does_not_keep_a_village_s_roster(place: Placement) -> None:
    county = factories.scope(factories.user("officer", Organization.objects.get(code="099")))
    member = factories.member(place.organization)
    with pytest.raises(NotVisible):
        members.correct(by=county, branch=place, member=member, values={"post": "教师"})
    with pytest.raises(NotVisible):
        member_files.member_file(county, place, member.pk)


def test_missing_says_what_a_filter_finds(secretary: Scope, place: Placement) -> None:
    full = {
        "sex": "male",
        "nationality": "汉族",
        "id_number": b"x",
        "birth_on": date(1980, 1, 1),
        "joined_on": JOINED,
        "full_on": date(2016, 7, 1),
        "education": "高中",
        "post": "村民",
        "phone": b"x",
    }
    for item in full:
        factories.member(
            place.organization, f"无{item}", **{name: value for name, value in full.items() if name != item}
        )
    factories.member(place.organization, "全", **full)
    on_probation = full | {"category": "probationary", "full_on": None}
    factories.member(place.organization, "预备", **on_probation)
    found = {one.name: completeness.missing(one) for one in Member.objects.all()}
    assert found == {f"无{item}": [item] for item in full} | {"全": [], "预备": []}
    for item in full:
        assert [one.name for one in Member.objects.filter(completeness.lacks(item))] == [f"无{item}"]
    assert member_files.lacking_any(secretary, place) == len(full)


def test_a_floating_member_goes_somewhere_and_comes_back(secretary: Scope, place: Placement) -> None:
    member, contact = factories.member(place.organization), factories.member(place.organization, "联系人")
    with refused("floating_without_destination"):
        members.join_group(by=secretary, branch=place, member=member, group="floating", since=date(2016, 3, 1))
    held = members.join_group(
        by=secretary,
        branch=place,
        member=member,
        group="floating",
        since=date(2016, 3, 1),
        destination="邻省海城市",
        contact=contact.pk,
    )
    assert (held.floating.destination, held.floating.contact) == ("邻省海城市", contact)
    members.leave_group(by=secretary, branch=place, member=member, grouped=held, on=date(2016, 10, 1))
    held.refresh_from_db()
    assert (held.valid_from, held.valid_to) == (date(2016, 3, 1), date(2016, 10, 1))
    with refused("member_in_group"):
        members.join_group(
            by=secretary, branch=place, member=member, group="floating", since=date(2016, 9, 1), destination="x"
        )


def test_the_branch_where_a_floating_member_lives_sees_them_once_home_says_so(
    secretary: Scope, place: Placement
) -> None:
    city = factories.organization("098001", factories.organization("098"), kind="branch")
    there = city.placements.get()
    host = factories.scope(factories.user("secretary", city))
    member = factories.member(place.organization, "走远")
    factories.member(place.organization, "另一个", groups=("floating",))
    assert member_files.guests(host, there) == []
    held = members.join_group(
        by=secretary,
        branch=place,
        member=member,
        group="floating",
        since=date(2016, 3, 1),
        destination="海城市",
        receiving="098001",
    )
    assert [one.grouped.member.name for one in member_files.guests(host, there)] == ["走远"]
    with pytest.raises(NotVisible):
        member_files.guests(secretary, there)
    members.leave_group(by=secretary, branch=place, member=member, grouped=held, on=today())
    assert member_files.guests(host, there) == []


def test_abroad_is_told_on_the_member_s_own_page_only(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, groups=("abroad", "retired"))
    listed = member_files.roster_page(secretary, place).get()
    assert [one.group for one in listed.groups_now] == ["retired"]
    assert member_files.roster_page(secretary, place, group="abroad").count() == 0
    file = member_files.member_file(secretary, place, member.pk)
    assert [one.group for one in file.groups_now] == ["abroad", "retired"]


def test_new_sector_follows_the_branch(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization)
    assert not member_files.member_file(secretary, place, member.pk).in_new_sector
    Organization.objects.filter(pk=place.organization_id).update(sector=NEW_SECTORS[0])
    again = Placement.objects.select_related("organization").get(pk=place.pk)
    assert member_files.member_file(secretary, again, member.pk).in_new_sector


def test_what_another_branch_decided_later_is_read_there(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, since=JOINED, groups=("retired",))
    member.memberships.update(valid_to=date(2016, 3, 1))
    next_one = factories.organization("099001002", place.parent)
    then = Membership.objects.create(member=member, organization=next_one, valid_from=date(2016, 3, 1))
    GroupMembership.objects.create(member=member, group="housebound", valid_from=date(2016, 4, 1))
    there = factories.scope(factories.user("secretary", next_one))
    now = next_one.placements.get()
    members.correct(by=there, branch=now, member=member, values={"education": "bachelor"}, reason="补录")
    memberships.end(by=there, membership=then, on=date(2016, 9, 1), kind="removed", reason="事由", document="文号")

    for who, where, seen in ((there, now, (2, ["removed"])), (secretary, place, (1, []))):
        file = member_files.member_file(who, where, member.pk)
        assert (len(file.groups), [one.kind for one in file.endings]) == seen
    assert ([one.organization for one in file.memberships], file.corrections) == ([next_one, place.organization], [])


def on_probation(branch: Organization, joined_on: date = JOINED) -> Member:
    return factories.member(branch, category="probationary", joined_on=joined_on, since=joined_on)


def test_a_person_decides_when_the_year_is_over(secretary: Scope, place: Placement) -> None:
    member = on_probation(place.organization)
    assert member_files.probations_ending(secretary, place, today()) == [(member, date(2016, 7, 1))]
    decision = {"by": secretary, "branch": place, "member": member, "outcome": "full", "document": "支部大会决议3号"}
    with refused("probation_not_over"):
        members.decide_probation(**decision, day=date(2016, 6, 30))
    members.decide_probation(**decision, day=date(2016, 7, 1))
    member.refresh_from_db()
    assert (member.category, member.full_on) == ("full", date(2016, 7, 1))
    assert member_files.probations_ending(secretary, place, today()) == []


def test_a_probation_is_extended_once_by_half_a_year_at_least(secretary: Scope, place: Placement) -> None:
    member = on_probation(place.organization)
    decision = {"by": secretary, "branch": place, "member": member, "outcome": "extended", "document": "决议"}
    for day in (date(2016, 12, 31), date(2017, 7, 2)):
        with refused("probation_extension_length"):
            members.decide_probation(**decision, day=day)
    members.decide_probation(**decision, day=date(2017, 1, 1))
    assert members.probation_ends(Member.objects.get(pk=member.pk)) == date(2017, 1, 1)
    with refused("probation_extended_already"):
        members.decide_probation(**decision, day=date(2017, 3, 1))


def test_who_left_is_on_the_roster_of_the_days_before(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, "去者", since=JOINED)
    factories.member(place.organization, "在者")
    memberships.end(by=secretary, membership=member.memberships.get(), on=date(2016, 9, 1), kind="died")
    assert names(secretary, place.organization) == ["在者"]
    assert set(names(secretary, place.organization, date(2016, 8, 31))) == {"去者", "在者"}
    assert [one.member.name for one in member_files.former(secretary, place)] == ["去者"]


def test_a_decision_about_a_person_needs_its_reason_and_document(secretary: Scope, place: Placement) -> None:
    membership = factories.member(place.organization, since=JOINED).memberships.get()
    for kind in ("removed", "suspended", "probation_cancelled"):
        with refused("member_decision_unfounded"):
            memberships.end(by=secretary, membership=membership, on=today(), kind=kind, reason="久无音讯")
    for kind in ("moved", "merged", "tired"):
        with refused("ending_kind_unknown"):
            memberships.end(by=secretary, membership=membership, on=today(), kind=kind)
    membership.refresh_from_db()
    assert membership.valid_to == FOREVER


def test_a_suspension_is_lifted_by_decision_and_the_gap_stays(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, since=JOINED)
    found = {"reason": "久无音讯", "document": "支部大会决议5号"}
    ending = memberships.end(
        by=secretary, membership=member.memberships.get(), on=date(2016, 5, 1), kind="suspended", **found
    )
    assert memberships.words_of(ending) == ("久无音讯", "支部大会决议5号")
    assert "久无音讯".encode() not in bytes(ending.reason)
    assert member_files.member_file(secretary, place, member.pk).suspension == ending
    memberships.restore(by=secretary, ending=ending, on=date(2016, 9, 1), reason="来信申请", document="县委批复2号")
    assert member_files.member_file(secretary, place, member.pk).suspension is None
    spans = member.memberships.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [(JOINED, date(2016, 5, 1)), (date(2016, 9, 1), FOREVER)]
    with refused("restoration_of_nothing"):
        memberships.restore(by=secretary, ending=ending, on=today(), reason="x", document="x")


def test_an_ending_entered_in_error_is_taken_back(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, since=JOINED)
    ending = memberships.end(by=secretary, membership=member.memberships.get(), on=date(2016, 5, 1), kind="died")
    memberships.withdraw_ending(by=secretary, ending=ending, reason="认错了人")
    assert (member.memberships.get().valid_to, Ending.objects.get().withdrawn_reason) == (FOREVER, "认错了人")
    memberships.end(by=secretary, membership=member.memberships.get(), on=date(2016, 6, 1), kind="resigned")
    with refused("ending_not_to_withdraw"):
        memberships.withdraw_ending(by=secretary, ending=ending, reason="再次")


def test_nobody_decides_about_themselves(branch: Organization, place: Placement) -> None:
    member = on_probation(branch)
    person = factories.user("secretary", branch, member=member)
    oneself = factories.scope(person)
    with pytest.raises(NotVisible):
        members.decide_probation(
            by=oneself, branch=place, member=member, outcome="full", day=date(2016, 7, 1), document="x"
        )
    with pytest.raises(NotVisible):
        memberships.end(by=oneself, membership=member.memberships.get(), on=today(), kind="died")


def test_the_audit_does_not_say_why_somebody_left(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization, since=JOINED)
    ending = memberships.end(
        by=secretary, membership=member.memberships.get(), on=today(), kind="suspended", reason="r", document="d"
    )
    event = Event.objects.get(action="member.leave")
    assert (event.object_id, event.detail) == (member.pk, {"ending": ending.pk})


def test_groups_are_dated_and_leaving_needs_a_later_day(secretary: Scope, place: Placement) -> None:
    member = factories.member(place.organization)
    held = members.join_group(by=secretary, branch=place, member=member, group="retired", since=today())
    with refused("member_day_impossible"):
        members.leave_group(by=secretary, branch=place, member=member, grouped=held, on=today())
    assert GroupMembership.objects.get() == held
