"""`{% figure "meeting_cadence" placement.organization.code %}`: a number, its address and its day, on any desk's page."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xuezuo.indicators.queries import ask, indicator_by_code
from xuezuo.indicators.queries import figure as count
from xuezuo.web.overview.numbers import Number, Shown, shown

register = template.Library()


@register.filter
def exact(value: int | None) -> str:
    """A whole number with its thousands set apart: a drill-down never rounds (D13.24)."""
    return "" if value is None else f"{value:,}"


@register.simple_tag
def number(one: Number) -> SafeString:
    """The number, opening exactly its rows. Written out here: a province's page holds five hundred of them."""
    link = f'<a href="{escape(one.address)}" data-number="{one.value}">{one.value:,}</a>'
    return mark_safe(link)  # noqa: S308 - an address that was escaped, and whole numbers


@register.simple_tag
def figure_numbers(one: Shown) -> SafeString:
    """Share, settled of expected, what is outstanding; or the count; or that it is too small to show."""
    if one.settled is None:
        return format_html('<span class="xz-quiet">{}</span>', _("too few to show"))
    unit = escape(one.indicator.unit)
    if one.expected is None:
        return number(one.settled) + mark_safe(f" {unit}")  # noqa: S308 - escaped
    share = "" if one.percent == "—" else SHARE.format(escape(one.percent), one.expected.value, one.settled.value)
    left = ""
    if one.outstanding is not None and one.outstanding.value:
        left = f' <span class="xz-quiet">{escape(_("outstanding"))} {number(one.outstanding)}</span>'
    counts = f"<span>{number(one.settled)} / {number(one.expected)} {unit}</span>"
    return mark_safe(share + counts + left)  # noqa: S308 - escaped


SHARE = '<span class="xz-percent">{}</span> <progress max="{}" value="{}" aria-hidden="true"></progress> '


@register.inclusion_tag("overview/figure_tag.html", takes_context=True)
def figure(
    context: dict[str, Any], indicator: str, organization: str = "", as_of: date | None = None
) -> dict[str, object]:
    """A figure of an organization within the viewer's scope: `scope` must be in the context."""
    asked = ask(context["scope"], organization or None, as_of)
    found = indicator_by_code(indicator)
    return {"one": shown(asked, found, count(asked, found)), "day": asked.question.day}
