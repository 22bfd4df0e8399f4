"""Where a pasted passage stands, and which due dates may be written."""

import datetime as dt

import pytest

from xuezuo.notices import dues, spans
from xuezuo.refusals import Refusal

TEXT = "各支部要学习。\n各地要检\n查落实。各支部要学习。"


@pytest.mark.parametrize(
    ("passage", "near", "found"),
    [
        ("各支部要学习", 0, (0, 6)),
        ("各支部要学习", 16, (17, 23)),
        ("各地要检查落实", 0, (8, 16)),  # pasted without the line's end
        (" 各地要检\r\n查落实 ", 0, (8, 16)),  # pasted with another one
    ],
)
def test_a_pasted_passage_is_found_in_the_text(passage, near, found):
    assert spans.find(TEXT, passage, near) == found


@pytest.mark.parametrize("passage", ["", "  ", "不在文中"])
def test_a_passage_that_is_not_there_is_refused(passage):
    with pytest.raises(Refusal):
        spans.find(TEXT, passage)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 4), (0, 99), (7, 8)])
def test_a_span_that_holds_nothing_is_refused(start, end):
    with pytest.raises(Refusal):
        spans.check(TEXT, start, end)


@pytest.mark.parametrize(
    "due",
    [
        "",
        "2016-06-30",
        "2016-06-30T15:00",
        "monthly",
        "half-yearly",
        "before-event",
        "event+15d",
        "event+10wd",
        "--06-20",
    ],
)
def test_due_dates_of_the_contract_are_taken(due):
    assert dues.checked(f" {due} ") == due


@pytest.mark.parametrize("due", ["2016-13-01", "2016-02-30", "soon", "6月底", "event+d", "--6-2", "2016-06-30x"])
def test_other_due_dates_are_refused(due):
    with pytest.raises(Refusal):
        dues.checked(due)


def test_only_a_written_day_is_a_day():
    assert dues.day_of("2016-06-30T15:00") == dt.date(2016, 6, 30)
    assert dues.day_of("--06-20") is None
    assert dues.day_of("monthly") is None
    assert dues.lacks_year("--06-20")
