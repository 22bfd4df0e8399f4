"""`python -m benchmarks opening`: a campaign of thirty requirements opened for a whole province.

Open means: the file read and loaded, what it will cost told, issued, and the first branch asked what it owes now. Nothing is
written for a branch (decision 0003). The bare way writes an assignment a branch and requirement by `bulk_create`, into a table
of its own, for 2,000 branches only, and is told for as many as are addressed.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.pages import written
from benchmarks.places import ENGINES, place

if TYPE_CHECKING:
    from xuezuo.campaigns.audiences import Audience

SCALES = os.environ.get("OPENING_SCALES", "city province").split()
TIMES = int(os.environ.get("OPENING_TIMES", "5"))
ASKED, SAMPLE = 30, 2_000
GROUPS: tuple[dict[str, list[str]], ...] = ({}, {"groups": ["leading_cadre"]}, {"sectors": ["village"]})


def audience_of(number: int) -> Audience:
    """Of the thirty: 22 for everybody, five for leading cadres, three for villages."""
    from xuezuo.campaigns.audiences import audience_of as read  # reason: Django is set up by the caller

    return read(dict(GROUPS[0 if number < 22 else 1 if number < 27 else 2]))


def mark() -> tuple[float, float]:
    """The wall's clock, and the processor's of this process and of the database's server."""
    from benchmarks.clocks import server_seconds  # reason: Django is set up by the caller

    return time.perf_counter(), time.process_time() + server_seconds()


def opened(number: int) -> dict[str, float]:
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.campaigns import actions
    from xuezuo.campaigns.files import CampaignFile
    from xuezuo.campaigns.queries import rehearse, requirements_for
    from xuezuo.organizations.models import Placement
    from xuezuo.scopes import operator

    day = date(2016, 10, 20)
    lines = [
        {
            "code": f"R{one}",
            "title": f"要求{one}",
            "audience": audience_of(one).as_json(),
            "opens_on": day,
            "due_on": date(2016, 12, 1 + one % 28),
            "purpose": "试",
            "other_because": "试" if one else "",
        }
        for one in range(ASKED)
    ]
    head = {"code": f"bench-{number}-{os.getpid()}", "title_zh": "试", "starts_on": day, "ends_on": date(2016, 12, 31)}
    marks = [mark()]
    file = CampaignFile.model_validate({"campaign": head, "requirements": lines})
    campaign, counts = actions.load_campaign(by=operator(), file=file)
    assert counts["created"] == ASKED
    marks.append(mark())
    cost = rehearse(operator(), campaign)
    assert cost["branches"] > 0
    marks.append(mark())
    actions.issue(by=operator(), campaign=campaign)
    marks.append(mark())
    branch = Placement.objects.select_related("organization").filter(organization__kind="branch").order_by("path")[0]
    owed = [one for one in requirements_for(operator(), branch) if one.campaign_id == campaign.pk]
    assert len(owed) >= 22
    marks.append(mark())
    names = ("loaded", "cost", "issued", "asked")
    said = {
        "branches": float(cost["branches"]),
        "wall": marks[-1][0] - marks[0][0],
        "processor": marks[-1][1] - marks[0][1],
    }
    for name, before, after in zip(names, marks, marks[1:], strict=False):
        said[f"{name} wall"], said[f"{name} processor"] = after[0] - before[0], after[1] - before[1]
    return said


def bare() -> dict[str, float]:
    """`bulk_create` of one row a branch and requirement, in lots of 5,000."""
    from django.db import connection, models  # reason: Django is set up by the caller

    from xuezuo.organizations.models import Organization

    class Assignment(models.Model):
        organization_id = models.BigIntegerField(db_index=True)
        requirement = models.IntegerField()
        done_at = models.DateTimeField(null=True)
        objects: models.Manager[Any] = models.Manager()

        class Meta:
            app_label = "web"
            db_table = "bench_assignment"

    ids = list(Organization.objects.filter(kind="branch").values_list("pk", flat=True)[:SAMPLE])
    with connection.schema_editor() as editor:
        editor.create_model(Assignment)
    began, spent = mark()
    Assignment.objects.bulk_create(
        (Assignment(organization_id=pk, requirement=one) for pk in ids for one in range(ASKED)), batch_size=5_000
    )
    ended, own = mark()
    with connection.schema_editor() as editor:
        editor.delete_model(Assignment)
    return {"wall": (ended - began) / len(ids), "processor": (own - spent) / len(ids)}


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    told, lines = machine(), []
    for engine in [one for one in ENGINES if one in os.environ.get("OPENING_ENGINES", " ".join(ENGINES))]:
        for scale in SCALES:
            where = place(scale, engine).copied(f"opening-{scale}-{engine.lower()}")
            runs = []
            for number in range(TIMES):
                runs.append(json.loads(where.run("-m", "benchmarks.opening", str(number))))
                print(scale, engine, runs[-1], file=sys.stderr, flush=True)
            where.gone()
            ours = {key: statistics.median(run["ours"][key] for run in runs) for key in runs[0]["ours"]}
            parts = [f"{ours[f'{part}wall']:.2f} / {ours[f'{part}processor']:.2f}" for part in PARTS]
            ratios = []
            for clock in ("wall", "processor"):
                found = sorted(run["bare"][clock] * run["ours"]["branches"] / run["ours"][clock] for run in runs)
                ratios.append(f"{statistics.median(found):.0f} ({found[0]:.0f} – {found[-1]:.0f})")
            lines.append(f"| {scale} | {engine} | {ours['branches']:,.0f} | {' | '.join([*parts, *ratios])} |")
    head = (
        "| place | engine | branches addressed | whole, s | loaded | cost told | issued | first branch asked"
        " | a row a branch, times ours by wall | by processor |\n|---|---|---|---|---|---|---|---|---|---|\n"
    )
    note = f"{ASKED} requirements, {TIMES} times; seconds of wall / processor, the server's with it"
    written("opening", f"{told}. {note}.\n\n{head}" + "\n".join(lines))


PARTS = ("", "loaded ", "cost ", "issued ", "asked ")

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"ours": opened(int(sys.argv[1])), "bare": bare()}))
