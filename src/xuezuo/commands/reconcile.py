"""`xuezuo reconcile`: every figure equals its list; exit 1 and the differences otherwise."""

import argparse
from dataclasses import asdict

from django.utils.translation import gettext as _

from xuezuo.commands.figures import add_when, day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.queries import ENGINES, ask
from xuezuo.indicators.reconciling import differences
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    for engine in (asked.engines or "live").split(","):
        if engine not in ENGINES:
            raise Refusal("engine_missing", engine=engine)
    question = ask(operator(), asked.organization, day(asked.as_of), asked.tree)
    found = list(differences(question))
    for one in found:
        say(_("%(indicator)s, %(part)s: the figure is %(number)s, %(way)s gives %(found)s") % asdict(one))
    if not found:
        say(_("%(count)s figures agree with their lists.") % {"count": len(indicators())})
    document = {"engines": ["live"], "figures": len(indicators()), "differences": [asdict(one) for one in found]}
    return (1 if found else 0), document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "reconcile", act, "prove that every figure equals its list")
    add_when(parser)
    parser.add_argument("--engines", metavar="NAMES", help="live")
