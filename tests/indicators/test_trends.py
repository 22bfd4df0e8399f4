"""Figures of several days: each counted once, the same as asked one by one, and nothing invented where nobody stood."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories
from tests.web.overview.conftest import county
from xuezuo import tree_paths
from xuezuo.indicators import actions as preparing
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.engines.live import Figure
from xuezuo.indicators.engines.manifests import MANIFEST
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.queries import Asked, ask, figure, lines
from xuezuo.indicators.trends import ITSELF, WHOLE, answering, course, is_quick, standing
from xuezuo.organizations.models import Placement
from xuezuo.periods import month_ends
from xuezuo.scopes import operator

__all__ = ["county"]

pytestmark = pytest.mark.django_db

JUNE, SEPTEMBER, TODAY = date(2016, 6, 30), date(2016, 9, 30), date(2016, 10, 20)


def asked(place: SimpleNamespace, day: date = TODAY, tree: str = "then") -> Asked:
    return ask(factories.scope(place.officer), "099", day, tree, engine="quick")


@pytest.mark.parametrize("day", [JUNE, TODAY])
@pytest.mark.parametrize("kept", [False, True])
def test_each_figure_is_the_one_that_is_asked_for_alone(county: SimpleNamespace, day: date, kept: bool) -> None:
    if kept:
        rolling.keep_up()
    question = asked(county, day)
    found = standing(question, indicators().values())
    for one in indicators().values():
        whole = figure(question, one)
        shown = found.of(one, WHOLE) or Figure(None if one.tally else 0, 0)
        assert (shown.expected, shown.settled) == (whole.expected, whole.settled), one.code
        for line in lines(question, one, "children"):
            same = found.of(one, ITSELF if line.path == question.placement.path else line.code)
            assert (same.settled if same else 0) == line.figure.settled, (one.code, line.code)


def test_what_was_entered_late_stands_in_its_own_month(county: SimpleNamespace) -> None:
    coverage = indicators()["study_coverage"]
    before = standing(asked(county, JUNE), [coverage]).of(coverage, "099002")
    factories.record(county.branches[2], date(2016, 6, 10), kinds=("general",), readings=(county.readings[0],))
    after = standing(asked(county, JUNE), [coverage]).of(coverage, "099002")
    assert (before, after.settled - before.settled) == (after._replace(settled=before.settled), 8)


def test_a_place_that_did_not_stand_yet_has_a_gap_and_is_not_waited_for(county: SimpleNamespace) -> None:
    young = factories.organization("099009", county.root, kind="committee", since=date(2016, 8, 15))
    question = ask(factories.scope(factories.user("officer", young)), None, TODAY, engine="quick")
    found = course(question, month_ends(TODAY, 4))
    assert list(found.answered) == [date(2016, 8, 31), SEPTEMBER, TODAY]
    assert not found.waiting
    assert found.answered[TODAY] is question


def test_a_day_is_seen_in_its_own_tree_or_in_that_of_now(county: SimpleNamespace) -> None:
    """A branch of eight goes over to town 1 in August: in June it stood in town 2, or stands where it is now."""
    moved, when = county.branches[3], date(2016, 8, 1)
    Placement.objects.filter(organization=moved).update(valid_to=when)
    above = Placement.objects.get(organization=county.towns[0])
    Placement.objects.create(
        organization=moved, parent=county.towns[0], path=tree_paths.child(above.path, 9), valid_from=when
    )
    members = indicators()["members"]
    found = [standing(asked(county, JUNE, tree), [members]) for tree in ("then", "now")]
    assert [[one.of(members, town).settled for town in ("099001", "099002")] for one in found] == [
        [8 + 8 + 6, 8 + 8],
        [8 + 8 + 6 + 8, 8],
    ]


def test_a_large_place_answers_a_past_day_from_prepared_files_or_on_request(
    county: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, settings, tmp_path
) -> None:
    settings.SNAPSHOTS = tmp_path
    monkeypatch.setattr("xuezuo.indicators.explaining.AT_ONCE", 3)
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 3)
    rolling.keep_up()
    today, days = asked(county), [SEPTEMBER, TODAY]
    assert answering(today) is today
    assert answering(asked(county, SEPTEMBER)) is None
    assert course(today, days).waiting == [SEPTEMBER]
    assert list(course(today, days, now=True).answered) == days
    assert not is_quick(today, days)
    preparing.prepare_files(by=operator(), asked=ask(operator(), None, SEPTEMBER))
    assert is_quick(today, days)
    prepared = course(today, days)
    assert not prepared.waiting
    assert prepared.is_from_files
    assert not course(today, days, now=True).is_from_files
    coverage = indicators()["study_coverage"]
    assert standing(prepared.answered[SEPTEMBER], [coverage]) == standing(asked(county, SEPTEMBER), [coverage])


def test_a_small_place_is_quick_as_long_as_all_days_together_are(
    county: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, settings, tmp_path
) -> None:
    """Seven organizations on two past days are 14."""
    settings.SNAPSHOTS = tmp_path
    days = month_ends(TODAY, 3)
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 14)
    assert is_quick(asked(county), days)
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 13)
    assert not is_quick(asked(county), days)
    for day in days:  # a place that small is counted anew, and so is not quicker
        (settings.SNAPSHOTS / day.isoformat()).mkdir()
        (settings.SNAPSHOTS / day.isoformat() / MANIFEST).touch()
    assert not is_quick(asked(county), days)
    monkeypatch.setattr("xuezuo.indicators.trends.AT_ONCE", 6)
    assert is_quick(asked(county), days)
