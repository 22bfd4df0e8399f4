"""Questions that nobody declared, put together at random: every engine against the judge, and kept rows against live ones."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.agreement.place import TODAY, Plan, build, plans
from tests.agreement.reference import Line, Reference
from tests.agreement.test_engines import Inside, prepared
from tests.agreement.test_live import SUBTREES, as_line, given_places
from xuezuo.indicators.engines import kept, live
from xuezuo.indicators.engines.distributed import Distributed
from xuezuo.indicators.engines.prepared import Prepared
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.queries import filters_of
from xuezuo.indicators.questions import Question
from xuezuo.own_questions.asking import Own, measures_of, read
from xuezuo.own_questions.offers import Offer, offers
from xuezuo.refusals import Refusal

pytestmark = pytest.mark.django_db

DAYS = ("2016-01-01", "2016-04-30", "2016-06-30", "2016-12-31")
seeds = st.integers(0, 2**32)


@pytest.fixture
def django_settings(settings: Any) -> Any:
    """The product's settings, beside those of hypothesis."""
    return settings


class Judge:
    """The slow reference's lines of each row set, made once."""

    def __init__(self, day: Any, tree_day: Any) -> None:
        self.reference, self.known = Reference(day, tree_day), {}

    def lines(self, offer: Offer) -> list[Line]:
        if offer.code not in self.known:
            self.known[offer.code] = getattr(self.reference, f"lines_of_{offer.code}")()
        return self.known[offer.code]


def questions(seed: int, judge: Judge, number: int) -> Iterator[Own]:
    """Put together blindly, of words that the rows have; what is refused is thrown away and another made."""
    chance = random.Random(seed)
    found = 0
    while found < number:
        offer = chance.choice(list(offers().values()))
        said = {"rows": [offer.code], "measure": [chance.choice(list(measures_of(offer)))]}
        for column in offer.columns:
            known = offer.row_set.columns[column]
            words = list(known) if known else sorted({line.word(column) for line in judge.lines(offer)} - {""})
            if words and chance.random() < 0.3:
                said[column] = chance.sample(words, min(len(words), chance.choice((1, 1, 2))))
        if chance.random() < 0.7:
            said["by"] = [chance.choice(("children", *offer.columns))]
        for name in ("since", "until"):
            if chance.random() < 0.2:
                said[name] = [chance.choice(DAYS)]
        try:
            yield read(said)
        except Refusal:
            continue
        found += 1


def passes(own: Own, line: Line, *, settled: bool, without: str = "") -> bool:
    """The question itself, word by word, and not through the figure it became."""
    tests: dict[str, tuple[str, ...]] = dict.fromkeys(own.offer.row_set.lines, ("",))
    if own.way and not own.indicator.tally:
        tests |= {column: _several(test) for column, test in own.way.needs.items()}
    tests |= own.words
    if settled and own.way and not own.indicator.tally:
        tests |= {column: _several(test) for column, test in own.way.tests.items()}
    if without in own.offer.row_set.lines and without not in own.words:
        del tests[without]
    if (own.since and line.on < own.since) or (own.until and line.on > own.until):
        return False
    return all(line.word(column) in words for column, words in tests.items())


def _several(test: Any) -> tuple[str, ...]:
    return test if isinstance(test, tuple) else (test,)


