"""Who looked at a person's data or changed them, when and what for: for that person."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from xuezuo.accounts.queries import names_of
from xuezuo.audit.queries import events_of
from xuezuo.privacy import rules
from xuezuo.privacy.models import Disclosure
from xuezuo.privacy.queries.members import last_home
from xuezuo.scopes import OPERATOR_ID, Scope


class Look(NamedTuple):
    """`who` is "" for the operator at the machine; `field`, `purpose` and `words` stand where a value was shown."""

    at: datetime
    who: str
    role: str
    action: str
    field: str = ""
    purpose: str = ""
    words: str = ""


def disclosures_of(scope: Scope, member_id: int) -> QuerySet[Disclosure]:
    """Every time one of a member's values was shown in plain, newest first: for them, or on a print from their branch."""
    if scope.member_id != member_id:
        rules.may_see_member(scope, last_home(member_id))
    return Disclosure.objects.filter(member_id=member_id).order_by("-pk")


def looks_at(scope: Scope, member_id: int, most: int = 200) -> list[Look]:
    """The newest events about a member. Names are told: an act is never anonymous to the person it concerns."""
    shown = {one.pk: one for one in disclosures_of(scope, member_id)}
    events = list(events_of(scope, "member", member_id).order_by("-pk")[:most])
    names = names_of([event.viewer_id for event in events if event.viewer_id != OPERATOR_ID and event.viewer_id])
    found = []
    for event in events:
        one = shown.get(event.detail.get("disclosure", 0))
        told = (one.get_field_display(), one.get_purpose_display(), one.words) if one else ()
        found.append(Look(event.at, names.get(event.viewer_id or 0, ""), event.role, event.action, *told))
    return found
