"""One row of the batch page: what was typed from a sheet of paper, and what it comes to. Words are looked up, never guessed:
what fits two things is refused with both.
"""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from unicodedata import normalize

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.namesakes import marks_typed
from xuezuo.records import actions, queries
from xuezuo.records.contents import FIELDS, Content
from xuezuo.records.models import AbsenceReason, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope
from xuezuo.web.branch.batch_names import named, names_typed
from xuezuo.web.branch.forms import FIELD_OF
from xuezuo.web.branch.opening import as_day, roster_of
from xuezuo.web.branch.sheet_codes import Sheet, read

ROWS = 50
TYPED = ("branch", "held_on", "kind", "attended", "absent", "texts", "subject", "place", "summary")
"""What is typed of a row, in the order of the keys; each stands in the form as `<name>-<number of the row>`."""
Thing = TypeVar("Thing")
COLUMNS = {"attended": "attended", "absent": "absent", "held_on": "held_on", "readings": "texts", "kinds": "kind"}
"""The column in which a field of the form of a meeting is typed."""
ON_PAPER = {
    "病假": AbsenceReason.ILLNESS,
    "事假": AbsenceReason.LEAVE,
    "请事假": AbsenceReason.LEAVE,
    "请病假": AbsenceReason.ILLNESS,
    "出差": AbsenceReason.DUTY,
    "值班": AbsenceReason.DUTY,
}
"""Reasons as people write them by hand (D3.31)."""
BETWEEN = re.compile(r"[\s,，、;；]+")
TITLES = {
    "branch": gettext_lazy("Branch"),
    "held_on": gettext_lazy("Day"),
    "kind": gettext_lazy("What was held"),
    "attended": gettext_lazy("Headcount present"),
    "absent": gettext_lazy("Who was absent"),
    "texts": gettext_lazy("Texts studied"),
}
"""Of the columns in which something can be wrong."""


@dataclass(frozen=True)
class Row:
    """`client_id` is made with the empty page, so that a page sent twice enters each meeting once."""

    number: int
    client_id: str
    typed: dict[str, str] = field(default_factory=dict)
    record: Record | None = None
    settles: Sequence[str] = ()
    error: str = ""
    wrong: str = ""
    """The column that is to blame; "" where it is the row as a whole."""

    @property
    def title_of_wrong(self) -> str:
        return str(TITLES.get(self.wrong, ""))

    @property
    def marks(self) -> dict[str, SafeString]:
        """What the field of the wrong column says of itself."""
        if not self.error or not self.wrong:
            return {}
        return {self.wrong: format_html(' aria-invalid="true" aria-describedby="error-{}"', self.number)}

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.get(name) for name in TYPED if name not in ("held_on", "kind"))

    def again(self, refusal: Refusal, wrong: str = "") -> "Row":
        return replace(self, error=str(refusal), wrong=wrong)


def empty(number: int, before: Row | None = None) -> Row:
    """A row to type into; day and kind go on as in the row before it, for a pile is often of one evening."""
    kept = {name: before.typed.get(name, "") for name in ("held_on", "kind")} if before else {}
    return Row(number, str(uuid.uuid4()), kept)


def sent_rows(data: QueryDict) -> list[Row]:
    """Every row of the page as it was sent, whatever is in it."""
    found = []
    for number in range(ROWS):
        client_id = data.get(f"client_id-{number}")
        if client_id:
            typed = {name: data.get(f"{name}-{number}", "").strip() for name in TYPED}
            found.append(Row(number, client_id, typed))
    return found


def enter(scope: Scope, branches: Sequence[Placement], row: Row) -> Row:
    """The row with its record, or with what keeps it from being one. Each row stands for itself."""
    typed, wrong = row.typed, "branch"
    try:
        placement, sheet = _branch(branches, typed["branch"])
        wrong = "held_on"
        day = _day(typed["held_on"])
        wrong = "absent"
        absent = _absent(roster_of(scope, placement, day), placement.organization_id, typed["absent"])
        wrong = "texts"
        texts = queries.texts_on(scope, placement.organization_id, day)
        readings = [
            _one(word, [(one, one.title) for one in texts], typed["texts"]).pk for word in _words(typed["texts"])
        ]
        wrong = "attended"
        content = Content(
            held_on=day,
            kinds=(typed["kind"] or sheet.kind,) if typed["kind"] or sheet.kind else (),
            attended=_count(typed["attended"]),
            absent=tuple(absent),
            place=typed["place"],
            subject=typed["subject"],
            readings=tuple(readings or _texts_of(sheet, texts)),
            summary=typed["summary"],
        ).tidy()
        wrong = ""
        return _entered(scope, placement, row, content)
    except Refusal as refusal:
        return row.again(refusal, wrong or COLUMNS.get(FIELD_OF.get(refusal.code, ""), ""))


