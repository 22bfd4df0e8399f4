"""The answer to a question of one's own, as programs get it: the same numbers as on the page."""

from typing import Any

from xuezuo.indicators.queries import Asked, document, figure, lines, moment_of
from xuezuo.own_questions.asking import Own


def answer(asked: Asked, own: Own) -> dict[str, Any]:
    """The whole and its lines. A number is null where it is hidden; `ratio` where there is none or nothing was due."""
    indicator, narrow = own.indicator, own.narrow
    found = lines(asked, indicator, own.by, narrow) if own.by else []
    return {
        "question": own.query,
        "title": indicator.title,
        "unit": indicator.unit,
        "organization": {"code": asked.organization.code, "name": asked.organization.name},
        "as_of": moment_of(asked.question.day),
        "tree": asked.tree,
        **document(figure(asked, indicator, narrow)),
        "groups": [{"code": one.code, "name": one.name} | document(one.figure) for one in found],
    }
