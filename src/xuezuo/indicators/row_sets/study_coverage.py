"""Members whom the texts due have reached, and members they missed: per branch, text and member group, never by person.

Due are the texts of every requirement whose date is over, of those whom it addresses: a member of one of its groups, or
anybody in the branch if it names none. The empty text means all that is due together; the empty group means everybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.duties import duties, reading_key, readings_due
from xuezuo.indicators.row_sets.reach import Bits, Reach, Texts, reached
from xuezuo.indicators.row_sets.roster import BITS, Roster
from xuezuo.indicators.row_sets.shape import Filters, Row, RowSet, Test, passes
from xuezuo.indicators.row_sets.walk import Place, places
from xuezuo.organizations.kinds import MemberGroup, Sector

Cell = tuple[str, str]
"""A text and a group."""

Cells = dict[Cell, list[int]]
"""Members reached and missed, then members whose branch has no meeting for it."""

AT_MOST = 100_000
"""Kinds of members that are remembered; a province of nine texts has some hundreds."""


@dataclass(frozen=True)
class Asked:
    """The texts due of one place: those of everybody, and those of the members of some groups."""

    of_groups: tuple[tuple[int, Texts], ...]
    """Groups as a mask (0: everybody) and the texts due of them."""

    def of(self, mask: int) -> Texts:
        due = 0
        for groups, texts in self.of_groups:
            if not groups or groups & mask:
                due |= texts
        return due


class Asking:
    """Which texts are due where. What is asked of two places of one kind and sector under the same tops is the same."""

    def __init__(self, day: date, wanted: Bits) -> None:
        self._duties = duties(day)
        self._bits = wanted
        self._tops = {duty.top for duty in self._duties}
        self._lengths = sorted({len(top) for top in self._tops})
        self._known: dict[tuple[str, str, tuple[str, ...]], Asked | None] = {}

    def of(self, place: Place) -> Asked | None:
        """None where nothing is."""
        if not place.stood_at:
            return None
        above = (place.stood_at[:length] for length in self._lengths)
        key = place.kind, place.sector, tuple(top for top in above if top in self._tops)
        if key not in self._known:
            self._known[key] = self._asked(place)
        return self._known[key]

    def _asked(self, place: Place) -> Asked | None:
        mine = [one for one in self._duties if one.addresses(place.stood_at, place.kind, place.sector)]
        if not mine:
            return None
        return Asked(
            tuple(
                (
                    sum(BITS[group] for group in set(one.audience.groups)),
                    sum(self._bits[pk] for pk in {reading.pk for reading in one.readings} if pk in self._bits),
                )
                for one in mine
            )
        )


def rows(question: Question, filters: Filters) -> Iterator[Row]:
    for place, cells in counted(question, filters.get("reading")):
        yield from sorted(_passing(place, cells, question.day, filters), key=lambda row: row.row_id)


def counted(question: Question, reading: Test | None = None) -> Iterator[tuple[Place, Cells]]:
    """The cells of every place that has any, in order of path; of some texts only, if they are given."""
    keys = {one.pk: reading_key(one) for one in readings_due(question.day)}
    wanted = {pk: 1 << number for number, pk in enumerate(_texts(reading, keys))}
    if not wanted:
        return
    asking = Asking(question.day, wanted)
    parts = _Parts({bit: keys[pk] for pk, bit in wanted.items()}, whole=reading == "")
    roster = Roster(question, list(wanted))
    for chunk in places(question):
        found = reached(chunk, question, wanted, roster)
        for place in chunk:
            asked, reach = asking.of(place), found[place.organization_id]
            if asked is not None and reach.members:
                yield place, parts.cells(reach, asked)


def _texts(test: Test | None, keys: Mapping[int, str]) -> list[int]:
    """The texts that must be looked at: all of them for the whole, else only those asked for."""
    if test is None or test == "" or (isinstance(test, tuple) and "" in test):
        return list(keys)
    return [pk for pk, key in keys.items() if key == test or (isinstance(test, tuple) and key in test)]


class _Parts:
    """Which cells a member counts in. Members of a province are of few kinds, and each kind is thought about once."""

    def __init__(self, names: Mapping[int, str], *, whole: bool) -> None:
        self._names = names
        self._whole = whole
        self._known: dict[tuple[Asked, int, Texts, Texts], list[tuple[Cell, int, bool]]] = {}

    def cells(self, reach: Reach, asked: Asked) -> Cells:
        cells: Cells = {}
        for (mask, got), members in reach.members.items():
            kind = asked, mask, got, reach.covered
            if (of := self._known.get(kind)) is None:
                if len(self._known) >= AT_MOST:
                    self._known.clear()
                of = self._known[kind] = list(self._of(*kind))
            for key, at, held in of:
                if (cell := cells.get(key)) is None:
                    cell = cells[key] = [0, 0, 0]
                cell[at] += members
                if not held:
                    cell[2] += members
        return cells

    def _of(self, asked: Asked, mask: int, got: Texts, covered: Texts) -> Iterator[tuple[Cell, int, bool]]:
        """Each cell, whether it counts there as reached (0) or missed (1), and whether a meeting was held for it."""
        due = asked.of(mask)
        if not due:
            return
        groups = ["", *(group for group, bit in BITS.items() if mask & bit)]
        texts = [("", due)]
        if not self._whole:
            texts += [(name, bit) for bit, name in self._names.items() if due & bit]
        for name, bits in texts:
            for group in groups:
                yield (name, group), 0 if got & bits == bits else 1, covered & bits == bits


def _passing(place: Place, cells: Cells, day: date, filters: Filters) -> Iterable[Row]:
    for (text, group), (got, missed, without) in cells.items():
        for state, amount in (("reached", got), ("missed", missed)):
            if amount:
                row = Row(
                    row_id=f"{place.organization_id}:{text}:{group}:{state}",
                    organization_id=place.organization_id,
                    path=place.path,
                    on=day,
                    group=group,
                    amount=amount,
                    more={
                        "reading": text,
                        "group": group,
                        "state": state,
                        "held": "no" if without else "yes",
                        "sector": place.sector,
                    },
                )
                if passes(row, filters):
                    yield row


def _titles(day: date, path: str) -> dict[str, str]:
    return {reading_key(reading): reading.title for reading in readings_due(day, path)}


STUDY_COVERAGE = RowSet(
    name="study_coverage",
    dated=False,
    columns={
        "reading": None,
        "group": dict(MemberGroup.choices),
        "state": {"reached": _("reached"), "missed": _("not reached")},
        "held": {"yes": _("recorded"), "no": _("record missing")},
        "sector": dict(Sector.choices),
    },
    lines=("reading", "group"),
    rows=rows,
    names={"reading": _titles},
)
