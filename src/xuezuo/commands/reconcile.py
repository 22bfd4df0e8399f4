"""`xuezuo reconcile`: every figure equals its list; exit 1 and the differences otherwise."""

import argparse
from dataclasses import asdict

from django.utils.translation import gettext as _

from xuezuo.commands.figures import add_when, day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.queries import ask, with_engine
from xuezuo.indicators.reconciling import between, differences, kept_differences
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    engines = (asked.engines or "live").split(",")
    question = ask(operator(), asked.organization, day(asked.as_of), asked.tree)
    asked_of = [with_engine(question, engine) for engine in engines if engine != "kept"] or [question]
    found = list(differences(asked_of[0]))
    for other in asked_of[1:]:
        found += between(asked_of[0], other)
    if "kept" in engines:
        rolling.keep_up()
        found += kept_differences()
    for one in found:
        say(_("%(indicator)s, %(part)s: the figure is %(number)s, %(way)s gives %(found)s") % asdict(one))
    if not found:
        say(_("%(count)s figures agree with their lists.") % {"count": len(indicators())})
    if not found and "kept" in engines:
        say(_("What is kept for every organization is what its records say."))
    document = {"engines": engines, "figures": len(indicators()), "differences": [asdict(one) for one in found]}
    return (1 if found else 0), document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "reconcile", act, "prove that every figure equals its list")
    add_when(parser)
    parser.add_argument(
        "--engines", metavar="NAMES", help="live, snapshot, spark, kept: the first is held against the others"
    )
