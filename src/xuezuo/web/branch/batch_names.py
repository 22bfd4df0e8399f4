"""Who is meant by a name typed from a sheet of paper."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from xuezuo.organizations.models import Member
from xuezuo.organizations.namesakes import ever_called
from xuezuo.refusals import Refusal

IN_BRACKETS = re.compile(r"\s*\(\s*((?:born|joined)?\s*[0-9]+\s*(?:年(?:出?生|入党)?)?)\s*\)", re.IGNORECASE)
"""What the pages write behind a name that two have, in both languages, after NFKC."""
BY_WORD = re.compile(r"\s*(?:(?:born|joined)\s*([0-9]+)|([0-9]+)\s*年(?:出?生|入党))", re.IGNORECASE)
"""The same without brackets, which only its word tells from a number that strayed here."""
NAME_AND_MARK = re.compile(r"(.*?)([0-9]*)", re.DOTALL)


def names_typed(words: str) -> str:
    """The words with every mark right behind its name, as it is typed shortest: 李娜 (born 1975), 李娜（1975年生） become 李娜1975."""
    words = unicodedata.normalize("NFKC", words)
    words = IN_BRACKETS.sub(lambda found: re.sub(r"[^0-9]", "", found[1]), words)
    return BY_WORD.sub(lambda found: found[1] or found[2], words)


def named(word: str, roster: Sequence[Member], marks: Mapping[int, str], organization_id: int) -> Member:
    """The one whose name it is, or else of whose name it is a part, with the mark behind it by which people with one name are
    told apart (`namesakes.marks_typed`). A number alone names nobody: a headcount may have strayed here. Raises `Refusal`.
    """
    called, mark = _split(word)
    known = [(one, unicodedata.normalize("NFKC", one.name)) for one in roster] if called else []
    found = [one for one, name in known if name == called] or [one for one, name in known if called in name]
    if mark:
        found = [one for one in found if marks.get(one.pk) == mark] or _of_another_day(found, mark, organization_id)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal("batch_word_unknown", word=word)
    names = [one.name + marks.get(one.pk, "") for one in found]
    raise Refusal("batch_word_twice", word=word, names=_(", ").join(names[:5]))


def _split(word: str) -> tuple[str, str]:
    found = NAME_AND_MARK.fullmatch(word)
    assert found
    return found[1], found[2]


def _of_another_day(people: Sequence[Member], mark: str, organization_id: int) -> list[Member]:
    """Of these, whom the list or sheet of another day may have marked so: who shares a name with whom changes. A number is
    nobody's where no list can have shown one, because nobody else with the name was ever of the branch.
    """
    by_year = [one for one in people if mark in {str(day.year) for day in (one.birth_on, one.joined_on) if day}]
    if by_year or not people:
        return by_year
    ever = ever_called({one.name for one in people}, organization_id)
    here = Counter(one.name for one in people)
    return [
        one for one in people if len(ever[one.name]) > here[one.name] and str(ever[one.name].index(one.pk) + 1) == mark
    ]
