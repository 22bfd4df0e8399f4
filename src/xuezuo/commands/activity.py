"""`xuezuo activity load FILE.jsonl`."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.commands.progress import bar
from xuezuo.interchange.activity import load_activity
from xuezuo.scopes import operator


def load(asked: argparse.Namespace) -> Answer:
    with bar(_("Taking in activity")) as progress:
        counts = load_activity(asked.file, by=operator(), progress=progress)
    say(
        _(
            "%(records)s meetings with %(claims)s claims, %(cases)s cases, %(terms)s terms, %(publications)s publications "
            "entered; %(unchanged)s lines were known already."
        )
        % counts
    )
    return 0, counts


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    activity = nouns.add_parser("activity", help="what branches did, as a file")
    verbs = activity.add_subparsers(required=True, metavar="verb")
    verb(verbs, "load", load, "take in meetings, cases, terms and publications").add_argument("file", type=Path)
