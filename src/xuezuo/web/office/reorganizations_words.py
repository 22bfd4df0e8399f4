"""A plan in sentences, for the page that is read before an act is confirmed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from xuezuo.organizations.kinds import OrganizationKind, Sector

EXPLAINED = {
    "found": later("A new organization below this one."),
    "rename": later("A new name; earlier reports keep the earlier one."),
    "move": later("Under another superior organization, with everything below it."),
    "merge": later("It ends, and its members and everything below it go to another one."),
    "split": later("Some members, or some organizations below, form a new one beside it."),
    "close": later("It ends; what is left goes to another one."),
    "reopen": later("It takes up a place in the tree again."),
    "reclassify": later("Another kind or sector; figures by sector then read the new one, also for earlier days."),
}


def in_words(plan: dict[str, Any]) -> list[str]:
    return list(_sentences(plan))


def _sentences(plan: dict[str, Any]) -> Iterator[str]:
    if founded := plan["founds"]:
        words = founded | {"kind": OrganizationKind(founded["kind"]).label, "sector": Sector(founded["sector"]).label}
        yield _("%(name)s (%(code)s; %(kind)s; %(sector)s) is founded below %(below)s.") % words
    if plan["new_name"]:
        yield _("%(before)s is called %(after)s.") % {
            "before": plan["organization"]["name"],
            "after": plan["new_name"],
        }
    if plan["new_kind"] or plan["new_sector"]:
        yield _("It is a %(kind)s of the sector %(sector)s from now on.") % {
            "kind": OrganizationKind(plan["new_kind"]).label,
            "sector": Sector(plan["new_sector"]).label,
        }
    if plan["place"]:
        yield _("It stands below %(place)s.") % plan
    if plan["organizations"]:
        yield (
            _(
                "%(organizations)s organizations change their place, among them %(branches)s branches with"
                " %(members_along)s members."
            )
            % plan
        )
    if plan["members_change"]:
        yield _("%(members_change)s members belong to another branch from that day on.") % plan
    for one in plan["ends"]:
        yield _("%(name)s ends. What was recorded there stays, and is counted at %(read_at)s.") % one
    if plan["ends"]:
        yield _("Posts held there end; the office enters them under posts.")
