"""A record taken back leaves nothing behind in figures and lists, and comes back as it was."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from tests import factories
from tests.records.conftest import Place
from xuezuo.indicators.queries import figures
from xuezuo.records import actions, queries
from xuezuo.records.contents import content_of
from xuezuo.records.models import Absence, Claim, MakeUp, Record, Withdrawal
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator


@pytest.fixture
def meeting(place: Place) -> Record:
    """With an absence made good, a claim, a correction and a vote."""
    made = actions.enter(
        **place.entry(
            kinds=["general", "lecture"],
            attended=4,
            absent=[(place.members[0].pk, "leave")],
            readings=[place.readings["RD01"].pk],
            claims=[place.requirements["LECTURE"].pk],
            client_id=uuid.UUID(int=7),
        )
    )
    actions.make_up(by=place.carol, absences=[Absence.objects.get().pk], done_on=date(2016, 10, 19), way="door")
    actions.resolve(by=place.carol, record=made, matter="general", text="同意", in_favour=4)
    return actions.correct(by=place.carol, record=made, reason="补", place="村部")


def counted(place: Place) -> list[tuple[str, int | None, int]]:
    codes = ["study_coverage", "meeting_cadence", "lectures_given"]
    told = figures(operator(), place.province.code, codes, as_of=date(2016, 10, 20))["figures"]
    return [(one["indicator"], one["expected"], one["settled"]) for one in told]


def test_it_goes_with_everything_and_comes_back_with_everything(place: Place, meeting: Record) -> None:
    rows = {table: list(table.objects.order_by("pk").values()) for table in (Record, Absence, MakeUp, Claim)}
    said = content_of(queries.record(place.carol, meeting.pk))
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="录到了别的支部")
    assert [table.objects.count() for table in rows] == [0, 0, 0, 0]
    assert list(queries.records_of(place.carol, place.branch.pk)) == []
    with pytest.raises(NotVisible):
        queries.record(place.carol, meeting.pk)
    assert queries.withdrawn(place.bob, meeting.pk) == withdrawal
    back = actions.restore(by=place.carol, withdrawal=withdrawal)
    assert {table: list(table.objects.order_by("pk").values()) for table in rows} == rows
    assert content_of(queries.record(place.carol, back.pk)) == said
    assert (back.resolutions.count(), back.corrections.count()) == (1, 1)
    assert actions.restore(by=place.carol, withdrawal=withdrawal) == back  # two clicks


def test_a_late_duplicate_does_not_bring_it_back(place: Place, meeting: Record) -> None:
    actions.withdraw(by=place.carol, record=meeting, reason="重复")
    with pytest.raises(Refusal) as refused:
        actions.enter(**place.entry(client_id=uuid.UUID(int=7)))
    assert refused.value.code == "record_withdrawn"
    assert not Record.objects.exists()


def test_what_another_record_settles_since_is_not_claimed_twice(place: Place, meeting: Record) -> None:
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="重复")
    actions.enter(**place.entry(kinds=["lecture"], claims=[place.requirements["LECTURE"].pk]))
    actions.restore(by=place.carol, withdrawal=withdrawal)
    assert Claim.objects.count() == 1


def test_what_has_its_number_since_stays_and_it_is_not_put_back(place: Place, meeting: Record) -> None:
    """A place restored by an older program gave numbers again."""
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="重复")
    other = Record.objects.create(
        pk=meeting.pk, organization=place.branch, held_on=date(2016, 10, 19), expected=5, attended=3, entered_by=0
    )
    rows = list(Record.objects.order_by("pk").values())
    with pytest.raises(Refusal) as refused:
        actions.restore(by=place.carol, withdrawal=withdrawal)
    assert (refused.value.code, str(other.pk) in str(refused.value)) == ("record_withdrawal_number_taken", True)
    assert list(Record.objects.order_by("pk").values()) == rows
    assert [other.kinds.count(), other.absences.count()] == [0, 0]
    withdrawal.refresh_from_db()
    assert (withdrawal.restored_at, bool(withdrawal.kept)) == (None, True)


def test_what_has_the_number_of_one_of_its_rows_since_stays_too(place: Place, meeting: Record) -> None:
    number = meeting.absences.get().pk
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="重复")
    other = factories.record(place.branch, date(2016, 10, 19))
    absence = Absence.objects.create(pk=number, record=other, member=place.members[1], reason="work")
    with pytest.raises(Refusal) as refused:
        actions.restore(by=place.carol, withdrawal=withdrawal)
    assert refused.value.code == "record_withdrawal_number_taken"
    assert list(Record.objects.all()) == [other]
    assert Absence.objects.get() == absence
    assert Absence.objects.get().member_id == place.members[1].pk
    with translation.override("zh-hans"):
        assert f"（{meeting.pk}）" in str(refused.value)


def test_claims_of_later_meetings_that_built_on_it_go_too(place: Place, meeting: Record) -> None:
    """ANY asks for both texts: the first was studied at the meeting that is taken back."""
    later = actions.enter(
        **place.entry(
            held_on=date(2016, 10, 19),
            readings=[place.readings["RD02"].pk],
            claims=[place.requirements["ANY"].pk],
        )
    )
    actions.withdraw(by=place.carol, record=meeting, reason="重复")
    assert not later.claims.exists()


@pytest.mark.parametrize(("reason", "code"), [(" ", "record_withdrawal_reason_missing")])
def test_it_asks_for_a_reason(place: Place, meeting: Record, reason: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.withdraw(by=place.carol, record=meeting, reason=reason)
    assert refused.value.code == code


def test_after_a_month_it_stays_back(place: Place, meeting: Record) -> None:
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="重复")
    Withdrawal.objects.update(withdrawn_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refusal) as refused:
        actions.restore(by=place.carol, withdrawal=withdrawal)
    assert refused.value.code == "record_withdrawal_too_old"


def test_only_the_branch_and_its_direct_superior_take_back(place: Place, meeting: Record) -> None:
    for scope in (place.alice, place.chelsea):
        with pytest.raises(NotVisible):
            actions.withdraw(by=scope, record=meeting, reason="重复")
    withdrawal = actions.withdraw(by=place.bob, record=meeting, reason="重复")
    with pytest.raises(NotVisible):
        actions.restore(by=place.alice, withdrawal=withdrawal)
    other = factories.scope(factories.user("secretary", place.sibling))
    with pytest.raises(NotVisible):
        queries.withdrawn(other, meeting.pk)


def test_figures_are_those_of_before_and_of_after(place: Place, meeting: Record) -> None:
    full = counted(place)
    withdrawal = actions.withdraw(by=place.carol, record=meeting, reason="重复")
    empty = counted(place)
    assert all(settled == 0 for _, _, settled in empty)
    assert full != empty
    actions.restore(by=place.carol, withdrawal=withdrawal)
    assert counted(place) == full
