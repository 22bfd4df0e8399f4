"""A question put together by somebody: from an address, into words, and into the same value as a declared figure.

Because `Own.indicator` is an `Indicator`, every engine counts, groups and lists it unchanged, and the small numbers that
figures hide are hidden here by the same rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from xuezuo.indicators.columns import column_name
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.row_sets.shape import Test, days
from xuezuo.own_questions.offers import GROUP, Offer, Way, offers
from xuezuo.refusals import Refusal

MEASURES = ("share", "number", "settled", "outstanding", "amount")
PARTS_OF = {"number": "expected", "settled": "settled", "outstanding": "outstanding", "amount": "settled"}
PLACE = ("organization", "as_of", "tree", "own")
"""What an address says about place and day, which is no part of a question: a question is asked anywhere."""

BESIDE = ("saved", "now", "part", "format", "after", "limit")
"""Likewise what else an address may say."""

SAID = ("rows", "measure", "by", "since", "until")
OWN = "own_question"
LONGEST = 1_000
NOBODY = date(9999, 12, 31)

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Own:
    """`words` are the filters by column, each column with the words of which one must hold.

    Made by `read`, which refuses what makes no sense; `check_words` looks at words that are rows themselves.
    """

    offer: Offer
    measure: str
    way: Way | None
    by: str
    words: Words = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    @cached_property
    def indicator(self) -> Indicator:
        """The question as a figure: settled on top of expected, so that a share is never above the whole.

        Where a declared figure counts the same rows it lends its code, and kept rows can answer.
        """
        offer = self.offer
        settled = dict(self.way.tests) if self.way and not self.tally else {}
        made = Indicator(
            code=OWN,
            titles=offer.titles,
            whys=offer.telling,
            counts_texts=offer.telling,
            units=offer.amount[1] if offer.amount and self.measure == "amount" else offer.units,
            row_set=offer.row_set,
            expected=dict.fromkeys(offer.row_set.lines, "") | dict(self._fixed),
            settled=settled,
            tally=self.tally,
            more_by=tuple(column for column in offer.columns if column not in (*settled, "sector")),
            author=OWN,
            reviewer=OWN,
            next_review=NOBODY,
        )
        same = _declared_like(made, self._fixed, self._single)
        return replace(made, code=same.code, expected=same.expected) if same else made

    @cached_property
    def narrow(self) -> dict[str, str]:
        """The single words that are asked for beyond what the figure itself tests."""
        return {c: word for c, word in self._single.items() if self.indicator.expected.get(c) != word}

    @cached_property
    def _fixed(self) -> Mapping[str, Test]:
        """What every row must pass besides the single words: what the way needs, choices of several words, days."""
        found: dict[str, Test] = dict(self._needs)
        found |= {column: words for column, words in self.words.items() if len(words) > 1}
        if self.since or self.until:
            found["on"] = days(self.since, self.until)
        return found

    @property
    def _single(self) -> dict[str, str]:
        return {c: words[0] for c, words in self.words.items() if len(words) == 1 and c not in self._needs}

    @property
    def _needs(self) -> Mapping[str, Test]:
        return self.way.needs if self.way and not self.tally else {}

    @property
    def tally(self) -> str:
        """Members are always held against who is due, also where only their number is asked: small numbers are hidden by
        both, and one must not be had from the other."""
        if self.way is None or self.measure == "amount" or (self.measure == "number" and self._way_is_in_the_way):
            return "amount" if self.offer.adds or self.measure == "amount" else "count"
        return ""

    @property
    def _way_is_in_the_way(self) -> bool:
        way = self.way
        return way is not None and bool(way.needs or self.tested_by(way)) and not self.offer.about_groups

    def tested_by(self, way: Way) -> list[str]:
        return [column for column in way.tests if column in self.words or column == self.by]

    @property
    def part(self) -> str:
        """Which list the one number of this question opens; a share has all three."""
        return "settled" if self.indicator.tally else PARTS_OF.get(self.measure, "expected")

    @property
    def query(self) -> list[tuple[str, str]]:
        """The question as parts of an address, always in the same order."""
        found = [("rows", self.offer.code), ("measure", measure_code(self.offer, self.measure, self.way))]
        found += [("by", self.by)] if self.by else []
        found += [(column, word) for column in self.offer.columns for word in self.words.get(column, ())]
        for name, day in (("since", self.since), ("until", self.until)):
            found += [(name, day.isoformat())] if day else []
        return found

    def narrowed(self, column: str, word: str) -> "Own":
        """The same of one line of the answer."""
        by = "" if self.by == column else self.by
        return replace(self, words={**self.words, column: (word,)}, by=by)


def _declared_like(made: Indicator, fixed: Mapping[str, Test], single: Mapping[str, str]) -> Indicator | None:
    """The declared figure that counts the same rows when narrowed: of several, the one that tests most by itself."""
    lines = made.row_set.lines
    found = [
        one
        for one in indicators().values()
        if (one.row_set, one.settled, one.tally) == (made.row_set, made.settled, made.tally)
        and all(one.expected.get(column) == test for column, test in fixed.items())
        and all(
            fixed.get(column, single.get(column)) == test or (column in lines and test == "")
            for column, test in one.expected.items()
        )
    ]
    return max(found, key=lambda one: len(one.expected), default=None)


def read(given: Mapping[str, Sequence[str]]) -> Own:
    """The question of an address. Raises `Refusal` for what cannot be asked so."""
    said = {name: tuple(dict.fromkeys(filter(None, values))) for name, values in given.items()}
    said = {name: values for name, values in said.items() if values}

    def one(name: str) -> str:
        return said.get(name, ("",))[-1]

    offer = offers().get(one("rows"))
    if offer is None:
        raise Refusal("own_rows_unknown", rows=one("rows"), choices=tuple(offers()))
    words = {name: values for name, values in said.items() if name not in (*SAID, *PLACE, *BESIDE)}
    possible = measures_of(offer)
    asked = one("measure") or next(iter(possible))
    if asked not in possible:
        raise Refusal("own_measure_unknown", title=offer.title, measure=asked, choices=tuple(possible))
    measure, way = possible[asked]
    own = Own(offer, measure, way, one("by"), words, _day(one("since")), _day(one("until")))
    _check(own)
    return own


def measures_of(offer: Offer) -> dict[str, tuple[str, Way | None]]:
    """What can be asked about a row set, the usual first: the words of an address, with the measure and the way."""
    first = next(iter(offer.ways.values()), None)
    found: list[tuple[str, Way | None]] = [("share", first)] if first else []
    found.append(("number", first))
    for way in offer.ways.values():
        found += [(one, way) for one in ("share", "settled", "outstanding") if (one, way) not in found]
    found += [("amount", None)] if offer.amount else []
    return {measure_code(offer, measure, way): (measure, way) for measure, way in found}


def measure_code(offer: Offer, measure: str, way: Way | None) -> str:
    """`share`, or `share.contacted` where rows can be settled in another way than the first."""
    first = next(iter(offer.ways.values()), None)
    return measure if way is None or way == first else f"{measure}.{way.code}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("date_unreadable", value=text) from None


def _check(own: Own) -> None:
    offer, title = own.offer, own.offer.title
    for column in [*own.words, *([own.by] if own.by not in ("", "children") else [])]:
        if column not in offer.columns:
            raise Refusal("own_column_unknown", title=title, column=column, choices=tuple(offer.columns))
    for column, words in own.words.items():
        known = offer.row_set.columns[column]
        wrong = [word for word in words if known is not None and word not in known]
        if wrong:
            raise Refusal("own_word_unknown", title=title, column=column_name(column), word=wrong[0])
        if len(words) > 1 and column in offer.row_set.lines:
            raise Refusal("own_one_word", title=title, column=column_name(column))
    if (own.since or own.until) and not offer.row_set.dated:
        raise Refusal("own_no_days", title=title)
    if own.since and own.until and own.until < own.since:
        raise Refusal("own_days_backwards", since=own.since.isoformat(), until=own.until.isoformat())
    _check_way(own)
    if GROUP in own.words or own.by == GROUP:
        _check_group(own)


def _check_way(own: Own) -> None:
    """What settles a row is not chosen by a second time; and what a way needs is not chosen otherwise."""
    if own.way is None or own.tally:
        return
    if tested := own.tested_by(own.way):
        raise Refusal("own_settled_twice", title=own.offer.title, way=own.way.title, column=column_name(tested[0]))
    for column, test in own.way.needs.items():
        if own.words.get(column, (test,)) != (test,):
            names = own.offer.row_set.columns[column] or {}
            raise Refusal(
                "own_way_needs", way=own.way.title, column=column_name(column), word=names.get(str(test), test)
            )


def _check_group(own: Own) -> None:
    """A member group is asked about in the shape of the declared figures, or what they hide could be had by difference."""
    beside = own.offer.beside_groups
    asked = [column for column, words in own.words.items() if column not in beside or len(words) > 1]
    wrong = [column for column in (*asked, own.by) if column not in ("", "children", GROUP)]
    wrong = [column for column in wrong if column in asked or column not in beside]
    if wrong:
        choices = tuple(column_name(column) for column in beside)
        raise Refusal("own_group_alone", title=own.offer.title, column=column_name(wrong[0]), choices=choices)


def check_words(own: Own, words: Mapping[str, Mapping[str, str]]) -> None:
    """Words that are rows themselves, such as a text, are among those of a place and day. Raises `Refusal`."""
    for column, chosen in own.words.items():
        if own.offer.row_set.columns[column] is None and (wrong := [one for one in chosen if one not in words[column]]):
            raise Refusal("own_word_not_here", title=own.offer.title, column=column_name(column), word=wrong[0])
