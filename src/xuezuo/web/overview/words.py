"""Names of columns, parts and words, as the pages of figures speak of them."""

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import Asked

PARTS = {"settled": _("counted"), "expected": _("due"), "outstanding": _("outstanding")}
COLUMNS = {
    "children": _("organizations below"),
    "sector": _("sector"),
    "group": _("member group"),
    "reading": _("text"),
    "kind": _("kind"),
    "period": _("period"),
    "requirement": _("requirement"),
    "state": _("state"),
    "held": _("record of the branch"),
    "speaker_tier": _("speaker"),
    "contacted": _("contact"),
    "deferred": _("deferral"),
    "item": _("item of the file"),
}


def column_name(column: str) -> str:
    return str(COLUMNS.get(column, column))


def words_of(asked: Asked, indicator: Indicator) -> dict[str, dict[str, str]]:
    """The names of the words of every column of the figure's rows."""
    return {column: indicator.row_set.words(column, asked.question.day) for column in indicator.row_set.columns}


def narrowed_to(asked: Asked, indicator: Indicator, narrow: dict[str, str]) -> list[str]:
    """What a figure is narrowed to, in words: `member group: floating members`."""
    words = words_of(asked, indicator)
    return [f"{column_name(column)}: {words[column].get(word, word)}" for column, word in narrow.items()]
