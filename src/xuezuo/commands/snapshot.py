"""`xuezuo snapshot`: the rows of every figure of one day as columnar files, for engines that need no database."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from xuezuo.commands.figures import add_when, day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.queries import ask
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    from xuezuo.indicators.actions import prepare_files  # reason: slow to load

    if asked.below and not asked.out:
        raise Refusal("snapshot_below_out")
    question = ask(operator(), None, day(asked.as_of), asked.tree)
    folder, made = prepare_files(
        by=operator(),
        asked=question,
        out=asked.out,
        below=asked.below or "",
        tell=lambda name, rows: say(f"{name}: {rows:,}"),
    )
    say(
        _("%(rows)s rows of %(day)s are prepared in %(folder)s")
        % {
            "rows": f"{sum(made.rows.values()):,}",
            "day": made.day,
            "folder": folder,
        }
    )
    return 0, made.document() | {"folder": str(folder)}


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "snapshot", act, "prepare columnar files of all figures; no row names a person")
    add_when(parser, organization=False)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to; else where --engine snapshot looks")
    parser.add_argument(
        "--below", metavar="PATH", help="place of this tree in a nation's, such as 00010005; with --out"
    )
