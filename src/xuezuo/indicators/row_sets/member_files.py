"""Files of the members on the rosters of a day: complete or not, per branch and item, never by person.

The empty item means the whole file. What a file holds is read as it is today: an item that was filled in late is no
longer missing, whatever the day asked for.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.persons import ONCE
from xuezuo.indicators.row_sets.shape import Filters, Row, RowSet, passes
from xuezuo.indicators.row_sets.walk import Place, of, places
from xuezuo.organizations.completeness import ITEMS, WORDS
from xuezuo.organizations.kinds import MemberCategory, Sector
from xuezuo.row_policies.sights import wide
from xuezuo.statements import by_index, fetch

BITS = {item: 1 << position for position, item in enumerate(ITEMS)}
NOT_ASKED = 1 << len(ITEMS)
"""Set where the day of becoming full is not asked for, because the member is on probation."""


def _lacks(item: str) -> str:
    empty = f"f.{item} = ''" if item in WORDS else f"f.{item} IS NULL"
    return f"{empty} AND f.category = '{MemberCategory.FULL.value}'" if item == "full_on" else empty


MASK = " + ".join(
    [
        *(f"CASE WHEN {_lacks(item)} THEN {bit} ELSE 0 END" for item, bit in BITS.items()),
        f"CASE WHEN f.category = '{MemberCategory.FULL.value}' THEN 0 ELSE {NOT_ASKED} END",
    ]
)

Cells = dict[tuple[str, str], int]


def rows(question: Question, filters: Filters) -> Iterator[Row]:
    for chunk in places(question):
        counted = _counted(chunk, question)
        for place in chunk:
            cells = sorted(counted.get(place.organization_id, {}).items())
            made = [_row(place, question, item, state, amount) for (item, state), amount in cells]
            yield from (row for row in made if passes(row, filters))


@wide("count")
@by_index()
def _counted(chunk: Sequence[Place], question: Question) -> dict[int, Cells]:
    day = question.day
    text = (
        "SELECT h.organization_id, h.mask, COUNT(*) FROM ("  # noqa: S608
        f"SELECT m.organization_id, {MASK} AS mask FROM organizations_membership m"
        f" CROSS JOIN organizations_member f WHERE {of(chunk, 'm.organization_id')}"
        f" AND m.valid_from <= %s AND m.valid_to > %s AND {ONCE}"
        " AND f.id = m.member_id) h GROUP BY h.organization_id, h.mask"
    )
    found: dict[int, Cells] = {}
    for home, mask, members in fetch(text, [*[day] * 6]):
        cells = found.setdefault(home, {})
        for item, state in _states(int(mask)):
            cells[item, state] = cells.get((item, state), 0) + members
    return found


def _states(mask: int) -> Iterator[tuple[str, str]]:
    """The state of the whole file, then of each item that is asked for."""
    yield "", "missing" if mask & (NOT_ASKED - 1) else "complete"
    for item, bit in BITS.items():
        if not (item == "full_on" and mask & NOT_ASKED):
            yield item, "missing" if mask & bit else "complete"


def _row(place: Place, question: Question, item: str, state: str, amount: int) -> Row:
    return Row(
        row_id=f"{place.organization_id}:{item}:{state}",
        organization_id=place.organization_id,
        path=place.path,
        on=question.day,
        group="",
        amount=amount,
        more={"item": item, "state": state, "sector": place.sector},
    )


MEMBER_FILES = RowSet(
    name="member_files",
    dated=False,
    columns={
        "item": dict(ITEMS),
        "state": {"complete": _("nothing missing"), "missing": _("something missing")},
        "sector": dict(Sector.choices),
    },
    lines=("item",),
    rows=rows,
)
