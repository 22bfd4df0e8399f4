"""Members on the rosters of a day, per branch and group, never by person; a person entered twice is counted once.

The empty group means everybody. Probationary members of an earlier day are read from the day on which they became full;
members in the new sectors from the sector of their branch (D5.33). There is no line of full members: beside the whole it
would give away how few the others are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.persons import ONCE
from xuezuo.indicators.row_sets.roster import BITS, MASK
from xuezuo.indicators.row_sets.shape import Filters, Row, RowSet, passes
from xuezuo.indicators.row_sets.walk import Place, of, places
from xuezuo.organizations.kinds import NEW_SECTORS, MemberCategory, MemberGroup, Sector
from xuezuo.row_policies.sights import wide
from xuezuo.statements import by_index, fetch

PROBATIONARY = MemberCategory.PROBATIONARY.value
NEW_SECTOR = "new_sector"
_ON_PROBATION = "CASE WHEN f.category = %s AND (f.full_on IS NULL OR f.full_on <= %s) THEN 0 ELSE 1 END"


def rows(question: Question, filters: Filters) -> Iterator[Row]:
    for chunk in places(question):
        counted = _counted(chunk, question)
        for place in chunk:
            groups = counted.get(place.organization_id, Counter())
            made = [_row(place, question, group, amount) for group, amount in sorted(groups.items())]
            yield from (row for row in made if passes(row, filters))


@wide("count")
@by_index()
def _counted(chunk: Sequence[Place], question: Question) -> dict[int, Counter[str]]:
    """Members of the day by organization and group."""
    day = question.day
    text = (
        "SELECT h.organization_id, h.mask, h.fresh, COUNT(*) FROM ("  # noqa: S608
        f"SELECT m.organization_id, {MASK} AS mask, {_ON_PROBATION} AS fresh FROM organizations_membership m"
        f" CROSS JOIN organizations_member f WHERE {of(chunk, 'm.organization_id')}"
        f" AND m.valid_from <= %s AND m.valid_to > %s AND {ONCE}"
        " AND f.id = m.member_id) h GROUP BY h.organization_id, h.mask, h.fresh"
    )
    sectors = {place.organization_id: place.sector for place in chunk}
    found: dict[int, Counter[str]] = {}
    given = [day, day, MemberCategory.FULL.value, day, *[day] * 6]
    for home, mask, fresh, members in fetch(text, given):
        cells = found.setdefault(home, Counter())
        cells[""] += members
        for group in [group for group, bit in BITS.items() if int(mask) & bit]:
            cells[group] += members
        if fresh:
            cells[PROBATIONARY] += members
        if sectors[home] in NEW_SECTORS:
            cells[NEW_SECTOR] += members
    return found


def _row(place: Place, question: Question, group: str, amount: int) -> Row:
    return Row(
        row_id=f"{place.organization_id}:{group}",
        organization_id=place.organization_id,
        path=place.path,
        on=question.day,
        group=group,
        amount=amount,
        more={"group": group, "sector": place.sector},
    )


MEMBERS = RowSet(
    name="members",
    dated=False,
    columns={
        "group": {
            PROBATIONARY: MemberCategory.PROBATIONARY.label,
            **dict(MemberGroup.choices),
            NEW_SECTOR: _("members in private firms and social organizations"),
        },
        "sector": dict(Sector.choices),
    },
    lines=("group",),
    rows=rows,
)
