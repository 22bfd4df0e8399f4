"""A question of one's own in plain words: its heading, what it is narrowed to, and the form to put it together."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xuezuo.indicators.queries import Asked
from xuezuo.own_questions.asking import Own, measures_of
from xuezuo.own_questions.offers import Offer, Way, offers, spoken
from xuezuo.own_questions.queries import words_at
from xuezuo.refusals import Refusal
from xuezuo.web.overview.words import column_name


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One column to narrow by: `several` words may be chosen, or one."""

    code: str
    name: str
    choices: list[Choice]
    several: bool

    @property
    def is_chosen(self) -> bool:
        return any(one.is_chosen for one in self.choices)


@dataclass(frozen=True)
class Form:
    measures: list[Choice]
    by: list[Choice]
    filters: list[Filter]
    day_title: str

    @property
    def is_narrowed(self) -> bool:
        return any(one.is_chosen for one in self.filters)


def heading(own: Own) -> str:
    """`Meetings due: share held`."""
    if own.measure == "number":
        return own.offer.title
    return _("%(title)s: %(measure)s") % {
        "title": own.offer.title,
        "measure": measure_name(own.offer, own.way, own.measure),
    }


def measure_name(offer: Offer, way: Way | None, measure: str) -> str:
    """What is asked about the rows, in words."""
    if measure == "amount" and offer.amount:
        return spoken(offer.amount[0])
    if measure == "number" or way is None:
        return _("how many")
    if measure == "share":
        return _("share %(way)s") % {"way": way.title}
    return way.title if measure == "settled" else way.title_of_others


def part_name(own: Own, part: str) -> str:
    """The name of a list, or of a column of an answer."""
    if own.indicator.tally or own.way is None:
        return ""
    return {"expected": _("all"), "settled": own.way.title, "outstanding": own.way.title_of_others}.get(part, "")


def refused_in_words(refusal: Refusal, rows: str) -> str:
    """Its sentence with the titles of what can be chosen: programs need their codes, a page shows none. `rows` are those
    that the question names, known or not.
    """
    titles: dict[str, str] = {}
    if refusal.code == "own_rows_unknown":
        titles = {code: offer.title for code, offer in offers().items()}
    elif refusal.code == "own_measure_unknown":
        found = measures_of(offers()[rows])
        titles = {code: measure_name(offers()[rows], way, measure) for code, (measure, way) in found.items()}
    elif refusal.code == "own_column_unknown":
        titles = {column: column_name(column) for column in offers()[rows].columns}
    return str(Refusal(refusal.code, **refusal.where | ({"choices": tuple(titles.values())} if titles else {})))


def tags(asked: Asked, own: Own) -> list[str]:
    """What the question is narrowed to: `sector: village, community`."""
    words = words_at(asked, own.offer)
    colon, comma = _(": "), _(", ")
    found = [
        f"{column_name(column)}{colon}{comma.join(words[column].get(one, one) for one in chosen)}"
        for column, chosen in own.words.items()
    ]
    if own.since:
        found.append(_("%(day)s from %(since)s") % {"day": own.offer.day_title, "since": own.since.isoformat()})
    if own.until:
        found.append(_("%(day)s up to %(until)s") % {"day": own.offer.day_title, "until": own.until.isoformat()})
    return found


def form_of(asked: Asked, own: Own) -> Form:
    """The form with what is chosen now. What settles a row is chosen as the measure and not as a filter too."""
    offer, words = own.offer, words_at(asked, own.offer)
    below = asked.has_below
    ways_by = (["children"] if below else []) + list(offer.columns)
    return Form(
        measures=[
            Choice(code, measure_name(offer, way, measure), (measure, way) == (own.measure, own.way))
            for code, (measure, way) in measures_of(offer).items()
        ],
        by=[Choice(one, column_name(one), one == own.by) for one in ways_by],
        filters=[_filter(own, column, words[column]) for column in offer.columns if words[column]],
        day_title=offer.day_title if offer.row_set.dated else "",
    )


def _filter(own: Own, column: str, words: dict[str, str]) -> Filter:
    chosen = own.words.get(column, ())
    several = own.offer.row_set.columns[column] is not None and column not in own.offer.row_set.lines
    choices = [Choice(word, name, word in chosen) for word, name in words.items()]
    return Filter(column, column_name(column), choices, several)
