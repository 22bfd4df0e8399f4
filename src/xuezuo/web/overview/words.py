"""Names of columns, parts and words, as the pages of figures speak of them."""

from django.utils.translation import gettext_lazy as _

from xuezuo.indicators.columns import column_name
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import Asked

__all__ = ["PARTS", "column_name", "narrowed_to", "word_here", "words_of"]

PARTS = {"settled": _("counted"), "expected": _("due"), "outstanding": _("outstanding")}


def words_of(asked: Asked, indicator: Indicator) -> dict[str, dict[str, str]]:
    """The names of the words of every column of the figure's rows."""
    return {column: indicator.row_set.words(column, asked.question.day) for column in indicator.row_set.columns}


def narrowed_to(asked: Asked, indicator: Indicator, narrow: dict[str, str]) -> list[str]:
    """What a figure is narrowed to, in words: `member group: floating members`."""
    colon = _(": ")
    return [
        f"{column_name(column)}{colon}{word_here(asked, indicator, column, word)}" for column, word in narrow.items()
    ]


def word_here(asked: Asked, indicator: Indicator, column: str, word: str) -> str:
    """The name of a word; of what is due elsewhere the code only, as the viewer wrote it."""
    return indicator.row_set.words(column, asked.question.day, asked.stood_at).get(word, word)
