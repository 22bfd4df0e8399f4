"""The details of an event in words: what each key of them is called, and which of them are told."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.models import Role
from xuezuo.people.kinds import PostKind
from xuezuo.records.models import Matter, Way

PLAIN = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
"""Codes, numbers and days. Free text may name somebody, and stays where it was written."""

MEMBERS = frozenset({"member", "outgoing"})
"""Numbers of members: nobody knows one by it."""

ORGANIZATIONS = frozenset({"target"})
"""Numbers of organizations; told by name and code."""

WORDS: dict[str, object] = {
    "about": _("about"),
    "above": _("above"),
    "act": _("act"),
    "after": _("after"),
    "amended": _("amended"),
    "as_of": _("as of"),
    "asked": _("asked for"),
    "before": _("before"),
    "cases": _("cases"),
    "changed": _("changed"),
    "changes": _("changes"),
    "claims": _("counted for requirements"),
    "closed_on": _("closed on"),
    "code": _("code"),
    "commitments": _("commitments entered"),
    "correction_of": _("corrects record"),
    "count": _("how many"),
    "counted_on": _("counted on"),
    "created": _("newly created"),
    "day": _("day"),
    "decision": _("decision"),
    "decision_kind": _("kind of decision"),
    "delegation": _("delegation"),
    "digest": _("digest"),
    "disclosure": _("disclosure"),
    "done_on": _("done on"),
    "elected_on": _("elected on"),
    "ends_on": _("ends on"),
    "field": _("field"),
    "fields": _("fields"),
    "file": _("file"),
    "first": _("first"),
    "for_id": _("on behalf of account"),
    "form": _("form"),
    "found": _("found"),
    "giver": _("account of who gave it"),
    "home": _("home branch"),
    "indicator": _("indicator"),
    "issuer": _("issuer"),
    "key": _("rule"),
    "kinds": _("kinds"),
    "last": _("last"),
    "letter": _("letter"),
    "lines": _("lines"),
    "looked_on": _("looked on"),
    "made_at": _("made at"),
    "matter": _("matter"),
    "meeting": _("meeting"),
    "names": _("names"),
    "number": _("number"),
    "of": _("of"),
    "on": _("on"),
    "organization": _("organization"),
    "ours": _("ours"),
    "outcome": _("outcome"),
    "periods": _("periods"),
    "plan_and_prompts": _("plan and prompts"),
    "planned_on": _("planned on"),
    "position": _("position"),
    "post": _("post"),
    "problems": _("problems entered"),
    "proposals": _("proposals"),
    "publications": _("publications"),
    "purpose": _("purpose"),
    "reading": _("text"),
    "readings": _("texts"),
    "reason": _("reason"),
    "record": _("record"),
    "records": _("records"),
    "renews": _("renews"),
    "request": _("request"),
    "requirement": _("requirement"),
    "requirements": _("requirements"),
    "role": _("role"),
    "roles": _("roles"),
    "rows": _("rows"),
    "since": _("since"),
    "source": _("source"),
    "taken_on": _("taken on"),
    "target": _("receiving organization"),
    "terms": _("terms"),
    "token": _("token"),
    "token_id": _("token"),
    "unchanged": _("unchanged"),
    "undoes": _("takes back"),
    "until": _("until"),
    "updated": _("updated"),
    "value": _("value"),
    "version": _("version"),
    "view_totals": _("view totals"),
    "views": _("views"),
    "way": _("way"),
    "with_keys": _("with the keys"),
    "writes": _("may write"),
}
"""Keys that are not here, as of a later version, are told as they are written."""

VALUES: dict[str, dict[str, object]] = {
    "matter": dict(Matter.choices),
    "post": dict(PostKind.choices),
    "role": dict(Role.choices),
    "way": dict(Way.choices),
    **{key: {"9999-12-31": _("without an end")} for key in ("until", "ends_on")},
}


def told(detail: dict[str, Any], offices: dict[int, tuple[str, str]]) -> str:
    """The parts of an event that can name nobody: `rows 12 · role: secretary`."""
    parts = []
    for key, value in sorted(detail.items()):
        if key in MEMBERS or not isinstance(value, str | int | float | bool) or not PLAIN.fullmatch(str(value)):
            continue
        if key in ORGANIZATIONS:
            if value not in offices:
                continue
            code, name = offices[int(value)]
            shown = gettext("%(name)s (%(code)s)") % {"name": name, "code": code}
        elif isinstance(value, bool):
            shown = gettext("yes") if value else gettext("no")
        else:
            shown = str(VALUES.get(key, {}).get(str(value), value))
        parts.append(gettext("%(what)s: %(value)s") % {"what": WORDS.get(key, key), "value": shown})
    return " · ".join(parts)
