"""What can be asked, what is refused, and what a question becomes."""

from urllib.parse import parse_qs, urlencode

import pytest

from xuezuo.api.ask import Question
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.own_questions.asking import Own, measures_of, read
from xuezuo.own_questions.offers import GROUP, offers
from xuezuo.refusals import Refusal


def asked(words: str) -> Own:
    return read(parse_qs(words, keep_blank_values=True))


def test_every_row_set_can_be_asked_about_in_two_tongues() -> None:
    assert set(offers()) == set(ROW_SETS)
    for offer in offers().values():
        texts = [
            offer.titles,
            offer.telling,
            offer.units,
            *(t for w in offer.ways.values() for t in (w.titles, w.nots)),
        ]
        assert all(set(text) == {"zh", "en"} and all(text.values()) for text in texts), offer.code
        assert bool(offer.day) == offer.row_set.dated, offer.code
        for way in offer.ways.values():
            assert set(way.tests) | set(way.needs) <= set(offer.row_set.columns)


def test_only_tallies_of_what_is_never_held_against_anybody() -> None:
    """AF06: views are added up and never settled."""
    for offer in offers().values():
        assert not (offer.row_set.tally_only and offer.ways), offer.code


def test_what_tells_groups_apart_is_asked_in_the_shape_of_the_declared_figures() -> None:
    """What settles members is a measure and never a filter: else small numbers could be had by difference."""
    about_groups = [offer for offer in offers().values() if offer.about_groups]
    assert {offer.code for offer in about_groups} == {"study_coverage", "members"}
    for offer in about_groups:
        for way in offer.ways.values():
            assert not set(way.tests) & set(offer.columns)
        for measure in measures_of(offer):
            made = asked(f"rows={offer.code}&measure={measure}&group=floating&by=sector")
            declared = indicators()[made.indicator.code]
            for name in ("row_set", "expected", "settled", "tally"):
                assert getattr(made.indicator, name) == getattr(declared, name), (offer.code, measure, name)
            assert made.narrow == {GROUP: "floating"}


@pytest.mark.parametrize(
    ("words", "code", "narrow"),
    [
        ("rows=study_coverage&sector=village&by=reading", "study_coverage", {"sector": "village"}),
        ("rows=cases&measure=number&kind=lost_contact", "own_question", {"kind": "lost_contact"}),
        ("rows=cases&measure=share&kind=problem&kind=finding&kind=directed", "problems_put_right", {}),
        (
            "rows=meetings&measure=number&kind=lecture&speaker_tier=cadre&sector=organ",
            "lectures_given",
            {"sector": "organ"},
        ),
        ("rows=meetings_due&since=2016-01-01", "own_question", {}),
        ("rows=terms", "own_question", {}),
        ("rows=complaints", "complaints_answered", {}),
        ("rows=member_files&item=phone", "member_files_complete", {"item": "phone"}),
    ],
)
def test_a_question_that_a_declared_figure_answers_is_put_to_it(words: str, code: str, narrow: dict[str, str]) -> None:
    own = asked(words)
    assert (own.indicator.code, own.narrow) == (code, narrow)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("rows=points", "own_rows_unknown"),
        ("", "own_rows_unknown"),
        ("rows=members&measure=share", "own_measure_unknown"),
        ("rows=publications&measure=settled", "own_measure_unknown"),
        ("rows=meetings&group=floating", "own_column_unknown"),
        ("rows=meetings&by=reading", "own_column_unknown"),
        ("rows=meetings&name=张三", "own_column_unknown"),
        ("rows=study_coverage&state=missed", "own_column_unknown"),
        ("rows=meetings&sector=moon", "own_word_unknown"),
        ("rows=study_coverage&group=floating&group=retired", "own_one_word"),
        ("rows=study_coverage&group=floating&held=no", "own_group_alone"),
        ("rows=study_coverage&group=floating&by=held", "own_group_alone"),
        ("rows=study_coverage&by=group&held=no", "own_group_alone"),
        ("rows=members&group=floating&sector=village&sector=organ", "own_group_alone"),
        ("rows=members&since=2016-01-01", "own_no_days"),
        ("rows=meetings&since=2016-02-01&until=2016-01-01", "own_days_backwards"),
        ("rows=meetings&since=1st", "date_unreadable"),
        ("rows=cases&measure=share&state=open", "own_settled_twice"),
        ("rows=cases&measure=share&by=state", "own_settled_twice"),
        ("rows=cases&measure=share.contacted&kind=problem", "own_way_needs"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(words: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked(words)
    assert refused.value.code == code
    assert "%" not in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        "rows=cases&measure=number&state=open&by=kind",
        "rows=cases&measure=share.contacted&by=children",
        "rows=meetings&measure=amount&sector=village&sector=organ&since=2016-01-01",
        "rows=study_coverage&measure=outstanding&by=reading&group=floating",
    ],
)
def test_an_address_says_all_of_a_question(words: str) -> None:
    own = asked(words)
    assert asked(urlencode(own.query)) == own


def test_programs_may_say_every_column_that_pages_may() -> None:
    columns = {column for offer in offers().values() for column in offer.columns}
    assert columns <= set(Question.model_fields)
