"""`xuezuo privacy due` and `xuezuo privacy erase`: what has been kept long enough, and letting go of it."""

import argparse

from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.privacy.actions import erase as erase_member
from xuezuo.privacy.queries.retention import due as due_now
from xuezuo.privacy.queries.retention import members_due
from xuezuo.scopes import operator


def due(asked: argparse.Namespace) -> Answer:
    """Counts by table; of members also the first ids, without names."""
    found = due_now(operator())
    members = list(members_due(operator()).values_list("pk", flat=True)[: asked.members])
    for one in found:
        say(_("%(title)s: %(rows)s, kept for more than %(years)s years (until %(until)s)") % one._asdict())
    if members:
        say(_("Members by id: %(ids)s") % {"ids": ", ".join(map(str, members))})
    return 0, {"due": [one._asdict() for one in found], "members": members}


def erase(asked: argparse.Namespace) -> Answer:
    made = erase_member(by=operator(), member_id=asked.member, reason=asked.reason)
    document = {"member": asked.member, "rows": made.rows}
    say(
        _("Erased: %(rows)s rows in %(tables)s tables; figures stay as they are.")
        % {"rows": sum(made.rows.values()), "tables": len(made.rows)}
    )
    return 0, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    privacy = nouns.add_parser("privacy", help=_("retention and erasure of personal data"))
    verbs = privacy.add_subparsers(required=True, metavar="verb")
    listing = verb(verbs, "due", due, "count what has been kept longer than its rule says")
    listing.add_argument("--members", type=int, default=20, help="how many member ids to list")
    erasing = verb(verbs, "erase", erase, "erase what is held about one member who is on no roster; cannot be undone")
    erasing.add_argument("member", type=int, help="the member's id")
    erasing.add_argument("--reason", required=True, help="why, in a few words")
