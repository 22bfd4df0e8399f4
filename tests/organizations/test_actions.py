"""Single acts on the tree and the roster: founding an organization, entering a member."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import organization
from tests.interchange.rosters import members, number, person
from xuezuo.audit.models import Event
from xuezuo.organizations.actions import enter_member, found
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db

BY = operator()
JOINED = date(1995, 7, 1)


@pytest.fixture
def town() -> Placement:
    root = organization("099")
    organization("099001", root)
    return placement_by_code(BY, "099")


def test_founding_takes_the_next_number(town: Placement) -> None:
    Placement.objects.filter(organization__code="099001").update(valid_to=date(2001, 1, 1))
    place = found(by=BY, code="099002", name="新支部", parent=town, kind="branch", valid_from=date(2016, 3, 1))
    assert (place.path, place.valid_from, place.organization.duties_from) == ("00010002", *[date(2016, 3, 1)] * 2)
    assert Event.objects.latest("pk").action == "organization.found"


def test_a_code_is_given_once(town: Placement) -> None:
    with pytest.raises(Refusal) as refused:
        found(by=BY, code="099001", name="又一个", parent=town, kind="branch")
    assert refused.value.code == "organization_code_taken"


@pytest.mark.parametrize(("role", "where"), [("secretary", "0001"), ("officer", "0002"), ("nobody", "")])
def test_founding_is_for_officers_above(town: Placement, role: str, where: str) -> None:
    with pytest.raises(NotVisible):
        found(by=Scope(5, "bob", role, 1, where), code="1", name="新支部", parent=town, kind="branch")
    with pytest.raises(NotVisible):
        found(by=Scope(5, "alice", "officer", 1, "0001"), code="1", name="新根", parent=None, kind="committee")


def test_a_member_entered_by_hand_is_known_to_the_import(town: Placement, tmp_path: Path) -> None:
    branch = placement_by_code(BY, "099001")
    made = enter_member(by=BY, branch=branch, name="陈晓明", id_number=number(), joined_on=JOINED, groups=["retired"])
    assert made.memberships.get().valid_from == JOINED
    assert list(made.groups.values_list("group", flat=True)) == ["retired"]
    with pytest.raises(Refusal):
        enter_member(by=BY, branch=branch, name="陈晓明", id_number=number(), joined_on=JOINED)
    assert members(tmp_path, [person(organization="099001", organization_name="")]).updated == 1


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        ("secretary", "00010001", True),
        ("officer", "0001", True),
        ("member", "00010001", False),
        ("officer", "0002", False),
    ],
)
def test_who_keeps_a_roster(town: Placement, role: str, where: str, may: bool) -> None:
    branch, by = placement_by_code(BY, "099001"), Scope(5, "carol", role, 1, where)
    if may:
        assert enter_member(by=by, branch=branch, name="陈晓明", id_number=number(), joined_on=JOINED).pk
    else:
        with pytest.raises(NotVisible):
            enter_member(by=by, branch=branch, name="陈晓明", id_number=number(), joined_on=JOINED)
