"""Entries that may be one person: found, said something about, decided, undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.organizations.test_members import refused
from xuezuo.audit.models import Event
from xuezuo.organizations import duplicates, likenesses, sealing
from xuezuo.organizations.models import Member, Membership, Merge, Organization, Pair, PairDecision
from xuezuo.organizations.queries import roster
from xuezuo.periods import today
from xuezuo.records.models import Absence
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db

BORN = date(1980, 1, 1)


@pytest.fixture(autouse=True)
def in_2016(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099001", factories.organization("099"), kind="committee")


@pytest.fixture
def branches(township: Organization) -> list[Organization]:
    return [factories.organization(f"09900100{number}", township) for number in (1, 2)]


@pytest.fixture
def officer(township: Organization) -> Scope:
    return factories.scope(factories.user("officer", township))


def sealed(number: str = "", phone: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    if number:
        found |= {"id_number": sealing.seal(number, "member.id_number"), "id_index": sealing.index(number)}
    return found | ({"phone": sealing.seal(phone, "member.phone")} if phone else {})


@pytest.fixture
def twins(branches: list[Organization]) -> list[Member]:
    """One person, as it seems, in both branches, and somebody else."""
    factories.member(branches[0], "别人", birth_on=BORN)
    return [factories.member(one, "王小明", birth_on=BORN) for one in branches]


@pytest.fixture
def pair(twins: list[Member], officer: Scope, township: Organization) -> Pair:
    duplicates.find(by=officer, placement=township.placements.get())
    return Pair.objects.get()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("990101198001010011", "990101198001010021", True),
        ("990101198001010011", "990101198001010022", False),
        ("990101800101001", "990101198001010011", True),
        ("990101800101002", "990101198001010011", False),
        ("", "", False),
    ],
)
def test_identity_numbers_are_alike_with_one_place_or_one_form_between_them(one: str, other: str, alike: bool) -> None:
    assert likenesses.numbers_alike(one, other) is alike


def test_likeness_is_found_by_birth_number_and_phone_of_one_name(
    branches: list[Organization], officer: Scope, township: Organization
) -> None:
    made = [
        factories.member(branches[0], "甲", birth_on=BORN),
        factories.member(branches[1], "甲", birth_on=BORN),
        factories.member(branches[0], "乙", birth_on=BORN, **sealed("990101198001010011")),
        factories.member(branches[1], "乙", birth_on=date(1980, 1, 7), **sealed("990101198001070011")),
        factories.member(branches[0], "丙", **sealed(phone="13900000001")),
        factories.member(branches[1], "丙", **sealed(phone="13900000001")),
        factories.member(branches[0], "丁", birth_on=BORN, **sealed(phone="13900000001")),
        factories.member(branches[1], "戊", birth_on=BORN, **sealed(phone="13900000001")),
    ]
    found = duplicates.find(by=officer, placement=township.placements.get())
    told = {(one.first.name, one.likeness) for one in Pair.objects.all()}
    assert (found, told) == (3, {("甲", "birth"), ("乙", "number"), ("丙", "phone")})
    assert len(made) == 8
    assert duplicates.find(by=officer, placement=township.placements.get()) == 0


def test_across_the_tree_name_and_birth_are_compared(branches: list[Organization]) -> None:
    far = factories.organization("099002001", factories.organization("099002", Organization.objects.get(code="099")))
    factories.member(branches[0], "王小明", birth_on=BORN)
    factories.member(far, "王小明", birth_on=BORN)
    gone = factories.member(far, "王小明", birth_on=BORN)
    gone.memberships.update(valid_to=today())
    assert duplicates.find(by=operator()) == 1
    with pytest.raises(NotVisible):
        duplicates.find(by=factories.scope(factories.user("officer", Organization.objects.get(code="099"))))


def test_each_branch_sees_its_own_member_and_the_superior_both(pair: Pair, officer: Scope, branches) -> None:
    secretary = factories.scope(factories.user("secretary", branches[0]))
    assert likenesses.seen_by(officer, pair).names == (True, True)
    assert likenesses.seen_by(secretary, pair).names == (True, False)
    stranger = factories.scope(factories.user("secretary", factories.organization("097", kind="branch")))
    with pytest.raises(NotVisible):
        likenesses.seen_by(stranger, pair)
    assert [
        list(likenesses.pairs_for(one, likenesses.seen_by(one, pair).first.placement)) for one in (officer, secretary)
    ] == [[pair], [pair]]


def test_two_people_are_not_asked_about_again(pair: Pair, officer: Scope, township: Organization) -> None:
    with refused("pair_reason_missing"):
        duplicates.decide(by=officer, pair=pair, same=False, reason=" ")
    duplicates.decide(by=officer, pair=pair, same=False, reason="两村各有一个")
    place = township.placements.get()
    assert duplicates.find(by=officer, placement=place) == 0
    assert list(likenesses.pairs_for(officer, place)) == []
    assert list(likenesses.pairs_for(officer, place, decided=True)) == [pair]
    with refused("pair_decided_already"):
        duplicates.decide(by=officer, pair=pair, same=True, reason="又想了想")


def rosters(branches: list[Organization], day: date | None = None) -> list[list[int]]:
    scope = factories.scope(factories.user("officer", Organization.objects.get(code="099001")))
    return [[one.pk for one in roster(scope, branch.pk, day) if one.name == "王小明"] for branch in branches]


def test_a_merge_leaves_one_relation_and_every_fact(
    pair: Pair, twins: list[Member], officer: Scope, branches: list[Organization]
) -> None:
    factories.record(branches[1], date(2016, 5, 1), absent=(twins[1],))
    duplicates.decide(by=officer, pair=pair, same=True, reason="本人确认", stays=twins[0].pk, home=branches[0].pk)
    assert rosters(branches) == [[twins[0].pk], []]
    assert rosters(branches, date(2016, 10, 19)) == [[twins[0].pk], [twins[1].pk]]
    assert likenesses.entries_of(twins[1].pk) == [twins[0].pk, twins[1].pk]
    assert Absence.objects.filter(member=twins[1]).count() == 1
    assert Event.objects.filter(action="duplicates.decide").count() == 2


def test_the_relation_may_be_where_the_other_entry_was(
    pair: Pair, twins: list[Member], officer: Scope, branches: list[Organization]
) -> None:
    twins[1].groups.create(group="retired")
    duplicates.decide(by=officer, pair=pair, same=True, reason="本人确认", stays=twins[0].pk, home=branches[1].pk)
    assert rosters(branches) == [[], [twins[0].pk]]
    assert twins[0].groups.get().group == "retired"


def test_a_decision_is_undone_within_thirty_days(
    pair: Pair, twins: list[Member], officer: Scope, branches: list[Organization]
) -> None:
    before = list(Membership.objects.order_by("pk").values_list("member", "organization", "valid_from", "valid_to"))
    decision = duplicates.decide(
        by=officer, pair=pair, same=True, reason="本人确认", stays=twins[0].pk, home=branches[1].pk
    )
    PairDecision.objects.update(decided_at=timezone.now() - timedelta(days=31))
    with refused("pair_undo_too_late"):
        duplicates.undo(by=officer, decision=decision, reason="弄错了")
    PairDecision.objects.update(decided_at=timezone.now())
    duplicates.undo(by=officer, decision=decision, reason="弄错了")
    after = list(Membership.objects.order_by("pk").values_list("member", "organization", "valid_from", "valid_to"))
    assert (after, Merge.objects.count()) == (before, 0)
    assert likenesses.seen_by(officer, pair).decision is None
    again = duplicates.decide(
        by=officer, pair=pair, same=True, reason="还是一人", stays=twins[1].pk, home=branches[1].pk
    )
    assert again.pk != decision.pk


def test_a_secretary_says_and_the_superior_decides(pair: Pair, twins: list[Member], branches) -> None:
    secretary = factories.scope(factories.user("secretary", branches[0]))
    with pytest.raises(NotVisible):
        duplicates.decide(by=secretary, pair=pair, same=False, reason="不是他")
    duplicates.state(by=secretary, pair=pair, same=False, reason="不是他")
    made = duplicates.state(by=secretary, pair=pair, same=True, reason="问过了，是他")
    assert [(one.organization, one.same) for one in pair.statements.all()] == [(branches[0], True)]
    assert made[0].reason == "问过了，是他"


def test_far_above_a_decision_needs_both_branches(branches: list[Organization]) -> None:
    province = Organization.objects.get(code="099")
    far = factories.organization("099002001", factories.organization("099002", province))
    twins = [factories.member(one, "王小明", birth_on=BORN) for one in (branches[0], far)]
    duplicates.find(by=operator())
    pair = Pair.objects.get()
    above = factories.scope(factories.user("officer", province))
    assert likenesses.seen_by(above, pair).names == (False, False)
    merge = {"by": above, "pair": pair, "same": True, "reason": "同一人", "stays": twins[0].pk, "home": far.pk}
    with refused("pair_needs_statements"):
        duplicates.decide(**merge)
    for branch in (branches[0], far):
        duplicates.state(by=factories.scope(factories.user("secretary", branch)), pair=pair, same=True, reason="是")
    duplicates.decide(**merge)
    assert likenesses.person_of(twins[1].pk) == twins[0].pk


def test_a_merged_entry_is_not_merged_again(
    twins: list[Member], officer: Scope, township: Organization, branches: list[Organization]
) -> None:
    third = factories.member(branches[0], "王小明", birth_on=BORN)
    duplicates.find(by=officer, placement=township.placements.get())
    first = Pair.objects.get(first=twins[0], second=twins[1])
    second = Pair.objects.get(first=twins[1], second=third)
    duplicates.decide(by=officer, pair=first, same=True, reason="是", stays=twins[0].pk, home=branches[0].pk)
    with refused("pair_entry_merged"):
        duplicates.decide(by=officer, pair=second, same=True, reason="是", stays=third.pk, home=branches[0].pk)
