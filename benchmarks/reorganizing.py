"""Moving a county with 1,000 branches: two statements for any number of places, against the ORM row by row.

Works on a database of its own that lies in memory; each way moves, tells what stands where, and takes it all back.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date

from benchmarks.frame import Way, benchmark

SHAPE = (20, 50)
"""Townships of the county, branches of a township."""

MAY = date(2016, 5, 1)


def _ready() -> None:
    """Django over an empty database in memory, with all tables."""
    # reason: the models need Django set up, which importing a benchmark must not
    import django
    from django.core.management import call_command
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    django.setup()
    connection.settings_dict["NAME"] = ":memory:"
    connection.close()
    call_command("migrate", verbosity=0)


def _place() -> tuple[str, str, int]:
    """Two cities and a county of 1,000 branches in the first: the county's path, a free one in the second, its id."""
    # reason: needs Django set up
    from xuezuo import tree_paths
    from xuezuo.organizations.models import Organization, Placement

    def add(code: str, parent: Placement | None, number: int, kind: str) -> Placement:
        one = Organization.objects.create(code=code, name=code, kind=kind)
        path = tree_paths.child(parent.path if parent else "", number)
        return Placement.objects.create(
            organization=one, parent_id=parent.organization_id if parent else None, path=path
        )

    root = add("R", None, 1, "local_committee")
    cities = [add(f"C{number}", root, number, "local_committee") for number in (1, 2)]
    county = add("X", cities[0], 1, "local_committee")
    for town in range(1, SHAPE[0] + 1):
        above = add(f"X{town}", county, town, "committee")
        for branch in range(1, SHAPE[1] + 1):
            add(f"X{town}-{branch}", above, branch, "branch")
    return county.path, tree_paths.child(cities[1].path, 1), cities[1].organization_id


def _row_by_row(old: str, new: str, parent_id: int, day: date) -> None:
    # reason: needs Django set up
    from xuezuo.organizations.models import Placement
    from xuezuo.organizations.queries import within

    for place in Placement.objects.filter(within(old)).order_by("path"):
        Placement.objects.create(
            organization_id=place.organization_id,
            parent_id=parent_id if place.path == old else place.parent_id,
            path=new + place.path[len(old) :],
            valid_from=day,
        )
        place.valid_to = day
        place.save()


@benchmark("A county with 1,000 branches moves, and back")
def move() -> Iterator[Way]:
    _ready()
    # reason: needs Django set up
    from django.db import transaction

    from xuezuo.organizations.models import Placement
    from xuezuo.reorganizations.actions.relocating import relocate

    old, new, parent_id = _place()

    def moved(by: Callable[[str, str, int, date], object]) -> list[tuple[object, ...]]:
        with transaction.atomic():
            by(old, new, parent_id, MAY)
            rows = Placement.objects.order_by("path", "valid_from")
            found: list[tuple[object, ...]] = list(
                rows.values_list("organization_id", "parent_id", "path", "valid_from", "valid_to")
            )
            transaction.set_rollback(True)
        return found

    yield Way("two statements (ours)", lambda: moved(relocate))
    yield Way("ORM, row by row", lambda: moved(_row_by_row))
