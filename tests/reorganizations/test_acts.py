"""Acts on the tree: what each changes from its day on, and what it leaves."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests import factories
from tests.reorganizations.conftest import MAY, TODAY, County, act
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import placements
from xuezuo.periods import FOREVER
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import carry_out, undo
from xuezuo.reorganizations.models import Act, Descent, Inheritance
from xuezuo.reorganizations.queries import history, name_on, plan
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import NotVisible, operator

BEFORE = MAY - timedelta(days=1)
NEW = {"new_code": "099001009", "name": "新党支部", "new_kind": "branch", "sector": "village"}


def tree(day: date) -> dict[str, str]:
    """Code and parent's code of whatever stands."""
    return {one.organization.code: one.parent.code if one.parent else "" for one in placements(operator(), day)}


def roster(branch: Organization, day: date) -> int:
    return Membership.objects.filter(organization=branch, valid_from__lte=day, valid_to__gt=day).count()


def test_a_subtree_moves_from_the_day_on(county: County) -> None:
    was = tree(BEFORE)
    act("move", county.first.code, to=county.other.code)
    assert tree(BEFORE) == was
    assert tree(MAY) == was | {county.first.code: county.other.code}
    paths = Placement.objects.filter(organization=county.a).order_by("valid_from").values_list("path", flat=True)
    assert list(paths) == ["0001000100010001", "0001000200010001"]


def test_nothing_changes_before_a_day_to_come(county: County) -> None:
    later = TODAY + timedelta(days=10)
    was = tree(TODAY)
    act("move", county.a.code, day=later, to=county.second.code)
    assert tree(TODAY) == was
    assert tree(later) == was | {county.a.code: county.second.code}


def test_numbers_of_paths_are_never_given_again(county: County) -> None:
    made = act("move", county.a.code, to=county.second.code)
    path = Placement.objects.get(organization=county.a, valid_to=FOREVER).path
    undo(by=operator(), act=made, reason="误")
    act("move", county.b.code, to=county.second.code)
    assert Placement.objects.get(organization=county.b, valid_to=FOREVER).path == path[:-1] + "3"


def test_a_merged_branch_ends_and_its_members_go_over(county: County) -> None:
    act("merge", county.a.code, to=county.b.code)
    assert [tree(day).get(county.a.code) for day in (BEFORE, MAY)] == [county.first.code, None]
    assert [(roster(county.a, day), roster(county.b, day)) for day in (BEFORE, MAY)] == [(3, 2), (0, 3 + 2)]
    heir = Inheritance.objects.get()
    assert (heir.organization, heir.heir, heir.valid_from, heir.valid_to) == (county.a, county.b, MAY, FOREVER)


def test_two_are_merged_into_a_new_one(county: County) -> None:
    made = act("merge", county.a.code, others=(county.b.code,), **NEW)
    new = Organization.objects.get(code=NEW["new_code"])
    assert tree(MAY)[new.code] == county.first.code
    assert roster(new, MAY) == 3 + 2
    assert {(one.predecessor, one.successor) for one in Descent.objects.filter(act=made)} == {
        (county.a, new),
        (county.b, new),
    }


def test_a_township_is_merged_with_all_below_it(county: County) -> None:
    act("merge", county.first.code, to=county.second.code)
    assert tree(MAY) == {
        "099": "",
        "099001": "099",
        "099002": "099",
        "099001002": "099001",
        "099001001001": "099001002",
        "099001001002": "099001002",
        "099001002001": "099001002",
    }


def test_heirs_are_handed_on(county: County) -> None:
    act("merge", county.a.code, to=county.b.code)
    act("merge", county.b.code, day=date(2016, 6, 1), to=county.c.code)
    rows = Inheritance.objects.order_by("organization__code", "valid_from")
    assert [(one.organization.code[-3:], one.heir.code[-3:], one.valid_from.month) for one in rows] == [
        ("001", "002", 5),
        ("001", "001", 6),
        ("002", "001", 6),
    ]


def test_some_members_go_to_the_branch_that_splits_off(county: County) -> None:
    going = Membership.objects.filter(organization=county.c).order_by("pk").values_list("member_id", flat=True)[:3]
    act("split", county.c.code, members=tuple(going), **NEW)
    new = Organization.objects.get(code=NEW["new_code"])
    assert [(roster(county.c, day), roster(new, day)) for day in (BEFORE, MAY)] == [(4, 0), (4 - 3, 3)]
    assert not Inheritance.objects.exists()


