"""`xuezuo gaps`: blank spots, most people first."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xuezuo.commands.figures import add_when, day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.explaining import explained
from xuezuo.indicators.gaps import blank_spots, document
from xuezuo.indicators.queries import ask
from xuezuo.organizations.kinds import Sector
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    if asked.top < 1:
        raise Refusal("top_too_small", value=asked.top)
    if asked.explain:
        return _explain(asked)
    found = blank_spots(operator(), asked.organization, asked.top, as_of=day(asked.as_of), tree=asked.tree)
    say(ngettext("%(count)s blank spot", "%(count)s blank spots", found.count) % {"count": found.count})
    for gap in found.found:
        held = "" if gap.held else " · " + _("nothing recorded")
        say(f"{gap.name} {gap.reading.title}: {gap.people}/{gap.members}{held} · {gap.way.label}")
    return 0, document(found)


def _explain(asked: argparse.Namespace) -> Answer:
    """Where most of what is missing is, in few statements."""
    question = ask(operator(), asked.organization, day(asked.as_of), asked.tree)
    document = explained(question)
    say(_("not reached: %(people)s of %(members)s") % document)
    for one in document["statements"]:
        sector = f" · {Sector(one['sector']).label}" if one["sector"] else ""
        itself = " · " + _("the organization itself") if one["itself"] else ""
        say(f"{one['organization']['name']}{itself}{sector}: {one['people']}/{one['members']}")
    say(_("everywhere else: %(elsewhere)s") % document)
    return 0, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "gaps", act, "texts that did not reach everybody, most people first")
    add_when(parser)
    parser.add_argument("--top", type=int, default=20, metavar="N")
    parser.add_argument(
        "--explain", action="store_true", help="say where most of what is missing is, in few statements"
    )
