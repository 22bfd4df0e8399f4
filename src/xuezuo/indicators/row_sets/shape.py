"""What every row set is: named rows whose first columns are always the same.

No row set carries a name, a member id or an identity number: members are counted per branch and group.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

from xuezuo.indicators.questions import Question

FIRST = ("row_id", "organization_id", "path", "on", "group", "amount")
"""The first columns: whose row it is, where it stands, when, for which member group, and how much it counts."""

Value = str
Test = Value | tuple[Value, ...]
"""What a filter column must equal, or be one of. The column `on` may be held to a window of days, see `WINDOWS`."""

Filters = Mapping[str, Test]

WINDOWS = ("calendar_year",)
"""`on: calendar_year` leaves the rows of the year of the question's day, up to that day."""

BETWEEN = ".."
"""In questions of one's own, `on: 2016-03-01..2016-06-30` leaves the rows of these days; either may be left out."""

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True)
class Row:
    row_id: str
    organization_id: int
    path: str
    on: date
    group: str
    amount: int
    more: Mapping[str, Value]
    """The filter columns of the row set, by name."""

    def column(self, name: str) -> Value:
        return self.group if name == "group" else self.more[name]


Parameter = str | int | date
Sql = tuple[str, list[Parameter]]


@dataclass(frozen=True)
class RowSet:
    """`columns` are the filter columns with the words they may hold (None: any). Exactly one of `sql` and `rows` is set.

    `lines` are columns whose empty value means the whole, and whose other values overlap: they are never added up.
    `opens` says what a row links to: a record, a case, an organization. `tally_only` rows may not be held against
    an expectation (AF06). Rows that are not `dated` have a day for the form's sake only, and a page leaves it out.
    `requirements_too` rows read requirements or campaigns otherwise than as `duties`.
    """

    name: str
    columns: Mapping[str, Mapping[str, str | Promise] | None]
    opens: str = "organization"
    lines: tuple[str, ...] = ()
    tally_only: bool = False
    dated: bool = True
    requirements_too: bool = False
    sql: Callable[[Question], Sql] | None = None
    rows: Callable[[Question, Filters], Iterator[Row]] | None = None
    names: Mapping[str, Callable[[date, str], Mapping[str, str]]] = field(default_factory=dict)
    """Words of a column that are rows themselves, such as readings: code and title, in order, as of a day, as far as they
    concern a path (the empty path: all of them)."""

    def words(self, column: str, day: date, path: str = "") -> dict[str, str]:
        """The words that a column may hold at or below a path, with their names in the language of the viewer."""
        if column in self.names:
            return dict(self.names[column](day, path))
        return {word: str(name) for word, name in (self.columns[column] or {}).items() if word}


def passes(row: Row, filters: Filters) -> bool:
    """The filters in plain Python, for rows that are made there."""
    return all(
        row.column(name) in test if isinstance(test, tuple) else row.column(name) == test
        for name, test in filters.items()
        if name != "on"
    )


def days(first: date | None, last: date | None) -> str:
    """The test of `on` for a window from one day to another."""
    return f"{first or ''}{BETWEEN}{last or ''}"


def window(test: Test, day: date) -> tuple[date, date]:
    """First and last day of a window, which never ends after the question's day."""
    if test == "calendar_year":
        return date(day.year, 1, 1), day
    first, found, last = str(test).partition(BETWEEN)
    if not found:
        raise ValueError(f"no window {test!r}")
    return date.fromisoformat(first) if first else BEGINNING, min(date.fromisoformat(last), day) if last else day
