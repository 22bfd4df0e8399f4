"""An act is undone by another: the tree is as if it had not been, and both stay to be read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.reorganizations.conftest import MAY, TODAY, County, act
from xuezuo import tree_paths
from xuezuo.organizations.actions import found, import_organizations
from xuezuo.organizations.entries import NewOrganization
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import undo
from xuezuo.reorganizations.models import Act, Inheritance, Naming
from xuezuo.reorganizations.queries import acts_in, history
from xuezuo.scopes import NotVisible, operator

NEW = {"new_code": "099001009", "name": "新党支部", "new_kind": "branch", "sector": "village"}


def rows() -> list[Any]:
    """Everything that says where what stands, but for the ids of rows."""
    found: list[Any] = []
    for model, names in (
        (Placement, ("organization", "parent", "path", "valid_from", "valid_to")),
        (Membership, ("member", "organization", "valid_from", "valid_to")),
        (Inheritance, ("organization", "heir", "valid_from", "valid_to")),
    ):
        found += sorted(model.objects.values_list(*names), key=str)
    return found + sorted(Placement.objects.values_list("organization__code", "organization__name"))


def everything(county: County) -> Iterator[tuple[str, str, dict[str, Any]]]:
    members = tuple(Membership.objects.filter(organization=county.c).values_list("member_id", flat=True)[:2])
    yield "found", county.first.code, NEW
    yield "rename", county.a.code, {"name": "甲社区党支部"}
    yield "move", county.first.code, {"to": county.other.code}
    yield "merge", county.a.code, {"to": county.b.code}
    yield "merge", county.a.code, {"others": (county.b.code,), **NEW}
    yield "merge", county.first.code, {"to": county.second.code}
    yield "split", county.c.code, {"members": members, **NEW}
    yield "close", county.a.code, {"to": county.c.code}
    yield "reclassify", county.a.code, {"sector": "community"}


def test_every_act_is_undone_without_a_trace_in_the_tree(county: County) -> None:
    before = rows()
    done = 0
    for day in (MAY, TODAY, TODAY + timedelta(days=30)):
        for kind, code, more in everything(county):
            if kind == "reclassify" and day > TODAY:
                continue
            made = act(kind, code, day=day, **more)
            assert rows() != before or kind in ("rename", "reclassify")
            undo(by=operator(), act=made, reason="误办")
            assert rows() == before, kind
            done += 1
    assert done == 3 * 9 - 1
    assert Act.objects.count() == 2 * done
    assert Naming.objects.count() == 1  # the one name it always had
    assert Organization.objects.get(pk=county.a.pk).sector == "village"


def test_acts_one_upon_the_other_are_undone_from_the_last(county: County) -> None:
    before = rows()
    first = act("merge", county.a.code, to=county.b.code)
    second = act("merge", county.b.code, day=date(2016, 6, 1), to=county.c.code)
    third = act("move", county.second.code, day=date(2016, 7, 1), to=county.other.code)
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=first, reason="误办")
    assert refused.value.code == "tree_undo_built_on"
    for one in (third, second, first):
        undo(by=operator(), act=one, reason="误办")
    assert rows() == before


def test_a_place_is_not_taken_up_again_below_what_moved_since(county: County) -> None:
    closed = act("merge", county.a.code, to=county.b.code)
    act("move", county.first.code, day=date(2016, 6, 1), to=county.other.code)
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=closed, reason="误办")
    assert refused.value.code == "tree_undo_built_on"


def test_a_reopening_is_undone(county: County) -> None:
    empty = factories.organization("099001001003", county.first)
    act("close", empty.code)
    before = rows()
    undo(by=operator(), act=act("reopen", empty.code, day=date(2016, 8, 1)), reason="误办")
    assert rows() == before


def test_facts_at_a_founded_organization_hold_it(county: County) -> None:
    made = act("found", county.first.code, **NEW)
    new = Organization.objects.get(code=NEW["new_code"])
    factories.record(new, date(2016, 6, 1))
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=made, reason="误办")
    assert refused.value.code == "tree_undo_built_on"
    assert Placement.objects.filter(organization=new).exists()


def test_somebody_who_left_since_holds_a_merger(county: County) -> None:
    made = act("merge", county.a.code, to=county.b.code)
    moved = Membership.objects.filter(organization=county.b, valid_from=MAY).first()
    Membership.objects.filter(pk=moved.pk).update(valid_to=TODAY)
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=made, reason="误办")
    assert refused.value.code == "tree_undo_built_on"


def test_what_was_founded_below_a_moved_township_holds_the_move(county: County) -> None:
    made = act("move", county.first.code, to=county.other.code)
    act("found", county.first.code, day=date(2016, 6, 1), **NEW)
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=made, reason="误办")
    assert refused.value.code == "tree_undo_built_on"


def test_members_entered_since_stay_where_they_were_entered(county: County) -> None:
    made = act("merge", county.a.code, to=county.b.code)
    newcomer = factories.member(county.b, since=date(2016, 8, 1))
    undo(by=operator(), act=made, reason="误办")
    assert newcomer.memberships.get().organization == county.b


def test_after_thirty_days_an_act_stands(county: County) -> None:
    made = act("rename", county.a.code, name="某党支部")
    Act.objects.filter(pk=made.pk).update(decided_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refusal) as refused:
        undo(by=operator(), act=made, reason="误办")
    assert refused.value.code == "tree_undo_late"


def test_an_act_is_undone_once(county: County) -> None:
    made = act("rename", county.a.code, name="某党支部")
    again = undo(by=operator(), act=made, reason="误办")
    for one in (made, again):
        with pytest.raises(Refusal) as refused:
            undo(by=operator(), act=one, reason="误办")
        assert refused.value.code == "tree_undone_already"


def test_an_act_of_elsewhere_is_not_found(county: County) -> None:
    made = act("move", county.c.code, county.erin, to=county.first.code)
    assert list(acts_in(county.carol)) == []
    assert list(acts_in(county.erin)) == [made]
    with pytest.raises(NotVisible):
        undo(by=county.carol, act=made, reason="误办")


def test_the_history_of_an_organization_tells_everything(county: County) -> None:
    act("rename", county.a.code, name="甲社区党支部", day=date(2016, 3, 1))
    merged = act("merge", county.a.code, to=county.b.code)
    wrong = act("rename", county.b.code, name="某党支部", day=date(2016, 6, 1))
    undo(by=operator(), act=wrong, reason="误办")
    told = history(county.carol, county.a.code)
    assert (told.place, told.heir) == (None, county.b)
    assert [one.name for one in told.names] == ["甲村党支部", "甲社区党支部"]
    assert [(one.successor, one.act) for one in told.went_into] == [(county.b, merged)]
    other = history(county.carol, county.b.code)
    assert [one.predecessor for one in other.came_from] == [county.a]
    assert [one.kind for one in other.acts] == ["merge", "rename", "undo"]
    with pytest.raises(NotVisible):
        history(factories.scope(factories.user("officer", county.second)), county.a.code)


def test_the_number_of_an_undone_founding_is_given_by_no_other_way(county: County) -> None:
    """Neither by a single founding nor by a roster."""
    made = act("found", county.first.code, day=MAY, **NEW)
    path = Placement.objects.get(organization=made.organization).path
    undo(by=operator(), act=made, reason="误办")
    assert not Placement.objects.filter(path=path).exists()
    parent = Placement.objects.select_related("organization").get(organization=county.first)
    single = found(by=operator(), code="099001001021", name="单立党支部", parent=parent, kind="branch")
    new = NewOrganization(
        "099001001022", "名册党支部", county.first.code, "branch", "village", "2016-05-01", "2016-05-01"
    )
    import_organizations(by=operator(), new=[new], changed=[], source={})
    listed = Placement.objects.get(organization__code=new.code)
    assert [tree_paths.number_of(one) for one in (path, single.path, listed.path)] == [3, 3 + 1, 3 + 2]
