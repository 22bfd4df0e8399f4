"""`xuezuo demo`: the whole idea on a made-up place, then its pages on this machine. Stands on 2016-10-20."""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

import xuezuo
from xuezuo.commands import place
from xuezuo.commands.demo_job import SEED, Job
from xuezuo.commands.line import Answer, say, verb
from xuezuo.notices import reading
from xuezuo.refusals import Refusal
from xuezuo.sampledata.scales import AS_OF, SCALES

NOTICE = Path(__file__).parents[1] / "sampledata" / "notices" / "sample-notice.txt"
PASSWORD = "look-and-learn-2016"  # noqa: S105 - printed by the demo, whose people do not exist and who are served on loopback


def demo(asked: argparse.Namespace) -> Answer:
    """Make the place unless it stands there complete, then serve it unless told not to."""
    _stand_in_2016(asked.scale)
    folder, notice = Path(settings.DATA), asked.notice or NOTICE
    reading.read_file(notice)  # one that cannot be read is refused before any work, not minutes into it
    if not asked.no_serve:
        place.check_port(asked.port)
    password = os.environ.get("XUEZUO_DEMO_PASSWORD") or PASSWORD
    made_of = _made_of(asked.scale, notice, password)
    document = _complete(folder, made_of)
    if document is None:
        _empty(folder)
        document = Job(asked.scale, folder, notice, password).run()
        (folder / "demo.json").write_text(json.dumps(made_of | {"document": document}, ensure_ascii=False, default=str))
    else:
        say(_("The demo is there already; remove %(folder)s to make it anew.") % {"folder": folder})
    _tell_end(document, password)
    if asked.no_serve:
        return 0, document
    code, _none = place.serve(asked)
    return code, document


def _stand_in_2016(scale: str) -> None:
    """Settings are read once, at the start: without the demo's own folder and day, start again with them."""
    wanted = {
        "XUEZUO_DATA": f"var/demo/{scale}",
        "XUEZUO_TODAY": AS_OF.isoformat(),
        "XUEZUO_SECOND_FACTOR": "offered",  # its people are made up, and nobody has their phones
    }
    lacking = {name: value for name, value in wanted.items() if not os.environ.get(name)}
    if lacking:
        line = [sys.executable, "-c", "from xuezuo.config.command import main; main()", *sys.argv[1:]]
        os.execve(sys.executable, line, os.environ | lacking)  # noqa: S606 - our own interpreter and arguments


def _made_of(scale: str, notice: Path, password: str) -> dict[str, Any]:
    """What a demo was made of: another of any of these is another demo."""
    return {
        "scale": scale,
        "seed": SEED,
        "today": settings.TODAY,
        "version": xuezuo.__version__,
        "notice": hashlib.sha256(notice.read_bytes()).hexdigest(),
        "password": hashlib.sha256(password.encode()).hexdigest(),
    }


def _complete(folder: Path, made_of: dict[str, Any]) -> dict[str, Any] | None:
    """The document of the demo that stands here, if it was finished and made of the same."""
    try:
        stored = json.loads((folder / "demo.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    same = all(stored.get(name) == value for name, value in made_of.items())
    return stored["document"] if same and _has_tables() else None


def _has_tables() -> bool:
    return "organizations_placement" in connection.introspection.table_names()


def _empty(folder: Path) -> None:
    """A fresh database. One that somebody named themselves is never removed: it must be empty."""
    (folder / "demo.json").unlink(missing_ok=True)
    name = str(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite" and Path(name) == folder / "xuezuo.sqlite3":
        connection.close()
        for ending in ("", "-wal", "-shm", "-turns"):
            Path(name + ending).unlink(missing_ok=True)
    elif _has_tables():
        raise Refusal("demo_needs_folder")
    call_command("migrate", verbosity=0)


def _tell_end(document: dict[str, Any], password: str) -> None:
    say("\n— " + _("Done"))
    say(
        _("%(total_seconds)s seconds, %(peak_mb)s MB of memory at the most; the day is %(as_of)s.")
        % {name: document[name] for name in ("total_seconds", "peak_mb", "as_of")}
    )
    say(_("Who can sign in, all with the password %(password)s:") % {"password": password})
    for one in document["people"]:
        say(f"  {one['username']:<8} {one['role'] or _('no role')}  {one['organization']}")
    if not settings.FACTOR_DEMANDED:
        say(_("The second factor is only offered here, for these people are made up; elsewhere it is demanded."))


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "demo", demo, "the main job on a made-up place, then its pages")
    parser.add_argument("--scale", choices=list(SCALES), default="county")
    parser.add_argument("--notice", type=Path, metavar="FILE", help="take this notice instead of the sample one")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="end after the job")
