"""Kinds of meetings, periods and tiers as people say them: `{{ line.kinds|kind_names }}`, `{{ line.periods|period_names }}`."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from xuezuo.campaigns.kinds import ActivityKind, Tier

register = template.Library()


@register.filter
def kind_names(kinds: Iterable[str]) -> str:
    return _(", ").join(str(ActivityKind(kind).label) for kind in kinds)


@register.filter
def kind_name(kind: str) -> str:
    return str(ActivityKind(kind).label)


@register.filter
def tier_names(tiers: Iterable[str]) -> str:
    return _(", ").join(str(Tier(tier).label) for tier in tiers)


@register.filter
def period_name(code: str) -> str:
    """`2016-10`, `2016Q4` or `2016` in words."""
    year, quarter, number = code.partition("Q")
    if quarter:
        return _("Q%(number)s of %(year)s") % {"number": number, "year": year}
    year, month, number = code.partition("-")
    if month:
        return date_format(date(int(year), int(number), 1), "YEAR_MONTH_FORMAT")
    return _("the year %(year)s") % {"year": year}


@register.filter
def period_names(codes: Iterable[str]) -> str:
    return _(", ").join(period_name(code) for code in codes)