def test_what_still_holds_something_is_not_closed_without_a_successor(county: County) -> None:
    with pytest.raises(Refusal, match="2"):
        act("close", county.first.code)
    with pytest.raises(Refusal, match="3"):
        act("close", county.a.code)
    act("close", county.a.code, to=county.b.code)
    assert roster(county.b, MAY) == 2 + 3


def test_an_empty_branch_is_closed_and_reopened(county: County) -> None:
    empty = factories.organization("099001001003", county.first)
    act("close", empty.code)
    assert Inheritance.objects.get().heir == county.first
    act("reopen", empty.code, day=date(2016, 8, 1), to=county.second.code)
    assert [tree(day).get(empty.code) for day in (BEFORE, MAY, date(2016, 8, 1))] == [
        county.first.code,
        None,
        county.second.code,
    ]
    assert Inheritance.objects.get().valid_to == date(2016, 8, 1)


def test_a_name_has_its_days(county: County) -> None:
    act("rename", county.a.code, name="甲社区党支部")
    later = TODAY + timedelta(days=5)
    act("rename", county.a.code, day=later, name="甲中心社区党支部")
    one = Organization.objects.get(pk=county.a.pk)
    assert one.name == "甲社区党支部"
    assert [name_on(one, day) for day in (BEFORE, MAY, later)] == ["甲村党支部", "甲社区党支部", "甲中心社区党支部"]


def test_kind_and_sector_change_by_an_act(county: County) -> None:
    act("reclassify", county.a.code, sector="community")
    assert Organization.objects.get(pk=county.a.pk).sector == "community"
    with pytest.raises(Refusal):
        act("reclassify", county.a.code, new_kind="committee")


def test_an_organization_is_founded_below_another(county: County) -> None:
    made = act("found", county.first.code, county.carol, **NEW)
    assert tree(MAY)[NEW["new_code"]] == county.first.code
    told = history(county.carol, NEW["new_code"])
    assert (told.acts, told.acts[0].reason, told.acts[0].decided_by) == ([made], "县委决定", county.carol.viewer_id)


@pytest.mark.parametrize("day", [date(1800, 3, 1), date(2020, 1, 1)])
def test_a_day_that_cannot_be_is_told_with_both_ends(county: County, day: date) -> None:
    with pytest.raises(Refusal) as refused:
        act("move", "099001001001", to="099001002", day=day)
    latest = str(refused.value.where["latest"])
    assert latest > "1900"
    assert all(end in str(refused.value) for end in ("1900-01-02", latest))


