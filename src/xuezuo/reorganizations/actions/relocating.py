"""Moving a subtree: its placements end on the day and go on under another path, all at once inside the database."""

from datetime import date

from django.db import connection

from xuezuo import tree_paths
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import within
from xuezuo.periods import FOREVER
from xuezuo.refusals import Refusal

ANEW = (
    "INSERT INTO organizations_placement (organization_id, parent_id, path, valid_from, valid_to)"
    " SELECT organization_id, CASE WHEN path = %s THEN %s ELSE parent_id END, %s || substr(path, %s), %s, %s"
    " FROM organizations_placement WHERE path >= %s AND path < %s AND valid_to = %s AND valid_from < %s ORDER BY path"
)
"""Two statements for any number of organizations; row by row it would be two a row."""


def relocate(old: str, new: str, parent_id: int, day: date) -> int:
    """How many places. The plan has made sure that nothing below changes on the day or later."""
    with connection.cursor() as cursor:
        given: list[str | int | date] = [
            old,
            parent_id,
            new,
            len(old) + 1,
            day,
            FOREVER,
            old,
            tree_paths.after(old),
            FOREVER,
            day,
        ]
        cursor.execute(ANEW, given)
        made = int(cursor.rowcount)
    cut = Placement.objects.filter(within(old), valid_to=FOREVER, valid_from__lt=day).update(valid_to=day)
    if cut != made:
        raise Refusal("tree_plan_stale")
    return made


def take_back(old: str, new: str, day: date, name: str) -> None:
    """As if the subtree had never moved. Raises `Refusal` if anything below its new place changed since."""
    there = Placement.objects.filter(within(new), valid_to__gt=day)
    moved = there.filter(valid_from=day, valid_to=FOREVER)
    ids = list(moved.values_list("pk", flat=True))
    back = Placement.objects.filter(within(old), valid_to=day)
    here = back.filter(organization_id__in=moved.values("organization_id"))
    if there.count() != len(ids) or here.count() != len(ids):
        raise Refusal("tree_undo_built_on", name=name)
    here.update(valid_to=FOREVER)
    Placement.objects.filter(within(new), valid_from=day, valid_to=FOREVER).delete()
