"""The ways to look at one question: as a table, as tiles, over time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xuezuo.indicators.queries import Asked
from xuezuo.web.overview.table_rows import overview_of


@dataclass(frozen=True)
class Way:
    name: str
    address: str
    here: bool


def ways_of(asked: Asked, here: str, **more: str) -> list[Way]:
    """Of the same organization, day and tree."""
    named = {"overview": _("Table"), "overview-tiles": _("Tiles"), "overview-course": _("Over time")}
    return [
        Way(name, overview_of(asked, asked.organization.code, page, (), **more), page == here)
        for page, name in named.items()
    ]
