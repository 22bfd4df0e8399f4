"""`python -m benchmarks naive`: a campaign as one would first write it in Django, a row for each member and requirement.

The bare way is a model with a row an assignment, `bulk_create` when the campaign opens, and its coverage by the ORM's own
`annotate(Count(…, filter=…))` over organization, text and group. Ours opens the same thirty requirements without a row a
branch, and counts the same cells from the records. The sums over all cells are compared; a campaign that reaches
nobody, or other cells, end the run. Copies of the places of `benchmarks.places`.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, TODAY, place

SCALES = os.environ.get("NAIVE_SCALES", "county city").split()
TABLE = "bench_assignment"


def model() -> Any:
    from django.db import models  # reason: Django is set up by the caller

    from xuezuo.organizations.models import Member, Organization

    class Assignment(models.Model):
        """What a member owes: the members of the audience on the day it opens, each requirement."""

        member = models.ForeignKey(Member, models.DO_NOTHING)
        organization = models.ForeignKey(Organization, models.DO_NOTHING)
        requirement = models.IntegerField(db_index=True)
        done_on = models.DateField(null=True)
        objects: models.Manager[Any] = models.Manager()

        class Meta:
            app_label = "web"
            db_table = TABLE

    return Assignment


def bare_opened(assignment: Any) -> int:
    """The same audiences as `benchmarks.opening`: everybody, leading cadres, villages. Returns the rows."""
    from benchmarks.opening import ASKED, audience_of  # reason: Django is set up by the caller
    from xuezuo.campaigns.audiences import members_in
    from xuezuo.organizations.kinds import BRANCH_KINDS

    day, made = date.fromisoformat(TODAY), 0
    for number in range(ASKED):
        audience = audience_of(number)
        people = members_in(audience, day).filter(organization__kind__in=BRANCH_KINDS)
        if audience.sectors:
            people = people.filter(organization__sector__in=audience.sectors)
        rows = (
            assignment(member_id=member, organization_id=home, requirement=number)
            for member, home in people.values_list("member_id", "organization_id").iterator(chunk_size=5_000)
        )
        made += len(assignment.objects.bulk_create(rows, batch_size=5_000))
    return made


def finish(texts: list[int]) -> None:
    """What was done, written into the rows (not timed): requirement n is the n-th text due, by presence as everywhere."""
    from django.db import connection  # reason: Django is set up by the caller

    with connection.cursor() as cursor:
        for number, text in enumerate(texts):
            cursor.execute(DONE, [text, number])


DONE = f"""UPDATE {TABLE} SET done_on = '{TODAY}' WHERE id IN (SELECT w.id FROM {TABLE} w
JOIN organizations_membership m ON m.member_id = w.member_id AND m.valid_from <= '{TODAY}' AND m.valid_to > '{TODAY}'
JOIN records_record r ON r.organization_id = m.organization_id AND r.held_on >= m.valid_from AND r.held_on <= '{TODAY}'
JOIN records_recordreading t ON t.record_id = r.id AND t.reading_id = %s WHERE w.requirement = %s
AND NOT EXISTS (SELECT 1 FROM records_absence a WHERE a.record_id = r.id AND a.member_id = w.member_id
AND NOT EXISTS (SELECT 1 FROM records_makeup u WHERE u.absence_id = a.id AND u.done_on <= '{TODAY}')))"""


def bare_covered(assignment: Any, texts: list[int]) -> dict[str, int]:
    from django.db.models import Count, Q  # reason: Django is set up by the caller

    from benchmarks.coverage import total
    from xuezuo.indicators.row_sets.roster import BITS

    day, numbers = date.fromisoformat(TODAY), range(len(texts))
    done = Count("pk", filter=Q(done_on__isnull=False))

    def cells() -> Any:
        for group, bit in [("", 0), *BITS.items()]:
            asked = assignment.objects.filter(requirement__in=numbers)
            if group:
                held = {"valid_from__lte": day, "valid_to__gt": day, "group": group}
                asked = asked.filter(**{f"member__groups__{name}": value for name, value in held.items()})
            found = asked.values("organization_id", "requirement").annotate(got=done, of=Count("pk"))
            for one in found.iterator(chunk_size=5_000):
                yield one["organization_id"], texts[one["requirement"]], bit, one["got"], one["of"]

    return total(cells())


def measured() -> dict[str, Any]:
    from django.db import connection, transaction  # reason: Django is set up by the caller

    from benchmarks.clocks import clocked
    from benchmarks.coverage import due, ours
    from benchmarks.opening import opened

    texts, told = due(), dict[str, Any]()
    with clocked() as told["ours opened"]:
        told["branches"] = opened(0)["branches"]
    with clocked() as told["ours covered"]:
        mine = ours()
    assignment = model()
    with connection.schema_editor() as editor:
        editor.create_model(assignment)
    with clocked() as told["bare opened"], transaction.atomic():
        told["rows"] = bare_opened(assignment)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
        with transaction.atomic():
            finish(texts)
        cursor.execute(f"ANALYZE {TABLE}")
    with clocked() as told["bare covered"]:
        peer = bare_covered(assignment, texts)
    if mine["each"] != peer["each"] or not mine["cells"] or not told["rows"]:
        sys.exit(f"the cells differ: {mine}, {peer}")
    return told | {"cells": peer["cells"]}


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    head, lines = machine(), []
    for scale in SCALES:
        for engine in [one for one in ENGINES if one in os.environ.get("NAIVE_ENGINES", " ".join(ENGINES))]:
            where = place(scale, engine).copied(f"naive-{scale}-{engine.lower()}")
            told = json.loads(where.run("-m", "benchmarks.naive"))
            print(scale, engine, told, file=sys.stderr, flush=True)
            where.gone()
            for what, name in (
                ("opened", "a campaign of 30 opened"),
                ("covered", "coverage, every branch x text x group"),
            ):
                ours_, bare = told[f"ours {what}"], told[f"bare {what}"]
                ratios = " | ".join(f"{bare[clock] / ours_[clock]:.1f}" for clock in ("wall", "processor"))
                much = f"{told['rows']:,} rows" if what == "opened" else f"{told['cells']:,} cells"
                lines.append(f"| {scale} | {engine} | {name} | {_said(ours_)} | {_said(bare)} | {much} | {ratios} |")
    titles = (
        "| place | engine | what | ours, s | a row an assignment, s | of it | its wall, times ours | its processor |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    note = "Seconds of wall / processor (the server's with it), one time each"
    written("naive", f"{head}. {note}.\n\n{titles}" + "\n".join(lines))


def _said(one: dict[str, float]) -> str:
    return f"{one['wall']:.2f} / {one['processor']:.2f}"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measured()))