@pytest.mark.parametrize(
    ("kind", "code", "more", "said"),
    [
        ("move", "099001", {"to": "099001002"}, "tree_circle"),
        ("move", "099001001001", {"to": "099001001002"}, "tree_parent_is_branch"),
        ("move", "099001001001", {"to": "099001001"}, "tree_there_already"),
        ("move", "099001001001", {}, "tree_target_missing"),
        ("merge", "099001001001", {"to": "099001001001"}, "tree_same"),
        ("merge", "099001", {"to": "099001001"}, "tree_circle"),
        ("merge", "099001001001", {"to": "099001002"}, "tree_members_need_branch"),
        ("merge", "099001002", {"to": "099001001001"}, "tree_parent_is_branch"),
        ("found", "099001001", {**NEW, "new_code": "099001002"}, "tree_code_taken"),
        ("found", "099001001001", NEW, "tree_parent_is_branch"),
        ("found", "099001001", {**NEW, "new_kind": "club"}, "tree_word_unknown"),
        ("split", "099001001001", NEW, "tree_split_nothing"),
        ("split", "099001001001", {**NEW, "members": (0,)}, "tree_split_not_there"),
        ("rename", "099001001001", {"name": "甲村党支部"}, "tree_name_same"),
        ("rename", "099001001001", {"name": " "}, "tree_name_missing"),
        ("reopen", "099001001001", {}, "tree_stands_already"),
        ("move", "099001001001", {"to": "099001002", "reason": " "}, "tree_reason_missing"),
        ("move", "099001001001", {"to": "099001002", "day": date(2020, 1, 1)}, "tree_day_too_far"),
        ("praise", "099001001001", {}, "tree_act_unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    county: County, kind: str, code: str, more: dict[str, object], said: str
) -> None:
    before = list(Placement.objects.order_by("pk").values())
    with pytest.raises(Refusal) as refused:
        act(kind, code, **more)
    assert refused.value.code == said
    assert list(Placement.objects.order_by("pk").values()) == before
    assert not Act.objects.exists()
    assert not Event.objects.exists()


def test_a_day_before_a_later_act_is_refused(county: County) -> None:
    act("move", county.a.code, day=date(2016, 6, 1), to=county.second.code)
    for kind, more in (("move", {"to": county.other.code}), ("rename", {"name": "某党支部"})):
        with pytest.raises(Refusal) as refused:
            act(kind, county.a.code, day=MAY, **more)
        assert refused.value.code in ("tree_later_places", "tree_later_act")
    with pytest.raises(Refusal) as refused:
        act("move", county.second.code, day=MAY, to=county.other.code)
    assert refused.value.code == "tree_later_places"


def test_members_who_came_since_stand_in_the_way(county: County) -> None:
    factories.member(county.a, since=date(2016, 7, 1))
    with pytest.raises(Refusal) as refused:
        act("merge", county.a.code, to=county.b.code)
    assert refused.value.code == "tree_members_since"


def test_an_officer_acts_below_their_own_organization_only(county: County) -> None:
    act("move", county.a.code, county.erin, to=county.second.code)
    for code, to in (
        (county.b.code, county.second.code),
        (county.c.code, county.first.code),
        (county.first.code, "099"),
    ):
        with pytest.raises((NotVisible, Refusal)) as refused:
            act("move", code, county.carol, to=to)
        assert refused.type is NotVisible or refused.value.code == "tree_own_top"
    secretary = factories.scope(factories.user("secretary", county.b))
    with pytest.raises(NotVisible):
        act("rename", county.b.code, secretary, name="某")


def test_nobody_changes_their_own_top(county: County) -> None:
    for kind, more in (("rename", {"name": "某党委"}), ("move", {"to": county.first.code}), ("close", {})):
        with pytest.raises(Refusal) as refused:
            act(kind, county.first.code, county.carol, **more)
        assert refused.value.code == "tree_own_top"


def test_a_stale_plan_is_refused(county: County) -> None:
    wish = Wish("merge", county.a.code, MAY, "决定", to=county.b.code)
    read = plan(operator(), wish).digest
    factories.member(county.a)
    with pytest.raises(Refusal) as refused:
        carry_out(by=operator(), wish=wish, digest=read)
    assert refused.value.code == "tree_plan_stale"
    carry_out(by=operator(), wish=wish, digest=plan(operator(), wish).digest)


def test_the_plan_tells_what_changes(county: County) -> None:
    told = plan(county.erin, Wish("merge", county.first.code, MAY, "决定", to=county.second.code)).document
    assert told["moves"] == [
        {"code": "099001001001", "name": "甲村党支部", "from": "东乡党委", "to": "西乡党委"},
        {"code": "099001001002", "name": "乙村党支部", "from": "东乡党委", "to": "西乡党委"},
    ]
    assert (told["organizations"], told["branches"], told["members_along"], told["members_change"]) == (2, 2, 3 + 2, 0)
    assert told["ends"] == [{"code": "099001001", "name": "东乡党委", "read_at": "西乡党委"}]


def test_scope_follows_the_tree(county: County, settings: Any) -> None:
    person = factories.user("officer", county.first)
    gone = factories.user("officer", county.second)
    act("merge", county.second.code, day=TODAY, to=county.first.code)
    assert factories.scope(gone).role == "nobody"
    act("move", county.c.code, day=TODAY + timedelta(days=1), to=county.county.code)
    own = {"099001001", "099001001001", "099001001002"}
    assert {one.organization.code for one in placements(factories.scope(person))} == own | {"099001002001"}
    settings.TODAY = (TODAY + timedelta(days=1)).isoformat()
    assert {one.organization.code for one in placements(factories.scope(person))} == own


def test_an_officer_who_moves_sees_below_the_new_place(county: County) -> None:
    person = factories.user("officer", county.a)
    act("move", county.a.code, day=TODAY, to=county.second.code)
    assert factories.scope(person).path == Placement.objects.get(organization=county.a, valid_to=FOREVER).path
