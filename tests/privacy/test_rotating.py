"""Sealing anew: values stay the same, a cut-off run is taken up, nobody can be entered twice meanwhile."""

import json
from datetime import date

import pytest

from tests import factories
from tests.privacy.conftest import NUMBER, PHONE
from xuezuo import keys
from xuezuo.commands.line import run
from xuezuo.organizations import sealing
from xuezuo.organizations.actions import enter_member
from xuezuo.organizations.members import _check_facts
from xuezuo.organizations.models import Member
from xuezuo.organizations.queries import known_members, placement_of
from xuezuo.people.queries.posts import person_with_number
from xuezuo.privacy.actions import reseal_batch, rotating
from xuezuo.privacy.queries import forms
from xuezuo.privacy.queries.forms import forms_in_use, sealed_tables
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def all_members() -> list[tuple[str, str, bool]]:
    found = []
    for one in Member.objects.exclude(id_number=None).order_by("pk"):
        number = sealing.unseal(one.id_number, "member.id_number")
        phone = sealing.unseal(one.phone, "member.phone") if one.phone else ""
        found.append((number, phone, bytes(one.id_index or b"") in sealing.indexes(number)))
    return found


@pytest.fixture
def many(branch) -> list[tuple[str, str, bool]]:
    for order in range(5):
        number = f"99010119800101{order:03}1"
        factories.member(
            branch.here, id_number=sealing.seal(number, "member.id_number"), id_index=sealing.index(number)
        )
    return all_members()


@pytest.fixture
def change(settings):
    """To SM4 with a second key."""

    def now() -> None:
        settings.SUITE = "sm"
        settings.KEYS = {**settings.KEYS, "field_key_2": "2" * 64, "index_key_2": "3" * 64}

    return now


def test_rotating_changes_every_form_and_no_value(many, change, capsys) -> None:
    change()
    assert run(["seal", "status"]) == 1

    assert run(["seal", "rotate", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["tables"]["organizations.Member"] == len(many)
    assert all_members() == many
    assert {form for table in forms_in_use(operator()).values() for form in table} == {0x82}
    assert all(bytes(one.id_index) == sealing.index(NUMBER) for one in Member.objects.filter(phone__isnull=False))
    assert run(["seal", "status"]) == 0
    assert run(["seal", "rotate"]) == 0  # again: nothing to do
    assert all_members() == many


def test_a_cut_off_run_is_taken_up(many, change, monkeypatch) -> None:
    change()
    monkeypatch.setattr(forms, "CHUNK", 2)
    table = next(one for one in sealed_tables() if one.label == "organizations.Member")
    reseal_batch(by=operator(), table=table, after=0)
    assert set(forms_in_use(operator())[table.label]) == {0x01, 0x82}
    assert all_members() == many

    assert run(["seal", "rotate"]) == 0

    assert set(forms_in_use(operator())[table.label]) == {0x82}
    assert all_members() == many


def test_a_batch_that_fails_changes_nothing(many, change, monkeypatch) -> None:
    change()
    table = next(one for one in sealed_tables() if one.label == "organizations.Member")

    def broken(**detail: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rotating.audit, "record", broken)
    with pytest.raises(RuntimeError):
        reseal_batch(by=operator(), table=table, after=0)
    assert set(forms_in_use(operator())[table.label]) == {0x01}


def test_an_import_waits_until_one_form_is_left(many, change) -> None:
    assert len(list(known_members(operator()))) == len(many)
    change()
    with pytest.raises(Refusal) as refused:
        list(known_members(operator()))
    assert refused.value.code == "index_change_under_way"
    run(["seal", "rotate"])
    assert len(list(known_members(operator()))) == len(many)


def test_a_number_is_found_under_every_form(branch, change) -> None:
    change()
    assert Member.objects.filter(id_index__in=sealing.indexes(NUMBER)).get() == branch.member
    assert sealing.unseal(branch.member.phone, "member.phone") == PHONE


def test_new_keys_are_added_and_old_ones_kept(tmp_path) -> None:
    first = keys.load(tmp_path)
    assert (keys.add_pair(tmp_path), keys.add_pair(tmp_path)) == (2, 3)
    held = keys.load(tmp_path)
    assert first.items() <= held.items()
    assert set(held) - set(first) == {"field_key_2", "index_key_2", "field_key_3", "index_key_3"}
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "keys.json"]


def test_while_a_key_changes_nobody_is_entered_twice_by_hand(many, branch, change) -> None:
    change()

    assert person_with_number(Member.objects.get(pk=branch.member.pk).name, NUMBER) is not None
    with pytest.raises(Refusal) as told:
        enter_member(
            by=operator(),
            branch=placement_of(operator(), branch.here.pk),
            name="另写一人",
            id_number=NUMBER,
            joined_on=date(2010, 1, 1),
        )
    assert told.value.code == "member_exists"
    other = Member.objects.exclude(pk=branch.member.pk).filter(id_number__isnull=False).first()
    with pytest.raises(Refusal) as told:
        _check_facts(other, {"id_number": NUMBER})
    assert told.value.code == "member_exists"
