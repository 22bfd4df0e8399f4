"""Erasing takes away who somebody was, in every room, and no figure changes."""

from datetime import date

import pytest

from tests import factories
from tests.factories import scope
from tests.privacy.conftest import NUMBER
from xuezuo.audit.models import Event
from xuezuo.cases.models import Case
from xuezuo.indicators.queries import ask, figure, indicators
from xuezuo.organizations import sealing
from xuezuo.organizations.models import Member, Membership
from xuezuo.people.models import PostChange, PostHolding
from xuezuo.privacy.actions import disclose, erase, request_correction
from xuezuo.privacy.models import CorrectionRequest, Erasure
from xuezuo.privacy.queries.retention import due, members_due
from xuezuo.records.models import Absence, MakeUp
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator


@pytest.fixture
def left(branch) -> Member:
    """Somebody with a row nearly everywhere, who left the roster in 2016."""
    member = branch.member
    disclose(by=scope(branch.secretary), member_id=member.pk, field="phone", purpose="care", words="送学上门郭朵拉")
    request_correction(by=scope(branch.own), about="name", wish="郭朵拉改名")
    record = factories.record(branch.here, date(2016, 5, 20), absent=(member,))
    absence = Absence.objects.get(record=record)
    MakeUp.objects.create(absence=absence, done_on=date(2016, 5, 30), way="door", note="郭朵拉家中", entered_by=0)
    Case.objects.create(
        organization=branch.here, kind="lost_contact", member=member, cause="郭朵拉外出",
        found_on=date(2016, 5, 1), raised_by=0,
    )  # fmt: skip
    factories.member(branch.here)
    Membership.objects.filter(member=member).update(valid_to=date(2016, 6, 1))
    branch.own.assignments.update(valid_to=date(2016, 6, 1))
    return member


def figures(branch: object) -> dict[str, object]:
    asked = ask(scope(branch.officer), branch.town.code)
    return {code: figure(asked, one) for code, one in indicators().items()}


def test_nothing_names_them_and_every_figure_is_the_same(branch, left) -> None:
    before = figures(branch)
    assert len(before) > 5

    made = erase(by=scope(branch.administrator), member_id=left.pk, reason="离开满十年")

    assert figures(branch) == before
    left.refresh_from_db()
    assert (left.name, left.birth_on, left.id_number, left.id_index, left.phone) == (f"member {left.pk}", *[None] * 4)
    assert (Absence.objects.get().reason, MakeUp.objects.get().note, Case.objects.get().cause) == ("other", "", "")
    assert bytes(CorrectionRequest.objects.get().wish) == b""
    branch.own.refresh_from_db()
    assert (branch.own.username, branch.own.is_active) == (f"user {branch.own.pk}", False)
    assert made.rows["records.Absence"] == 1
    assert Event.objects.last().detail == {"rows": made.rows}


def test_what_a_post_said_before_it_was_corrected_goes_too(branch, left) -> None:
    post = PostHolding.objects.create(
        member=left, organization=branch.here, post="organizer", way="elected", entered_by=0, valid_to=date(2016, 6, 1)
    )
    told = {"document": "郭朵拉任职的通知"}
    PostChange.objects.create(
        holding=post, kind="corrected", before=told, after=told, reason="郭朵拉写错", decided_by=0
    )
    erase(by=operator(), member_id=left.pk, reason="离开满十年")
    assert PostChange.objects.values_list("before", "after", "reason").get() == ({}, {}, "")


def test_the_number_is_free_for_a_new_entry(branch, left) -> None:
    erase(by=operator(), member_id=left.pk, reason="离开满十年")
    assert not Member.objects.filter(id_index=sealing.index(NUMBER)).exists()


def test_the_log_keeps_ids_only(branch, left) -> None:
    erase(by=operator(), member_id=left.pk, reason="离开满十年")
    assert "郭朵拉" not in str(list(Event.objects.values()))


@pytest.mark.parametrize("who", ["secretary", "officer", "own"])
def test_only_an_administrator_or_the_operator_decides(branch, left, who) -> None:
    with pytest.raises(NotVisible):
        erase(by=scope(getattr(branch, who)), member_id=left.pk, reason="离开满十年")
    assert Erasure.objects.count() == 0


def test_whoever_stands_on_a_roster_is_not_erased(branch) -> None:
    with pytest.raises(Refusal) as refused:
        erase(by=operator(), member_id=branch.member.pk, reason="离开满十年")
    assert refused.value.code == "erasure_on_roster"


def test_nor_somebody_who_still_holds_a_role_nor_without_reason_nor_twice(branch, left) -> None:
    def refusal(reason: str = "离开满十年") -> str:
        with pytest.raises(Refusal) as refused:
            erase(by=operator(), member_id=left.pk, reason=reason)
        return refused.value.code

    assert refusal(" ") == "erasure_reason_missing"
    branch.own.assignments.update(valid_to=date(9999, 12, 31))
    assert refusal() == "erasure_has_role"
    branch.own.assignments.update(valid_to=date(2016, 6, 1))
    erase(by=operator(), member_id=left.pk, reason="离开满十年")
    assert refusal() == "erasure_done"


def test_due_after_ten_years_and_not_before(branch, left) -> None:
    assert not members_due(operator(), date(2026, 5, 31)).exists()
    assert list(members_due(operator(), date(2026, 6, 1))) == [left]
    counts = {one.label: one.rows for one in due(operator(), date(2026, 6, 1))}
    assert counts["organizations.Member"] == 1
    erase(by=operator(), member_id=left.pk, reason="离开满十年")
    assert not members_due(operator(), date(2026, 6, 1)).exists()


def test_somebody_who_came_back_is_not_due(branch, left) -> None:
    Membership.objects.create(member=left, organization=branch.there, valid_from=date(2016, 8, 1))
    assert not members_due(operator(), date(2030, 1, 1)).exists()
    with pytest.raises(NotVisible):
        due(scope(branch.officer))
