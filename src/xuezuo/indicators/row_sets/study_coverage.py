"""Members whom the texts due have reached, and members they missed: per branch, text and member group, never by person.

Due are the texts of every requirement whose date is over, of those whom it addresses: a member of one of its groups, or
anybody in the branch if it names none. The empty text means all that is due together; the empty group means everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.duties import duties, reading_key, readings_due
from xuezuo.indicators.row_sets.reach import BITS, Reach, Texts, reached
from xuezuo.indicators.row_sets.shape import Filters, Row, RowSet, Test, passes
from xuezuo.indicators.row_sets.walk import Place, places
from xuezuo.organizations.kinds import MemberGroup, Sector

Cells = dict[tuple[str, str], list[int]]
"""Members reached and missed, then members whose branch has no meeting for it, by text and group."""


@dataclass(frozen=True)
class Asked:
    """The texts due of one place: those of everybody, and those of the members of some groups."""

    of_groups: tuple[tuple[int, Texts], ...]
    """Groups as a mask (0: everybody) and the texts due of them."""

    def of(self, mask: int) -> Texts:
        return frozenset().union(*(texts for groups, texts in self.of_groups if not groups or groups & mask))


def rows(question: Question, filters: Filters) -> Iterator[Row]:
    asked = duties(question.day)
    keys = {reading.pk: reading_key(reading) for reading in readings_due(question.day)}
    wanted = _texts(filters.get("reading"), keys)
    if not wanted:
        return
    known: dict[tuple[int, ...], Asked] = {}
    for chunk in places(question):
        counted = reached(chunk, question, wanted)
        for place in chunk:
            mine = tuple(
                number
                for number, duty in enumerate(asked)
                if place.stood_at and duty.addresses(place.stood_at, place.kind, place.sector)
            )
            reach = counted[place.organization_id]
            if not mine or not reach.members:
                continue
            if mine not in known:
                known[mine] = Asked(
                    tuple(
                        (
                            sum(BITS[group] for group in set(asked[number].audience.groups)),
                            frozenset(reading.pk for reading in asked[number].readings) & wanted,
                        )
                        for number in mine
                    )
                )
            cells = _cells(reach, known[mine], keys, whole=filters.get("reading") == "")
            yield from sorted(_passing(place, cells, question.day, filters), key=lambda row: row.row_id)


def _texts(test: Test | None, keys: Mapping[int, str]) -> Texts:
    """The texts that must be looked at: all of them for the whole, else only those asked for."""
    if test is None or test == "" or (isinstance(test, tuple) and "" in test):
        return frozenset(keys)
    return frozenset(pk for pk, key in keys.items() if key == test or (isinstance(test, tuple) and key in test))


def _cells(reach: Reach, asked: Asked, keys: Mapping[int, str], *, whole: bool) -> Cells:
    cells: Cells = defaultdict(lambda: [0, 0, 0])
    for (mask, got), members in reach.members.items():
        due = asked.of(mask)
        if not due:
            continue
        groups = ["", *(group for group, bit in BITS.items() if mask & bit)]
        states = [("", due <= got, due <= reach.covered)]
        if not whole:
            states += [(keys[text], text in got, text in reach.covered) for text in due]
        for text, is_reached, is_covered in states:
            for group in groups:
                cell = cells[text, group]
                cell[0 if is_reached else 1] += members
                cell[2] += 0 if is_covered else members
    return cells


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
