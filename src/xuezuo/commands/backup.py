"""`xuezuo backup DIR`, `xuezuo restore DIR` and `xuezuo verify DIR`."""

import argparse
import time
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from xuezuo.backups import actions, queries
from xuezuo.backups.manifest import Document
from xuezuo.commands import progress
from xuezuo.commands.line import Answer, say, verb
from xuezuo.scopes import operator


def backup(asked: argparse.Namespace) -> Answer:
    began = time.monotonic()
    with progress.bar(_("backing up")) as told:
        document = actions.make(
            by=operator(),
            folder=asked.folder,
            with_keys=not asked.without_keys,
            told=lambda step, done, total: told(done, total or done + 1),
        )
    answer = _summary(document, began)
    say(_("%(tables)s tables with %(rows)s rows in %(seconds)s s, digest %(digest)s.") % answer)
    if document["with_keys"]:
        say(_("The keys are inside: whoever has this folder can read everything. --without-keys leaves them out."))
    return 0, answer


def restore(asked: argparse.Namespace) -> Answer:
    began = time.monotonic()
    with progress.bar(_("restoring")) as told:
        document = actions.restore(
            by=operator(), folder=asked.folder, told=lambda step, done, total: told(done, total or done + 1)
        )
    answer = _summary(document, began)
    say(_("%(tables)s tables with %(rows)s rows in %(seconds)s s, digest %(digest)s.") % answer)
    return 0, answer


def _summary(document: Document, began: float) -> dict[str, object]:
    return {
        "tables": len(document["tables"]),
        "rows": sum(about["rows"] for about in document["tables"].values()),
        "digest": document["content"],
        "made_at": document["made_at"],
        "with_keys": document["with_keys"],
        "seconds": round(time.monotonic() - began, 1),
    }


def verify(asked: argparse.Namespace) -> Answer:
    """Exit 1 if a file of the backup is not what was written, or the database holds something else."""
    document, faults = queries.faults(operator(), asked.folder)
    for name in faults:
        say(_("%(name)s is not what was written.") % {"name": name})
    compared = not faults and not asked.files_only and queries.has_tables(operator())
    differing = list(queries.differences(operator(), document)) if compared else []
    for one in differing:
        say(_("%(table)s: %(backup)s rows in the backup, %(database)s in the database, or not the same.") % asdict(one))
    if not faults:
        say(_("Every file of the backup is whole, digest %(digest)s.") % {"digest": document["content"]})
    if compared and not differing:
        say(_("The database holds the same."))
    answer = {
        "whole": not faults,
        "faults": faults,
        "digest": document["content"],
        "compared": compared,
        "equal": not differing if compared else None,
        "differences": [asdict(one) for one in differing],
    }
    return (1 if faults or differing else 0), answer


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    making = verb(nouns, "backup", backup, "write the whole system into a new folder")
    making.add_argument("--without-keys", action="store_true", help="leave keys.json out; keep it elsewhere")
    verifying = verb(nouns, "verify", verify, "prove a backup whole, and equal to the database")
    verifying.add_argument("--files-only", action="store_true", help="do not compare with the database")
    for one in (making, verb(nouns, "restore", restore, "put a backup into an empty database"), verifying):
        one.add_argument("folder", type=Path, metavar="DIR")
