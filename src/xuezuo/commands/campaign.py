"""`xuezuo campaign rehearse|load FILE.yaml`."""

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xuezuo.burdens.actions import keep_refused
from xuezuo.campaigns import actions, files, queries
from xuezuo.commands.line import Answer, say, verb
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def rehearse(asked: argparse.Namespace) -> Answer:
    document = queries.rehearse_file(operator(), files.read(asked.file))
    tell(document)
    return 0, document


def tell(document: dict[str, Any]) -> None:
    """The cost in words, a line a requirement."""
    say(f"{document['title']} ({document['campaign']})")
    for line in document["requirements"]:
        say(
            _("  %(code)s  due %(due_on)s: %(branches)s branches, %(members)s members, %(hours)s hours  %(title)s")
            % line
        )
    say(
        _("In all %(branches)s branches, %(fields)s fields, %(hours)s hours (%(hours_per_branch)s a branch).")
        % document
    )


def load(asked: argparse.Namespace) -> Answer:
    by = operator()
    try:
        campaign, counts = actions.load_campaign(by=by, file=files.read(asked.file))
    except Refusal as refusal:
        keep_refused(by=by, refusal=refusal)
        raise
    if asked.issue and not campaign.issued_at:
        actions.issue(by=by, campaign=campaign)
    document = {"campaign": campaign.code, "issued": campaign.issued_at is not None, **counts}
    say(_("%(campaign)s: %(created)s requirements created, %(amended)s amended, %(unchanged)s unchanged.") % document)
    if not campaign.issued_at:
        say(_("It is a draft. Add --issue, or issue it from its page, when the cost is acceptable."))
    return 0, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    campaign = nouns.add_parser("campaign", help="campaigns as files")
    verbs = campaign.add_subparsers(required=True, metavar="verb")
    verb(verbs, "rehearse", rehearse, "what it would ask of whom, and what it costs").add_argument("file", type=Path)
    loading = verb(verbs, "load", load, "create the campaign, or bring it up to the file")
    loading.add_argument("file", type=Path)
    loading.add_argument("--issue", action="store_true", help="send it down the tree as well")
