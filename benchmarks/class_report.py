"""`python -m benchmarks class_report`: who has done what, a class of 14 with 20 pieces and 100,000 pairs, beside Kolibri's report.

`KOLIBRI` names a virtual environment outside the repository (`python -m venv DIR`, `DIR/bin/pip install kolibri==0.19.5`).
There a coach's report of one class is asked for, as its page does, and of it the part that says who has done what; here a
branch's members with the texts that reached each. Both hold the same pairs, and the answers are compared person by person.
Of 100,000 pairs the product is also asked as offices ask it: how many, by branch, text and group, in 358 branches.
`REPORT_DONE` is how many of a hundred pairs are done: what is not done is an absence here, and no row there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.kolibri import A_CLASS, LEARNERS, Kolibri
from benchmarks.kolibri_report import CLASSES, EVERYBODY, PIECES, TIMES, done, timed
from benchmarks.pages import written

SHARES = [int(one) for one in os.environ.get("REPORT_DONE", "60 90").split()]
BRANCHES = -(-LEARNERS // A_CLASS)
DAY = "2016-10-20"


def place(of_hundred: int) -> None:
    """A county of 358 branches with 14 members each, and one branch that has 5,000: twenty meetings in each, a text each."""
    from datetime import date, timedelta  # reason: Django is set up by the caller

    from xuezuo import tree_paths
    from xuezuo.campaigns import actions
    from xuezuo.campaigns.files import CampaignFile
    from xuezuo.campaigns.models import Reading
    from xuezuo.organizations.models import Member, Membership, Organization, Placement
    from xuezuo.records.models import Absence, Record, RecordReading
    from xuezuo.scopes import operator

    names = ["county", *(f"branch-{one}" for one in range(BRANCHES)), EVERYBODY]
    kinds = ["local_committee", *["branch"] * (BRANCHES + 1)]
    Organization.objects.bulk_create(
        Organization(code=name, name=name, kind=kind) for name, kind in zip(names, kinds, strict=True)
    )
    county, *branches = Organization.objects.order_by("pk")
    root = tree_paths.child("", 1)
    Placement.objects.create(organization=county, path=root)
    Placement.objects.bulk_create(
        Placement(organization=one, parent=county, path=tree_paths.child(root, number))
        for number, one in enumerate(branches, 1)
    )
    texts = [f"T{one}" for one in range(PIECES)]
    since, until = date(2016, 3, 1), date(2016, 12, 31)
    head = {"code": "bench", "title_zh": "试", "issuer": "county", "starts_on": since, "ends_on": until}
    asked = {"code": "R", "title": "学", "readings": texts, "opens_on": since, "due_on": date(2016, 10, 1)}
    lines = [{"code": text, "title": text} for text in texts]
    file = CampaignFile.model_validate({"campaign": head, "readings": lines, "requirements": [asked]})
    campaign, _ = actions.load_campaign(by=operator(), file=file)
    actions.issue(by=operator(), campaign=campaign)
    Member.objects.bulk_create(Member(name=str(one)) for _ in range(2) for one in range(LEARNERS))
    members = list(Member.objects.order_by("pk"))
    homes = [branches[one // A_CLASS] for one in range(LEARNERS)] + [branches[-1]] * LEARNERS
    Membership.objects.bulk_create(
        Membership(member=one, organization=home) for one, home in zip(members, homes, strict=True)
    )
    size = [A_CLASS] * (BRANCHES - 1) + [LEARNERS - A_CLASS * (BRANCHES - 1), LEARNERS]
    Record.objects.bulk_create(
        Record(organization=home, held_on=since + timedelta(days=one), expected=many, attended=many, entered_by=0)
        for home, many in zip(branches, size, strict=True)
        for one in range(PIECES)
    )
    readings = list(Reading.objects.order_by("position"))
    held: dict[tuple[int, int], int] = {}
    for number, one in enumerate(Record.objects.order_by("pk")):
        held[one.organization_id, number % PIECES] = one.pk
    RecordReading.objects.bulk_create(
        RecordReading(record_id=record, reading=readings[piece]) for (_, piece), record in held.items()
    )
    Absence.objects.bulk_create(
        Absence(record_id=held[homes[number].pk, piece], member=one, reason="leave")
        for number, one in enumerate(members)
        for piece in range(PIECES)
        if not done(number % LEARNERS, piece, of_hundred)
    )


def report(organization_id: int) -> dict[int, set[int]]:
    """The members of a branch and the texts that reached each: what its page of blank spots and its plans are made of."""
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.organizations.queries import placement_of
    from xuezuo.records.queries import roster_ids
    from xuezuo.records.queries.make_ups import reached_readings
    from xuezuo.scopes import operator

    placement_of(operator(), organization_id)
    return reached_readings(roster_ids(organization_id, date.fromisoformat(DAY)))


def counted() -> dict[str, int]:
    """By text how many of the county's members it has reached, over every branch of 14: as offices ask."""
    from datetime import date  # reason: Django is set up by the caller

    from xuezuo.indicators.questions import Question
    from xuezuo.indicators.row_sets import study_coverage

    day, found = date.fromisoformat(DAY), dict[str, int]()
    for _, cells in study_coverage.counted(Question("", day, day)):
        for (text, group), (reached, _, _) in cells.items():
            if text and not group:
                found[text] = found.get(text, 0) + reached
    return found


