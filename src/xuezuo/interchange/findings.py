"""What can be said about a row of a roster: one table of outcome and sentence, as `refusals` has for whole files.

A row ends in the gravest outcome of its findings; a row without any is accepted.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xuezuo.interchange import id_numbers

PRIVATE = re.compile(r"[0-9]{11,17}[0-9Xx]?")
"""Identity and telephone numbers, in whatever column they were put."""

GRAVITY = {"accept": 0, "skip": 1, "warn": 2, "decide": 3, "reject": 4}

FINDINGS: dict[str, tuple[str, str]] = {
    # no data rows
    "blank_row": ("skip", _("The row is blank.")),
    "total_row": ("skip", _("The row is a total, not an entry.")),
    "repeated_header": ("skip", _("The header is repeated here.")),
    "note_row": ("skip", _("The row is a note, not an entry.")),
    # accepted, with a change
    "cleaned": ("warn", _("Spaces or full-width characters were put right; read as “%(new)s”.")),
    "date_day_missing": ("warn", _("The day is missing; read as %(new)s.")),
    "date_serial": ("warn", _("The cell holds a day number instead of a date; read as %(new)s.")),
    "code_was_number": (
        "warn",
        _("The code was stored as a number; read as “%(new)s”. Leading zeros would be lost: use the text format."),
    ),
    "filled_from_id": ("warn", _("The cell is empty; filled with %(new)s from the identity number.")),
    "completed_from_id": ("warn", _("The cell says less than the identity number; filled up to %(new)s from it.")),
    "id_number_15": ("warn", _("An old number of 15 digits; read as the number of 18 digits that belongs to it.")),
    "id_region_impossible": ("warn", _("The identity number begins with a region code that does not exist.")),
    "duplicate_row": ("warn", _("The same entry as in row %(other)s; counted once.")),
    "phone_left_out": ("warn", _("This is no telephone number; it was left out.")),
    "text_shortened": ("warn", _("The text is too long; shortened to “%(new)s”.")),
    "name_twice": ("warn", _("Row %(other)s has the same name under the same superior organization.")),
    # a person must choose
    "date_ambiguous": ("decide", _("The date can be read in more than one way; write it as 2016-10-03.")),
    "date_incomplete": ("decide", _("Only the year is given; write the date as 2016-10-03.")),
    "word_unknown": ("decide", _("The word is not one of those known here; use one of: %(choices)s.")),
    "id_birth_differs": ("decide", _("The birth date differs from the one in the identity number (%(new)s).")),
    "id_sex_differs": ("decide", _("The sex differs from the one in the identity number.")),
    "name_unreadable": ("decide", _("The name holds characters that names do not have; it may have been damaged.")),
    "code_zero_lost": (
        "decide",
        _("No organization has this code, but “%(new)s” exists: was a leading zero lost? Write the full code."),
    ),
    "organization_name_differs": ("decide", _("The organization with this code is called “%(new)s”.")),
    "not_a_branch": ("decide", _("“%(new)s” is not a branch; members belong to a branch.")),
    "organization_ends": (
        "decide",
        _("“%(new)s” ends on %(day)s; enter new members in the branch that takes over, or have that act undone."),
    ),
    "member_twice": (
        "decide",
        _("The same identity number stands in row %(other)s with other content; keep one of the two rows."),
    ),
    "member_elsewhere": (
        "decide",
        _("This person is on the roster of “%(new)s”; a change of branch is a transfer, not an import."),
    ),
    "joined_too_young": ("decide", _("Joined before the age of 18; check both dates.")),
    "category_differs": ("decide", _("A probationary member cannot have become a full member already; check both.")),
    "code_twice": ("decide", _("The same code stands in row %(other)s with other content; keep one of the two rows.")),
    "code_taken": ("decide", _("The code belongs to “%(new)s”, which stands elsewhere in the tree.")),
    "parent_changed": (
        "decide",
        _("It now stands below the organization with code %(new)s; moving an organization is not done by import."),
    ),
    "parent_changes_ahead": (
        "decide",
        _(
            "“%(new)s” gets, changes or loses its place in the tree on %(day)s; import the row after that day, or have"
            " that act undone."
        ),
    ),
    "parent_waits": (
        "decide",
        _("It can only be placed once the row of its superior organization (row %(other)s) is."),
    ),
    "second_root": ("decide", _("The code of the superior organization is empty, but %(new)s is already the top.")),
    "branch_has_children": (
        "decide",
        _("“%(new)s” is a branch, and nothing stands below a branch; correct its kind or this code."),
    ),
    "founded_differs": ("decide", _("It stands in the tree since %(new)s; the date is not changed by import.")),
    # cannot be right
    "required_missing": ("reject", _("The cell must not be empty.")),
    "date_invalid": ("reject", _("There is no such date; write it as 2016-10-03.")),
    "date_future": ("reject", _("The date lies in the future.")),
    "digits_lost": (
        "reject",
        _("The cell was a number, so its last digits are lost; set the column to text and enter the number again."),
    ),
    "id_number_invalid": (
        "reject",
        _("An identity number has 18 places: 17 digits with a valid date, and a digit or X."),
    ),
    "id_check_digit": ("reject", _("The identity number is mistyped: its check digit does not fit.")),
    "not_a_member": ("reject", _("This is not a category of members; only members stand in this roster.")),
    "code_invalid": ("reject", _("A code has at most 40 letters and digits, without spaces.")),
    "too_long": ("reject", _("The text is too long; at most %(limit)s characters.")),
    "organization_unknown": ("reject", _("No organization has this code; import the organization first.")),
    "organization_closed": ("reject", _("The organization “%(new)s” no longer exists; give the branch of today.")),
    "joined_before_birth": ("reject", _("Joined before being born; check both dates.")),
    "full_before_joined": ("reject", _("Became a full member before joining; check both dates.")),
    "parent_unknown": ("reject", _("No organization has this code, neither in the file nor in the system.")),
    "parent_cycle": ("reject", _("The superior organizations form a circle: %(new)s.")),
    "too_deep": ("reject", _("The tree would be more than %(limit)s levels deep here.")),
}


class Finding(NamedTuple):
    """`field` names the column; `new` and the like fill the sentence; `value` is the cell as it stood in the file."""

    code: str
    field: str
    value: object = ""
    where: Mapping[str, object] = {}

    @property
    def outcome(self) -> str:
        if self.code == "id_region_impossible" and settings.ID_REGION_CHECK == "reject":
            return "reject"
        return FINDINGS[self.code][0]

    @property
    def message(self) -> str:
        return gettext(FINDINGS[self.code][1]) % self.where

    @property
    def shown_value(self) -> str:
        """The cell's text; identity and telephone numbers are masked, whatever column they stand in."""
        text = shown(self.value)
        if self.field in ("id_number", "phone"):
            return id_numbers.masked(text)
        if self.field in ("code", "parent", "organization") and not id_numbers.SHAPE.fullmatch(text.upper()):
            return text
        return PRIVATE.sub(lambda match: id_numbers.masked(match[0]), text)


def listed(words: Iterable[object]) -> str:
    """Words one after the other, with the mark that the reader's language puts between them."""
    return gettext(", ").join(map(str, words))


def shown(value: object) -> str:
    text = "" if value is None else repr(value) if isinstance(value, float) else str(value)
    return text if len(text) <= 120 else text[:117] + "…"


def outcome_of(findings: list[Finding]) -> str:
    return max((finding.outcome for finding in findings), key=GRAVITY.__getitem__) if findings else "accept"
