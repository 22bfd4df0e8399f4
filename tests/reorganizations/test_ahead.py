"""Nobody and nothing comes in below what a decided act will close, merge or move: the act's rows are written already."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.interchange import rosters
from tests.reorganizations.conftest import TODAY, County, act
from xuezuo.organizations import memberships
from xuezuo.organizations.actions import enter_member, found
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import known_organizations, placement_by_code, placements
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import undo
from xuezuo.scopes import operator

LATER = TODAY + timedelta(days=30)
JOINED = date(1995, 7, 1)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as raised:
        yield
    assert raised.value.code == code
    assert str(raised.value)


def enter(branch: Organization, order: int = 1) -> None:
    place = placement_by_code(operator(), branch.code)
    number = rosters.number(order=order, region="990101")
    enter_member(by=operator(), branch=place, name="陈晓明", id_number=number, joined_on=JOINED)


def standing(day: date) -> int:
    """Members in a branch that has a place on the day."""
    places = placements(operator(), day).values("organization_id")
    return Membership.objects.filter(valid_from__lte=day, valid_to__gt=day, organization_id__in=places).count()


def row(branch: Organization, order: int) -> list[object]:
    number = rosters.number(order=order)
    return rosters.person(order, organization=branch.code, organization_name=branch.name, id_number=number)


def test_nobody_is_entered_where_a_merge_is_to_come(county: County) -> None:
    made = act("merge", county.a.code, day=LATER, to=county.b.code)
    with refused("tree_ends_ahead"):
        enter(county.a)
    enter(county.b)  # the heir
    assert standing(TODAY) == standing(LATER) == 10
    undo(by=operator(), act=made, reason="误")
    enter(county.a, 3)
    assert standing(TODAY) == standing(LATER) == 11


def test_a_branch_that_will_move_takes_in(county: County) -> None:
    act("move", county.a.code, day=LATER, to=county.second.code)
    enter(county.a)
    assert standing(TODAY) == standing(LATER) == 10


def test_nobody_returns_where_a_merge_is_to_come(county: County) -> None:
    one, other = Membership.objects.filter(organization=county.a).order_by("pk")[:2]
    by, day = operator(), TODAY - timedelta(days=20)
    died = memberships.end(by=by, membership=one, on=day, kind="died")
    said = {"reason": "来信", "document": "县委批复1号"}
    suspended = memberships.end(by=by, membership=other, on=day, kind="suspended", **said)
    made = act("merge", county.a.code, day=LATER, to=county.b.code)
    with refused("tree_ends_ahead"):
        memberships.withdraw_ending(by=by, ending=died, reason="认错了人")
    with refused("tree_ends_ahead"):
        memberships.restore(by=by, ending=suspended, on=TODAY, **said)
    assert standing(TODAY) == standing(LATER) == 7
    undo(by=by, act=made, reason="误")
    memberships.withdraw_ending(by=by, ending=died, reason="认错了人")
    memberships.restore(by=by, ending=suspended, on=TODAY, **said)
    assert standing(TODAY) == standing(LATER) == 9


def test_an_import_brings_nobody_new_where_a_merge_is_to_come(county: County, tmp_path: Path) -> None:
    assert rosters.members(tmp_path, [row(county.a, 1)]).file_outcome == "imported"
    act("merge", county.a.code, day=LATER, to=county.b.code)
    known, new, heir = row(county.a, 1), row(county.a, 2), row(county.b, 3)
    report = rosters.members(tmp_path, [known, new, heir], accept_good=True)
    assert rosters.findings(report) == [(3, "decide", "organization_ends")]
    assert LATER.isoformat() in str(report.document())
    assert (report.created, report.unchanged) == (1, 1)
    assert standing(TODAY) == standing(LATER) == 11


def test_nothing_is_founded_below_what_will_move(county: County, tmp_path: Path) -> None:
    made = act("move", county.first.code, day=LATER, to=county.other.code)
    known = known_organizations(operator())[county.a.code]
    assert (known.path, known.until) == (placement_by_code(operator(), county.a.code).path, LATER)
    parent = placement_by_code(operator(), county.first.code)
    with refused("tree_parent_changes_ahead"):
        found(by=operator(), code="099001001008", name="新支部", parent=parent, kind="branch")
    rows = [
        ["099001001009", "丁村党支部", county.first.code, "党支部", "建制村"],
        ["099001002009", "戊村党支部", county.second.code, "党支部", "建制村"],
    ]
    report = rosters.organizations(tmp_path, rows, accept_good=True)
    assert rosters.findings(report) == [(2, "decide", "parent_changes_ahead")]
    place = Placement.objects.get(organization__code="099001002009")
    assert place.path.startswith(placement_by_code(operator(), county.second.code).path)

    undo(by=operator(), act=made, reason="误")
    assert rosters.organizations(tmp_path, rows).file_outcome == "imported"
    place = Placement.objects.get(organization__code="099001001009")
    assert place.path.startswith(placement_by_code(operator(), county.first.code).path)


def test_nothing_is_imported_below_what_does_not_stand_yet(county: County, tmp_path: Path) -> None:
    later = factories.organization("099001003", county.county, kind="committee", name="南乡党委")
    Placement.objects.filter(organization=later).update(valid_from=LATER)
    rows = [["099001003001", "己村党支部", later.code, "党支部", "建制村"]]
    assert rosters.findings(rosters.organizations(tmp_path, rows)) == [(2, "decide", "parent_changes_ahead")]
