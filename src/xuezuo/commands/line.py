"""The command line: one parser, a verb file a noun, exit codes 0 done, 1 a check fell short, 2 refused.

Each file of this room has `add(parsers)`, which adds its verbs; a verb's `act` takes the parsed arguments and returns
`(exit code, JSON document)`. Messages go to standard error; with
`--json` the document, and nothing else, to standard output.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pkgutil import iter_modules

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import translation

import xuezuo
from xuezuo import commands
from xuezuo.backups.schema import check_upgraded
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

Answer = tuple[int, object]
Act = Callable[[argparse.Namespace], Answer]


def say(message: object) -> None:
    """A message for the person at the terminal."""
    print(message, file=sys.stderr, flush=True)


def verb(
    parsers: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, act: Act, help: str
) -> argparse.ArgumentParser:
    """Add one verb with `--json`; `act` gives the exit code and the document."""
    parser = parsers.add_parser(name, help=help, description=help)
    parser.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    parser.set_defaults(act=act)
    return parser


def parser(noun: str = "") -> argparse.ArgumentParser:
    """With a noun that a file is named after, only with its verbs: all of them load 30 MB in a second, readers of notices
    and writers of documents among them.
    """
    line = argparse.ArgumentParser(prog="xuezuo", description="学做: notice in, verified effect out.")
    line.add_argument("--version", action="version", version=xuezuo.__version__)
    nouns = line.add_subparsers(required=True, metavar="command")
    files = sorted(info.name for info in iter_modules(commands.__path__))
    for file in [noun] if noun in files else files:
        loaded = importlib.import_module(f"xuezuo.commands.{file}")
        if hasattr(loaded, "add"):
            loaded.add(nouns)
    return line if not noun or noun in nouns.choices else parser()


def run(arguments: list[str]) -> int:
    """Carry out one command; refusals become one sentence on standard error and exit code 2."""
    with translation.override(settings.LANGUAGE_CODE):
        asked = parser(arguments[0] if arguments else "").parse_args(arguments)
        try:
            code, document = asked.act(asked)
        except Refusal as refusal:
            return _refused(refusal, asked)
        except NotVisible as missing:
            return _refused(Refusal("not_found", name=missing), asked)
        except DatabaseError:
            if "organizations_placement" in connection.introspection.table_names():
                try:
                    check_upgraded()
                except Refusal as behind:
                    return _refused(behind, asked)
                raise
            return _refused(Refusal("database_not_made", name=connection.settings_dict["NAME"]), asked)
        if asked.json:
            print(json.dumps(document, ensure_ascii=False, default=str))
        return code


def _refused(refusal: Refusal, asked: argparse.Namespace) -> int:
    say(refusal)
    if asked.json:
        print(json.dumps({"refused": refusal.code, "message": str(refusal)}, ensure_ascii=False))
    return 2
