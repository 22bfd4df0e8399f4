"""`xuezuo accounts role give|end`: the first administrators, and whatever must be done at the machine."""

import argparse

from django.utils.translation import gettext as _

from xuezuo.accounts import actions, queries
from xuezuo.commands.figures import day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.organizations.queries import placement_by_code
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def give(asked: argparse.Namespace) -> Answer:
    by = operator()
    user, place = queries.account_named(asked.username), placement_by_code(by, asked.organization)
    made = actions.assign_role(
        by=by,
        user=user,
        role=asked.role,
        organization_id=place.organization_id,
        since=day(asked.since) or today(),
        until=day(asked.until) or FOREVER,
    )
    say(_("%(name)s: %(role)s at %(place)s") % _told(asked, made.get_role_display(), place.organization.name))
    return 0, {"username": user.username, "role": made.role, "organization": place.organization.code}


def end(asked: argparse.Namespace) -> Answer:
    by = operator()
    user, place = queries.account_named(asked.username), placement_by_code(by, asked.organization)
    held = queries.assignments_of(user).filter(role=asked.role, organization_id=place.organization_id).first()
    if held is None:
        raise Refusal("not_found", name=asked.role)
    actions.end_role(by=by, assignment=held)
    say(_("%(name)s: no longer %(role)s at %(place)s") % _told(asked, held.get_role_display(), place.organization.name))
    return 0, {"username": user.username, "role": held.role, "organization": place.organization.code}


def _told(asked: argparse.Namespace, role: str, place: str) -> dict[str, str]:
    return {"name": asked.username, "role": role, "place": place}


def roles_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `role give` and `role end` below `accounts`."""
    role = verbs.add_parser("role", help="give and end roles").add_subparsers(required=True, metavar="verb")
    for name, act, said in (("give", give, "give somebody a role"), ("end", end, "end a role from now on")):
        parser = verb(role, name, act, said)
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("role", metavar="ROLE", help="security, auditor, administrator, officer, …")
        parser.add_argument("--organization", required=True, metavar="CODE", help="there and below")
        if name == "give":
            parser.add_argument("--since", metavar="DATE", help="today if left out")
            parser.add_argument("--until", metavar="DATE", help="no longer held from this day on")
