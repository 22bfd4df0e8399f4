"""`xuezuo duplicates find`: compare the rosters of the whole tree, so that people can decide about what may be one person."""

import argparse

from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.organizations import duplicates
from xuezuo.scopes import operator


def find(asked: argparse.Namespace) -> Answer:
    document = {"found": duplicates.find(by=operator())}
    say(
        _("%(found)s new pairs that may be one person; the branches and their superiors see them on their pages.")
        % document
    )
    return 0, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    noun = nouns.add_parser("duplicates", help=_("people who may be on the rosters twice"))
    verbs = noun.add_subparsers(required=True, metavar="verb")
    verb(verbs, "find", find, "compare the rosters of the whole tree")
