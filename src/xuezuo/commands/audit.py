"""`xuezuo audit seal` and `xuezuo audit verify`."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xuezuo.audit import actions, queries
from xuezuo.commands.line import Answer, say, verb
from xuezuo.scopes import operator

PROBLEMS = {
    "changed": gettext_lazy("The chain is broken: events %(first)s to %(last)s are not what was sealed."),
    "cut": gettext_lazy(
        "The end of the chain is missing: it stops at event %(last)s, and seals.log knows of more. "
        "After a restored backup that is so; put seals.log aside and seal again."
    ),
    "unknown": gettext_lazy(
        "No seal of the chain has this digest: it was written anew, or the digest is not of this log."
    ),
}


def seal(asked: argparse.Namespace) -> Answer:
    document = {"sealed": actions.seal(by=operator())}
    say(_("%(sealed)s events sealed.") % document)
    return 0, document


def verify(asked: argparse.Namespace) -> Answer:
    """Exit 1 and where it is broken when the chain is not whole."""
    verdict = queries.verify(operator(), asked.against)
    if verdict.is_whole:
        document = queries.extent(operator())
        say(_("The chain is whole: %(seals)s seals over %(events)s events, %(unsealed)s not sealed yet.") % document)
        if verdict.newest:
            say(_("The newest digest, to be written down elsewhere: %s") % verdict.newest)
        return 0, {"whole": True, **document, "digest": verdict.newest}
    seal = verdict.seal
    reach = {"first": seal.first_event_id, "last": seal.last_event_id} if seal else {"first": None, "last": None}
    say(PROBLEMS[verdict.problem] % reach)
    return 1, {"whole": False, "problem": verdict.problem, **reach}


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = nouns.add_parser("audit", help=_("the sealed log"))
    verbs = audit.add_subparsers(required=True, metavar="verb")
    verb(verbs, "seal", seal, "seal every event that has no seal yet")
    proof = verb(verbs, "verify", verify, "prove that the sealed chain is whole")
    proof.add_argument("--against", default="", metavar="DIGEST", help="a digest written down earlier must be in it")
