"""`{% figure "meeting_cadence" placement.organization.code %}`: a number, its address and its day, on any desk's page."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from xuezuo.indicators.queries import ask, indicator_by_code
from xuezuo.indicators.queries import figure as count
from xuezuo.web.overview import written
from xuezuo.web.overview.numbers import Number, Shown, shown

register = template.Library()


@register.filter
def exact(value: int | None) -> str:
    """A whole number with its thousands set apart: a drill-down never rounds (D13.24)."""
    return "" if value is None else f"{value:,}"


@register.simple_tag
def number(one: Number) -> SafeString:
    """The number, opening exactly its rows."""
    return mark_safe(written.number(escape(one.address), one.value))  # noqa: S308 - an address that was escaped, and a number


@register.simple_tag
def figure_numbers(one: Shown) -> SafeString:
    """Share, settled of expected, what is outstanding; or the count; or that it is too small to show."""

    def link(part: str, value: int) -> str:
        return written.number(escape(getattr(one, part).address), value)

    found = (one.expected.value if one.expected else None, one.settled.value) if one.settled else None
    text = written.numbers(found, escape(one.indicator.unit), link)
    return mark_safe(text)  # noqa: S308 - everything from outside escaped


register.simple_tag(written.figures, name="figures_written")
register.simple_tag(written.rows_below, name="rows_below")


@register.inclusion_tag("overview/figure_tag.html", takes_context=True)
def figure(
    context: dict[str, Any], indicator: str, organization: str = "", as_of: date | None = None
) -> dict[str, object]:
    """A figure of an organization within the viewer's scope: `scope` must be in the context."""
    asked = ask(context["scope"], organization or None, as_of)
    found = indicator_by_code(indicator)
    return {"one": shown(asked, found, count(asked, found)), "day": asked.question.day}
