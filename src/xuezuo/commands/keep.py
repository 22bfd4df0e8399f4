"""`xuezuo keep`: count what was changed, now; the worker of `xuezuo serve` does it by itself."""

import argparse
import time

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.kept import rolling

AGAIN = 0.5
"""Seconds between two looks: what a branch saves stands in every figure within two."""


def act(asked: argparse.Namespace) -> Answer:
    started = time.perf_counter()
    counted = rolling.keep_up()
    seconds = round(time.perf_counter() - started, 1)
    document = {"organizations": counted, "seconds": seconds}
    say(_("%(organizations)s organizations counted in %(seconds)s s; the kept figures are up to date.") % document)
    return 0, document


def look() -> bool:
    """One pass of the worker; says whether more is left. A busy database is asked again at the next look."""
    try:
        return rolling.roll()[1]
    except rolling.Overtaken:
        return False
    except DatabaseError as busy:
        say(busy)
        connection.close()
        return False


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb(nouns, "keep", act, "count what was changed, so that every figure is read from kept rows")
