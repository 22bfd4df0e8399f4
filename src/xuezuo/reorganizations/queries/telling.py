"""A plan in the words in which it is shown: how many and which change name or place, and what else to know."""

from dataclasses import replace
from typing import Any

from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import superiors_of
from xuezuo.periods import today
from xuezuo.reorganizations.kinds import ActKind
from xuezuo.reorganizations.queries.standing import counts_below
from xuezuo.reorganizations.wishes import Plan

SHOWN = 50
"""So many organizations are named one by one; the others are counted."""


def told(plan: Plan) -> Plan:
    return replace(plan, document=_document(plan))


def _document(plan: Plan) -> dict[str, Any]:
    wish = plan.wish
    moving = counts_below([one.place.path for one in plan.relocations], wish.day)
    going = sum(len(one.memberships) for one in plan.stays)
    return {
        "act": wish.kind,
        "organization": _named(plan.organization),
        "on": wish.day.isoformat(),
        "takes_effect": "later" if wish.day > today() else "today" if wish.day == today() else "back",
        "reason": wish.reason,
        "founds": _founds(plan),
        "new_name": wish.name.strip() if wish.kind == ActKind.RENAME else "",
        "new_kind": wish.new_kind if wish.kind == ActKind.RECLASSIFY else "",
        "new_sector": wish.sector if wish.kind == ActKind.RECLASSIFY else "",
        "moves": [_moved(plan, one.place, one.parent_id) for one in plan.relocations[:SHOWN]],
        "moved": len(plan.relocations),
        "organizations": moving["organizations"],
        "branches": moving["branches"],
        "members_along": moving["members"],
        "members_change": going,
        "members_from": [{**_named(one.organization), "members": len(one.memberships)} for one in plan.stays],
        "ends": [{**_named(place.organization), "read_at": _name_of(plan, heir)} for place, heir in plan.ends],
        "place": _line(plan.parent) if plan.wish.kind == ActKind.REOPEN and plan.parent else "",
    }


def _named(organization: Organization | None) -> dict[str, str]:
    return {"code": organization.code, "name": organization.name} if organization else {"code": "", "name": ""}


def _founds(plan: Plan) -> dict[str, str] | None:
    if not plan.founds:
        return None
    wish = plan.wish
    below = _line(plan.parent) if plan.parent else ""
    return {"code": wish.new_code, "name": wish.name, "kind": wish.new_kind, "sector": wish.sector, "below": below}


def _moved(plan: Plan, place: Placement, parent_id: int) -> dict[str, str]:
    above = place.parent.name if place.parent else ""
    return {**_named(place.organization), "from": above, "to": _name_of(plan, parent_id)}


def _name_of(plan: Plan, organization_id: int) -> str:
    if not organization_id:
        return plan.wish.name
    return Organization.objects.get(pk=organization_id).name


def _line(place: Placement) -> str:
    """From the root down, as a path of names."""
    return " / ".join([*(one.organization.name for one in superiors_of(place)), place.organization.name])