def ours(of_hundred: int) -> dict[str, Any]:
    from django.core.management import call_command  # reason: Django is set up by the caller
    from django.db import connection, transaction

    from xuezuo.organizations.models import Member, Organization

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        place(of_hundred)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    names = dict(Member.objects.values_list("pk", "name"))
    ids = dict(Organization.objects.values_list("code", "pk"))

    def finished(code: str) -> dict[str, int]:
        return {names[member]: len(texts) for member, texts in report(ids[code]).items()}

    told: dict[str, Any] = {"finished": finished(EVERYBODY)}
    told["of_class"] = [finished(f"branch-{one}") for one in range(3)]
    runs = [timed(lambda pk=ids[f"branch-{one}"]: report(pk), 1) for one in range(CLASSES)]  # type: ignore[misc]
    told["class"] = {key: sorted(run[key] for run in runs)[CLASSES // 2] for key in runs[0]}
    told["all"] = timed(lambda: report(ids[EVERYBODY]), TIMES)
    told["pairs"] = sum(counted().values())
    told["counted"] = timed(counted, TIMES)
    return told


class Peer:
    """Kolibri with its learners, made once; what they have finished is written anew for each share."""

    def __init__(self, folder: Path) -> None:
        installed = Path(os.environ["KOLIBRI"])
        made = Kolibri(installed, folder / "kolibri", EVERYBODY)
        self.environment = made.environment
        # -P: beside the script lies a module of ours that is called like the peer
        self.script = [str(installed / "bin/python"), "-P", str(Path(__file__).with_name("kolibri_report.py"))]
        for command in (made.provision, made.load):
            run(command, self.environment)
        made.check()
        run([*self.script, "lessons"], self.environment)

    def told(self, of_hundred: int) -> dict[str, Any]:
        run([*self.script, "fill", str(of_hundred)], self.environment)
        found: dict[str, Any] = json.loads(run([*self.script, "ask"], self.environment).splitlines()[-1])
        return found


def run(command: list[str], environment: dict[str, str]) -> str:
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if made.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{made.stderr[-3000:]}")
    return made.stdout


def compared(mine: dict[str, Any], peer: dict[str, Any], of_hundred: int) -> None:
    """The same people have finished as many pieces, on both sides and in both of our ways; else no time means anything."""
    whole = {str(one): sum(done(one, piece, of_hundred) for piece in range(PIECES)) for one in range(LEARNERS)}
    for side in (mine, peer):
        if side["finished"] != whole or any(one != {who: whole[who] for who in one} for one in side["of_class"]):
            sys.exit("who has done what differs")
        assert [len(one) for one in side["of_class"]] == [A_CLASS] * 3
    # the county counts its 5,000 twice: in their branches of 14, and in the one of everybody
    assert mine["pairs"] == 2 * sum(whole.values()) > 0, (mine["pairs"], sum(whole.values()))


def told_by_us(folder: Path, of_hundred: int) -> dict[str, Any]:
    folder.mkdir()
    more = {
        "XUEZUO_DATA": str(folder),
        "XUEZUO_DATABASE_URL": "",
        "XUEZUO_TODAY": DAY,
        "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings",
    }
    found: dict[str, Any] = json.loads(
        run([sys.executable, "-m", "benchmarks.class_report", str(of_hundred)], os.environ | more)
    )
    return found


Told = dict[str, float]


def asked(mine: dict[str, Any], peer: dict[str, Any]) -> list[tuple[str, int, Told, Told, Told]]:
    """What, how many pairs ours answers for one of theirs, and the times: ours, that part of theirs, their whole report."""
    one, all_ = (peer["class_part"], peer["class_whole"]), (peer["all_part"], peer["all_whole"])
    return [
        (f"14 x {PIECES}, one by one", 1, mine["class"], *one),
        (f"{LEARNERS:,} x {PIECES}, one by one", 1, mine["all"], *all_),
        (f"{2 * LEARNERS:,} x {PIECES}, counted by branch, text and group", 2, mine["counted"], *all_),
    ]


def line(share: int, what: str, many: int, own: Told, part: Told, whole: Told) -> str:
    times = " | ".join(f"{many * one['processor'] / own['processor']:.1f}" for one in (part, whole))
    return f"| {share} % | {what} | {_ms(own)} | {_ms(part)} | {_ms(whole)} | {times} |"


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    if not os.environ.get("KOLIBRI"):
        sys.exit("KOLIBRI names no virtual environment; see the head of benchmarks/class_report.py")
    told, lines = machine(), []
    folder = Path(tempfile.mkdtemp(prefix="class-report-"))
    try:
        theirs = Peer(folder)
        for share in SHARES:
            mine, peer = told_by_us(folder / f"ours-{share}", share), theirs.told(share)
            compared(mine, peer, share)
            lines += [line(share, *one) for one in asked(mine, peer)]
    finally:
        shutil.rmtree(folder)
    head = (
        "| done | who has done what | ours, ms | Kolibri, that part, ms | Kolibri, the coach's report, ms"
        " | that part, times ours a pair | report, times ours a pair |\n|---|---|---|---|---|---|---|\n"
    )
    written("class_report", f"{told}. SQLite; wall / processor, medians. Kolibri 0.19.5.\n\n{head}" + "\n".join(lines))


def _ms(one: dict[str, float]) -> str:
    return f"{one['wall']:.1f} / {one['processor']:.1f}"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(ours(int(sys.argv[1]))))
