"""`{% figure "meeting_cadence" placement.organization.code %}`: a number, its address and its day, on any desk's page."""

from datetime import date
from typing import Any

from django import template

from xuezuo.indicators.queries import ask, indicator_by_code
from xuezuo.indicators.queries import figure as count
from xuezuo.web.overview.numbers import shown

register = template.Library()


@register.filter
def exact(value: int | None) -> str:
    """A whole number with its thousands set apart: a drill-down never rounds (D13.24)."""
    return "" if value is None else f"{value:,}"


@register.inclusion_tag("overview/figure_tag.html", takes_context=True)
def figure(
    context: dict[str, Any], indicator: str, organization: str = "", as_of: date | None = None
) -> dict[str, object]:
    """A figure of an organization within the viewer's scope: `scope` must be in the context."""
    asked = ask(context["scope"], organization or None, as_of)
    found = indicator_by_code(indicator)
    return {"one": shown(asked, found, count(asked, found)), "day": asked.question.day}
