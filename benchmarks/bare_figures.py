"""An ordinary Django page with the figures of ours: signed in, ten queries, models, a template with `{% url %}` behind numbers.

The same database and the same kept rows; no scopes, no policies, no hidden numbers, no other days, nothing kept between two
requests. Its numbers are compared with ours before anything is timed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.models import Keeping, Mark, Node, Own
from xuezuo.organizations.models import Organization, Placement

FOREVER = date(9999, 12, 31)

Sums = dict[tuple[str, str], list[int]]


def cell(one: Indicator, sums: Sums, path: str) -> dict[str, Any]:
    expected, settled = sums[path, one.code]
    known = {"code": one.code, "title": one.title, "unit": one.unit, "settled": settled, "expected": None}
    if one.tally:
        return known
    share = round(100 * settled / expected, 1) if expected else None
    return known | {"expected": expected, "percent": share, "outstanding": expected - settled}


def added(rows: Iterable[tuple[str, str, int, int]], sums: Sums) -> None:
    for path, indicator, expected, settled in rows:
        sums[path, indicator][0] += expected
        sums[path, indicator][1] += settled


@login_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Session and account are two queries; these are eight."""
    organization = get_object_or_404(Organization, code=code)
    place = Placement.objects.get(organization=organization, valid_to=FOREVER)
    keeping = Keeping.objects.get()
    waiting = Mark.objects.count()
    placed = Placement.objects.filter(parent=organization, valid_to=FOREVER).select_related("organization")
    children = list(placed.order_by("organization__code"))
    sums: Sums = defaultdict(lambda: [0, 0])
    columns = ("path", "indicator", "expected", "settled")
    below = Node.objects.filter(parent=place.path).exclude(path="")
    added(below.values_list(*columns), sums)
    added(Node.objects.filter(path=place.path).values_list(*columns), sums)
    own = Own.objects.filter(Q(parent=place.path) | Q(parent=tree_paths.parent_of(place.path), path=place.path))
    added(own.values_list("path", "indicator").annotate(Sum("expected"), Sum("settled")), sums)
    declared = indicators().values()
    columns_shown = [one for one in declared if not one.tally or one.code == "organizations"]
    shown = [
        {
            "name": child.organization.name,
            "code": child.organization.code,
            "cells": [cell(one, sums, child.path) for one in columns_shown],
        }
        for child in children
    ]
    context = {
        "organization": organization,
        "keeping": keeping,
        "waiting": waiting,
        "day": keeping.day,
        "figures": [cell(one, sums, place.path) for one in declared],
        "columns": columns_shown,
        "children": shown,
    }
    return render(request, "bare/organization.html", context)
