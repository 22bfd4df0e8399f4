"""What a scope covers, and whose names it sees."""

from dataclasses import replace

from xuezuo.scopes import Scope, operator

TOWNSHIP = Scope(1, "bob", "officer", 3, "000100010001")


def test_a_scope_covers_itself_and_below() -> None:
    assert TOWNSHIP.covers("000100010001")
    assert TOWNSHIP.covers("0001000100010002")
    assert not TOWNSHIP.covers("000100010002")
    assert not TOWNSHIP.covers("00010001")


def test_names_are_seen_by_the_branch_and_its_direct_superior_only() -> None:
    branch = "0001000100010002"
    assert TOWNSHIP.sees_names_at(branch)
    assert Scope(2, "carol", "secretary", 4, branch).sees_names_at(branch)
    assert not Scope(3, "county", "officer", 2, "00010001").sees_names_at(branch)


def test_names_are_for_those_who_work_with_the_roster() -> None:
    """An inspector sees none without an open visit, a member only their own page, offices of the system none."""
    for role in ("inspector", "member", "auditor", "administrator", "nobody"):
        assert not replace(TOWNSHIP, role=role).sees_names_at("0001000100010002"), role
        assert not replace(TOWNSHIP, role=role).sees_names_down_to(4), role
    assert operator().sees_names_at("0001")
    assert not operator().sees_names_at("00010001")


def test_somebody_without_a_role_covers_nothing() -> None:
    assert not Scope(4, "chelsea", "nobody", None, "").covers("0001")
    assert operator().covers("0001")
