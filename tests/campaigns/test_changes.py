"""What changed from above midway reaches every branch once, in words, and figures count the newest version (R14)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY, Place, place
from xuezuo.campaigns import actions
from xuezuo.campaigns.changes import Change, changed_versions, changes_for, unseen_changes, versions_of
from xuezuo.campaigns.models import Campaign, ChangeSeen, Requirement
from xuezuo.campaigns.own_say import note_changes
from xuezuo.indicators.queries import figures
from xuezuo.organizations.queries import placement_of
from xuezuo.records import queries
from xuezuo.scopes import NotVisible

__all__ = ["place"]

LATER = date(2016, 11, 15)


def unseen(place: Place) -> list[Change]:
    return unseen_changes(place.carol, placement_of(place.carol, place.branch.pk))


def amended(place: Place, **changes: object) -> Requirement:
    current = Requirement.objects.get(code="TALK", replaced_by__isnull=True)
    return actions.amend_requirement(by=place.alice, requirement=current, reason="中央有新部署", **changes)


def test_a_change_is_told_with_before_and_after_and_why_and_only_until_noted(place: Place) -> None:
    assert unseen(place) == []
    amended(place, due_on=LATER, title="学新准则", readings=["RD02"])
    [change] = unseen(place)
    assert (change.kind, change.on, change.reason, change.requirement.version) == ("changed", TODAY, "中央有新部署", 2)
    assert [(line.before, line.after) for line in change.lines] == [
        ("要求TALK", "学新准则"),
        ("章程", "准则"),
        ("2016年6月30日", "2016年11月15日"),
    ]
    placement = placement_of(place.carol, place.branch.pk)
    with pytest.raises(NotVisible):
        note_changes(by=place.bob, placement=placement)  # the branch notes for itself
    assert note_changes(by=place.carol, placement=placement) == 1
    assert unseen(place) == []
    assert len(changes_for(place.carol, placement)) == 1


def test_two_versions_in_between_are_one_change_from_what_was_last_known(place: Place) -> None:
    amended(place, due_on=date(2016, 10, 31))
    amended(place, due_on=LATER)
    [change] = unseen(place)
    assert [(line.before, line.after) for line in change.lines] == [("2016年6月30日", "2016年11月15日")]
    note_changes(by=place.carol, placement=placement_of(place.carol, place.branch.pk))
    assert ChangeSeen.objects.count() == 2


def test_what_is_taken_back_or_added_is_told_too(place: Place) -> None:
    actions.withdraw_requirement(by=place.alice, requirement=place.requirements["LECTURE"], reason="与中心工作冲突")
    Campaign.objects.update(issued_at=timezone.now() - timedelta(days=3))
    Requirement.objects.exclude(code="ANY").update(written_at=timezone.now() - timedelta(days=9))
    told = {(change.requirement.code, change.kind): change.reason for change in unseen(place)}
    assert told == {("LECTURE", "withdrawn"): "与中心工作冲突", ("ANY", "added"): ""}


def test_who_is_no_longer_addressed_reads_that_nobody_asks_them_any_longer(place: Place) -> None:
    amended(place, audience={"sectors": ["organ"]})
    [change] = unseen(place)
    assert change.kind == "withdrawn"
    assert "TALK" not in {due.requirement.code for due in queries.outstanding_for(place.carol, place.branch.pk)}


def test_the_history_keeps_every_version_and_is_closed_to_strangers(place: Place) -> None:
    amended(place, due_on=LATER)
    assert [one.version for one in versions_of(place.carol, place.campaign, "TALK")] == [2, 1]
    with pytest.raises(NotVisible):
        versions_of(place.chelsea, place.campaign, "TALK")
    with pytest.raises(NotVisible):
        actions.amend_requirement(by=place.carol, requirement=place.requirements["ANY"], due_on=LATER)


def test_figures_say_which_version_they_count_and_whom_it_has_reached(place: Place) -> None:
    held = {
        "kinds": ("topic_discussion",),
        "readings": (place.readings["RD01"],),
        "claims": (place.requirements["TALK"],),
    }
    factories.record(place.branch, date(2016, 10, 18), **held)
    amended(place, due_on=date(2016, 10, 19))  # asks the same: what was claimed still counts
    [found] = figures(place.alice, codes=["amendments_reached"])["figures"]
    assert (found["expected"], found["settled"]) == (2, 1)
    amended(place, readings=["RD02"])
    [found] = figures(place.alice, codes=["amendments_reached"])["figures"]
    assert (found["expected"], found["settled"]) == (2, 0)
    assert [(one.code, one.version) for one in changed_versions(TODAY)] == [("TALK", 3)]
    [found] = figures(place.alice, codes=["requirements_met"], by="requirement")["figures"]
    assert "要求TALK（第3版）" in {line["name"] for line in found["groups"]}
