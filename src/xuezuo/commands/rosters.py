"""What both imports have in common on the command line: options, exit codes, a bar or a line per step, a summary."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from xuezuo.commands.line import Answer, say, verb
from xuezuo.interchange.imports import Options
from xuezuo.interchange.report import Report
from xuezuo.scopes import operator

Import = Callable[..., Report]
STEPS = {"read": _("reading and checking"), "check": _("checking the tree"), "write": _("writing")}
SHOWN = 20


def add_import(noun: argparse.ArgumentParser, work: Import, help: str) -> None:
    line = verb(noun.add_subparsers(required=True, metavar="verb"), "import", lambda asked: _import(work, asked), help)
    line.add_argument("file", type=Path, metavar="FILE", nargs="+", help="one roster, or several written as one")
    line.add_argument("--dry-run", action="store_true", help="read and check only")
    line.add_argument("--accept-good", action="store_true", help="leave out the rows that block the file")
    line.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="write the findings to a workbook")
    line.add_argument("--map", type=Path, metavar="MAPPING.yaml", help="headers and words of this file")


def _import(work: Import, asked: argparse.Namespace) -> Answer:
    with _Shown() as shown:
        options = Options(
            dry_run=asked.dry_run,
            accept_good=asked.accept_good,
            errors_to=asked.errors,
            map_file=asked.map,
            progress=shown.tell,
            more=tuple(asked.file[1:]),
        )
        report = work(asked.file[0], by=operator(), options=options)
    _summarise(report)
    return {"refused": 2, "blocked": 1}.get(report.file_outcome, 0), report.document()


def _summarise(report: Report) -> None:
    if report.refusal:
        say(report.refusal)
        return
    errors = report.document()["errors"]
    assert isinstance(errors, list)
    blocking = [error for error in errors if error["outcome"] in ("decide", "reject")]
    for error in blocking[:SHOWN]:
        say(gettext("%(sheet)s row %(row)s, %(column)s “%(value)s”: %(message)s") % error)
    if report.blocking > SHOWN:
        say(gettext("… and more; --errors OUT.xlsx writes all of them to a workbook."))
    for note in report.notes():
        say(note)
    say(report.counted())
    say(
        gettext(
            "%(read)s rows: %(accept)s accepted, %(warn)s with a note, %(decide)s to decide, %(reject)s rejected, %(skip)s no entries."
        )
        % {"read": report.read, **report.counts}
    )
    changes = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
    say(_outcome(report) % changes)


def _outcome(report: Report) -> str:
    if report.file_outcome == "imported":
        return gettext("Written: %(created)s created, %(updated)s updated, %(unchanged)s unchanged.")
    if report.file_outcome == "blocked":
        return gettext("Nothing was written. Put the rows right, or leave them out with --accept-good.")
    return gettext(
        "Nothing was written yet; it would be %(created)s created, %(updated)s updated, %(unchanged)s unchanged."
    )


class _Shown:
    """A progress bar on a terminal; otherwise one line when a step begins."""

    def __init__(self) -> None:
        self.bar: Progress | None = None
        if sys.stderr.isatty():
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
            self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.bar:
            self.bar.stop()

    def tell(self, step: str, done: int, total: int) -> None:
        if step not in self.tasks:
            title = gettext(STEPS[step])
            if self.bar:
                self.tasks[step] = self.bar.add_task(title, total=total)
            else:
                self.tasks[step] = TaskID(0)
                say(f"{title} …")
        if self.bar:
            self.bar.update(self.tasks[step], completed=done, total=total)
