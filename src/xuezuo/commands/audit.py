"""`xuezuo audit seal` and `xuezuo audit verify`."""

import argparse

from django.utils.translation import gettext as _

from xuezuo.audit import actions, queries
from xuezuo.commands.line import Answer, say, verb
from xuezuo.scopes import operator


def seal(asked: argparse.Namespace) -> Answer:
    document = {"sealed": actions.seal(by=operator())}
    say(_("%(sealed)s events sealed.") % document)
    return 0, document


def verify(asked: argparse.Namespace) -> Answer:
    """Exit 1 and the first broken seal when the chain is not whole."""
    broken = queries.first_broken_seal(operator())
    if broken is None:
        document = queries.extent(operator())
        say(_("The chain is whole: %(seals)s seals over %(events)s events, %(unsealed)s not sealed yet.") % document)
        return 0, {"whole": True, **document}
    document = {"whole": False, "first": broken.first_event_id, "last": broken.last_event_id}
    say(_("The chain is broken: events %(first)s to %(last)s are not what was sealed.") % document)
    return 1, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = nouns.add_parser("audit", help=_("the sealed log"))
    verbs = audit.add_subparsers(required=True, metavar="verb")
    verb(verbs, "seal", seal, "seal every event that has no seal yet")
    verb(verbs, "verify", verify, "prove that the sealed chain is whole")
