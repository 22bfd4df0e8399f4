"""The rule of the day of the event holds, not today's."""

from datetime import date
from pathlib import Path

import pytest

from xuezuo.rule_packs.queries import RulesWrong, rule, rules


def test_theme_days_are_due_since_the_regulations_of_2018() -> None:
    assert rule("meeting.theme_day.per_month", date(2018, 10, 27)) is None
    assert rule("meeting.theme_day.per_month", date(2018, 10, 28)) == 1


def test_village_terms_became_longer_in_2018() -> None:
    assert rule("term.village_years", date(2016, 10, 20)) == 3
    assert rule("term.village_years", date(2018, 7, 12)) == 5


def test_an_unknown_key_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        rule("meeting.tea.per_day", date(2016, 1, 1))


def test_two_values_for_one_day_are_refused(tmp_path: Path) -> None:
    line = "- {key: a, valid_from: 2016-01-01, value: 1, source: x}\n"
    (tmp_path / "a.yaml").write_text(line + line)
    with pytest.raises(RulesWrong, match="two values"):
        rules(tmp_path)


def test_every_rule_names_its_source() -> None:
    assert all(one.source for held in rules().values() for one in held)