def _entered(scope: Scope, placement: Placement, row: Row, content: Content) -> Row:
    """Claims are those that the form would open with ticked: whatever says itself that this meeting meets it."""
    client_id = _uuid(row.client_id)
    before = queries.by_client_id(client_id)
    if before is not None and before.organization_id == placement.organization_id:
        settled = [claim.requirement for claim in before.claims.select_related("requirement")]
        claims = queries.first_claims(scope, before)
    else:
        settled = _met(scope, placement, content)
        claims = {one.pk for one in settled}
        # a text of another branch's campaign, a day before its founding: said before anything is looked at twice
        queries.looked_over(scope, placement.organization, content)
        same = queries.of_the_same_day(scope, placement.organization_id, content.held_on, content.kinds)
        if same:
            raise Refusal("batch_entered_already", day=content.held_on.isoformat())
    record = actions.enter(
        by=scope,
        organization=placement.organization,
        client_id=client_id,
        claims=claims,
        **{name: getattr(content, name) for name in FIELDS},
    )
    return replace(row, record=record, settles=[one.title for one in settled])


def _met(scope: Scope, placement: Placement, content: Content) -> list[Requirement]:
    found = queries.matching_requirements(
        scope, placement.organization_id, held_on=content.held_on, kinds=content.kinds, readings=content.readings
    )
    return [one for one in found if queries.is_definite(one)]


def _branch(branches: Sequence[Placement], words: str) -> tuple[Placement, Sheet]:
    """By the code on the sheet, the code or full name of the branch, or a part of its name that no other has."""
    if not words:
        raise Refusal("batch_branch_missing")
    sheet = read(words)
    if sheet is not None:
        for one in branches:
            if one.organization_id == sheet.organization_id:
                return one, sheet
    names = [(one, one.organization.name) for one in branches]
    exact = [one for one, name in names if words in (name, one.organization.code)]
    # "099003 松溪村党支部" is what the list of proposals writes
    exact = exact or [one for one, name in names if words == f"{one.organization.code} {name}"]
    return (exact[0] if len(exact) == 1 else _one(words, names, words)), Sheet(0)


def _absent(roster: Sequence[Member], organization_id: int, words: str) -> list[tuple[int, str]]:
    """Names or parts of them, each with its reason behind a colon or none: 丁一:病 丁二."""
    found = []
    marks = marks_typed(roster, organization_id)
    for word in _words(names_typed(words)):
        name, _colon, reason = word.partition(":")
        found.append((named(name or word, roster, marks, organization_id).pk, _reason(reason)))
    return found


def _reason(word: str) -> str:
    if not word:
        return AbsenceReason.LEAVE.value
    with override("zh-hans"):  # sheets are filled in in Chinese, whatever the typist's pages are in
        for value, label in AbsenceReason.choices:
            if value.startswith(word.lower()) or word in str(label):
                return str(value)
        known = _(", ").join(str(label) for label in AbsenceReason.labels)
    if word in ON_PAPER:
        return ON_PAPER[word].value
    raise Refusal("batch_reason_unknown", word=word, reasons=known)


def _one(word: str, things: Sequence[tuple[Thing, str]], words: str) -> Thing:
    """The one thing whose name is the word, or else has it in it, full-width signs or not."""
    word = normalize("NFKC", word)
    known = [(thing, normalize("NFKC", name)) for thing, name in things]
    found = [thing for thing, name in known if name == word] or [
        thing for thing, name in known if word and word in name
    ]
    if len(found) == 1:
        return found[0]
    fitting = [name for thing, name in things if thing in found]
    if not fitting:
        raise Refusal("batch_word_unknown", word=word or words)
    raise Refusal("batch_word_twice", word=word, names=_(", ").join(fitting[:5]))


def _texts_of(sheet: Sheet, texts: Sequence[Reading]) -> list[int]:
    """The texts of the requirement that a sheet was printed for."""
    return queries.texts_of_requirement(sheet.requirement_id, [one.pk for one in texts])


def _words(text: str) -> list[str]:
    return [word for word in BETWEEN.split(text) if word]


def _day(text: str) -> date:
    if not text:
        raise Refusal("batch_day_missing")
    day = as_day(text)
    if day is None:
        raise Refusal("batch_day_unclear", words=text)
    return day


def _count(text: str) -> int:
    if not text:
        raise Refusal("batch_count_missing")
    # a Chinese keyboard writes １３ as readily as 13
    text = unicodedata.normalize("NFKC", text)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Refusal("batch_count_unclear", words=text)
    return int(text)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refusal("batch_page_old") from None
