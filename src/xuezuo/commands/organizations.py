"""`xuezuo organizations import FILE`, and acts on the tree: `found rename move merge split close reopen reclassify undo`."""

import argparse
from typing import Any

from django.utils.translation import gettext as _

from xuezuo.accounts.queries.affected import affected_by
from xuezuo.commands.figures import day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.commands.rosters import add_import
from xuezuo.interchange.imports import import_organizations
from xuezuo.organizations.queries import placement_by_code, roster
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations import actions, queries, rules
from xuezuo.reorganizations.kinds import ActKind
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import operator

VERBS = {
    "found": "found an organization below CODE",
    "rename": "give it a new name; earlier days keep the earlier one",
    "move": "move it, with everything below, under another superior",
    "merge": "merge it, and others, into one that stands or a new one",
    "split": "split members or children off into a new organization beside it",
    "close": "close it; what is left goes to a successor",
    "reopen": "give it a place in the tree again",
    "reclassify": "change its kind or sector",
}


def act(asked: argparse.Namespace) -> Answer:
    wish = _wish(asked)
    plan = queries.plan(operator(), wish)
    affected = affected_by(operator(), plan)
    _tell(plan.document, affected)
    document = plan.document | {"affected": affected, "done": None}
    if asked.dry_run:
        say(_("Only looked at; nothing was written."))
        return 0, document
    made = actions.carry_out(by=operator(), wish=wish, digest=plan.digest)
    say(_("Entered as change %(number)s.") % {"number": made.pk})
    return 0, document | {"done": made.pk}


def _wish(asked: argparse.Namespace) -> Wish:
    on = day(asked.on) or today()
    code = "" if asked.kind == "found" and asked.code == "-" else asked.code
    members = tuple(asked.members or ())
    if asked.kind == "split" and asked.last_members:
        ids = roster(operator(), placement_by_code(operator(), code).organization_id).order_by("pk")
        members = tuple(ids.values_list("pk", flat=True))[-asked.last_members :]
    return Wish(
        kind=asked.kind,
        code=code,
        day=on,
        reason=rules.check_reason(asked.reason),
        to=asked.to or "",
        others=tuple(asked.others or ()),
        new_code=asked.new_code or "",
        name=asked.name or "",
        new_kind=asked.new_kind or ("" if asked.kind == "reclassify" else "branch"),
        sector=asked.sector or ("" if asked.kind == "reclassify" else "other"),
        members=members,
        children=tuple(asked.children or ()),
    )


def _tell(plan: dict[str, Any], affected: dict[str, Any]) -> None:
    say(
        _("%(act)s, %(name)s, in force from %(on)s")
        % {
            "act": ActKind(plan["act"]).label,
            "name": plan["organization"]["name"] or plan["founds"]["name"],
            "on": plan["on"],
        }
    )
    say(
        _("  %(organizations)s organizations, %(branches)s branches, %(members_along)s members change their place;"
          " %(members_change)s members change their branch") % plan
    )  # fmt: skip
    for one in plan["moves"]:
        say(_("  %(name)s: from %(from)s to %(to)s") % one)
    for one in plan["ends"]:
        say(_("  %(name)s ends; its facts are counted at %(read_at)s, its posts end") % one)
    for name, words in (("no_place", _("no place any more")), ("less", _("sees less")), ("more", _("sees more"))):
        for one in affected[name]:
            say(f"  {one['name']} · {one['role']} · {one['holders']}: {words}")


def undo(asked: argparse.Namespace) -> Answer:
    """The last change of an organization that is not undone yet, or the one with a number."""
    by = operator()
    found = queries.history(by, asked.code).acts
    standing = [one for one in found if one.kind != ActKind.UNDO and not hasattr(one, "undone_by_act")]
    wanted = [one for one in standing if asked.change in (None, one.pk)]
    if not wanted:
        raise Refusal("tree_undone_already")
    last = max(wanted, key=lambda one: one.pk)
    say(f"{ActKind(last.kind).label}, {last.organization.name}, {last.day}")
    if asked.dry_run:
        say(_("Only looked at; nothing was written."))
        return 0, {"undoes": last.pk, "done": None}
    made = actions.undo(by=by, act=last, reason=asked.reason)
    say(_("Undone by change %(number)s.") % {"number": made.pk})
    return 0, {"undoes": last.pk, "done": made.pk}


def names(asked: argparse.Namespace) -> Answer:
    changed = actions.bring_names_up_to(by=operator())
    say(_("%(number)s names brought up to today.") % {"number": changed})
    return 0, {"changed": changed}


def _add_act(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_text: str) -> None:
    parser = verb(verbs, name, act, help_text)
    parser.set_defaults(kind=name)
    parser.add_argument("code", metavar="CODE", help="its code" + ("; - for a root" if name == "found" else ""))
    parser.add_argument("--on", metavar="DATE", help="the day from which it holds; today if left out")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="on whose decision, and why")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    parser.add_argument("--to", metavar="CODE", help="the new superior, or who takes over")
    parser.add_argument("--with", dest="others", action="append", metavar="CODE", help="merge this one as well")
    parser.add_argument("--new-code", metavar="CODE", help="the code of what is founded")
    parser.add_argument("--name", metavar="NAME", help="the new full name")
    parser.add_argument("--kind", dest="new_kind", metavar="KIND", help="branch if left out")
    parser.add_argument("--sector", metavar="SECTOR", help="other if left out")
    parser.add_argument("--member", dest="members", action="append", type=int, metavar="ID", help="goes with a split")
    parser.add_argument("--last-members", type=int, metavar="N", help="the N members entered last go with a split")
    parser.add_argument("--child", dest="children", action="append", metavar="CODE", help="goes with a split")


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    noun = nouns.add_parser("organizations", help="the tree of organizations")
    add_import(noun, import_organizations, "create and update organizations from a roster (XLSX, XLS, CSV)")
    verbs = next(one for one in noun._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001
    for name, help_text in VERBS.items():
        _add_act(verbs, name, help_text)
    undoing = verb(verbs, "undo", undo, "undo the last change of an organization, within 30 days")
    undoing.add_argument("code", metavar="CODE")
    undoing.add_argument("--change", type=int, metavar="NUMBER", help="this one instead of the last")
    undoing.add_argument("--reason", required=True, metavar="TEXT")
    undoing.add_argument("--dry-run", action="store_true", help="show which, and write nothing")
    verb(verbs, "names", names, "write the names that begin today (once a day is enough)")