def compare(own: Own, lines: list[Line], question: Question, engine: Any) -> None:
    indicator = own.indicator
    below = [line for line in lines if line.path.startswith(question.path)]

    def amount(these: list[Line]) -> int:
        return sum(line.amount for line in these) if own.offer.adds or own.measure == "amount" else len(these)

    expected = [line for line in below if passes(own, line, settled=False)]
    settled = [line for line in expected if passes(own, line, settled=True)]
    outstanding = [line for line in expected if line not in settled]
    filters = filters_of(indicator, own.narrow)
    counted = engine.count(indicator, question, filters)
    assert counted.settled == amount(settled), own.query
    assert counted.expected == (None if indicator.tally else amount(expected)), own.query
    for part, wanted in (("expected", expected), ("settled", settled), ("outstanding", outstanding)):
        if part == "settled" or not indicator.tally:
            listed = [as_line(row) for row in engine.rows(indicator, question, filters, part)]
            assert listed == sorted(wanted, key=lambda line: (line.path, line.row_id)), (own.query, part)
    if not own.by:
        return
    lined = own.by in own.offer.row_set.lines

    def key(line: Line) -> str:
        return line.path[: len(question.path) + 4] if own.by == "children" else line.word(own.by)

    base = [line for line in below if passes(own, line, settled=False, without=own.by)]
    judged = {}
    for word in {key(line) for line in base if not (lined and key(line) == "")}:
        these = [line for line in base if key(line) == word]
        done = [line for line in these if passes(own, line, settled=True, without=own.by)]
        judged[word] = (None if indicator.tally else amount(these), amount(done))
    grouped = engine.grouped(indicator, question, filters_of(indicator, own.narrow, own.by), own.by)
    found = {word: (one.expected, one.settled) for word, one in grouped.items() if not (lined and word == "")}
    assert found == judged, (own.query, own.by)


def check(engine: Any, day: Any, tree_day: Any, seed: int, number: int) -> None:
    judge = Judge(day, tree_day)
    for position, own in enumerate(questions(seed, judge, number)):
        path = SUBTREES[position % len(SUBTREES)]
        compare(own, judge.lines(own.offer), Question(path, day, tree_day), engine)


def check_live(plan: Plan, seed: int, number: int) -> None:
    with transaction.atomic():
        build(plan)
        check(live, plan.as_of, TODAY if plan.now else plan.as_of, seed, number)
        transaction.set_rollback(True)


@examples(given_places, max_examples=1)
@given(plan=plans, seed=seeds)
def test_kept_rows_answer_what_they_can_as_the_live_engine_does(plan: Plan, seed: int, django_settings: Any) -> None:
    django_settings.TODAY = TODAY.isoformat()
    with transaction.atomic():
        build(plan)
        rolling.keep_up()
        number = 0
        for own in questions(seed, Judge(TODAY, TODAY), 120):
            filters = filters_of(own.indicator, own.narrow, own.by)
            wanted = kept.wanted_of(own.indicator, filters, own.by)
            if wanted is not None:
                number += 1
                for path in SUBTREES:
                    found = kept.Kept(path).grouped(own.indicator, wanted)
                    counted = live.grouped(own.indicator, Question(path, TODAY, TODAY), filters, own.by)
                    assert found == counted, own.query
        assert number > 5, "no question was one that is kept"
        transaction.set_rollback(True)


@examples(given_places, max_examples=2)
@given(plan=plans, seed=seeds)
def test_the_live_engine_answers_as_the_judge(plan: Plan, seed: int) -> None:
    check_live(plan, seed, 30)


@examples(given_places, max_examples=1)
@given(plan=plans, seed=seeds)
def test_duckdb_and_the_application_s_database_answer_alike(plan: Plan, seed: int) -> None:
    with prepared(plan) as (folder, whole):
        check(Prepared(folder), whole.day, whole.tree_day, seed, 30)
        check(Inside(folder), whole.day, whole.tree_day, seed, 30)


@pytest.mark.slow
@examples(given_places, max_examples=60)
@given(plan=plans, seed=seeds)
def test_many_more_questions_at_many_more_places(plan: Plan, seed: int) -> None:
    check_live(plan, seed, 100)
    with prepared(plan) as (folder, whole):
        check(Prepared(folder), whole.day, whole.tree_day, seed, 100)


@pytest.mark.slow
@examples(given_places, max_examples=1)
@given(plan=plans, seed=seeds)
def test_spark_answers_alike(plan: Plan, seed: int) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed: make .venv/.spark")
    with prepared(plan) as (folder, whole):
        check(Distributed(folder), whole.day, whole.tree_day, seed, 25)
