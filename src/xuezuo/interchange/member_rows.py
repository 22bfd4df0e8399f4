"""One row of a roster of members: from cells to a draft and its findings. Needs no database.

Written for 1.4 million rows: words, dates and codes are read once and remembered, names and identity numbers
that need no change take the short way.
"""

import re
import unicodedata
from operator import itemgetter
from typing import Any, NamedTuple

from xuezuo.interchange import id_numbers, values, words
from xuezuo.interchange.columns import Columns
from xuezuo.interchange.findings import Finding, listed
from xuezuo.interchange.mapping import Mapping
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory, MemberGroup, Sex
from xuezuo.organizations.queries import KnownOrganization
from xuezuo.periods import today

REMEMBERED = 100_000
ADULT = 18
SHAPE, PLAIN_NAME = id_numbers.SHAPE, values.PLAIN_NAME
PLAIN_PHONE = re.compile(r"\+?[0-9][0-9-]{4,28}[0-9]")
PHONE = re.compile(r"\+?[0-9][0-9()/,;、，； -]{4,28}[0-9]")
GROUP_MARKS = re.compile(r"[、,，;；/|\s]+")
EDUCATION_LENGTH, POST_LENGTH = 40, 60
GROUP_FIELDS = ("floating", "retired", "housebound", "leading_cadre")


class Cells(NamedTuple):
    """The raw cells of a row by field; "" for columns that the file does not have."""

    organization: object
    organization_name: object
    name: object
    sex: object
    nationality: object
    id_number: object
    birth_on: object
    joined_on: object
    category: object
    full_on: object
    education: object
    post: object
    phone: object
    groups: object
    floating: object
    retired: object
    housebound: object
    leading_cadre: object


class Draft(NamedTuple):
    """A row as it would be stored; "" where the file says nothing. `groups` is None if no column tells of groups."""

    organization_id: int
    name: str
    sex: str
    nationality: str
    birth_on: str
    joined_on: str
    category: str
    full_on: str
    education: str
    post: str
    phone: str
    groups: tuple[str, ...] | None


class MemberReader:
    def __init__(self, mapping: Mapping, organizations: dict[str, KnownOrganization]) -> None:
        self.organizations = organizations
        self.tables = {name: mapping.words_of(name) for name in ("sex", "nationality", "category", "groups")}
        self.choices = {
            "sex": listed(Sex.labels),
            "category": listed(MemberCategory.labels),
            "nationality": listed(["汉族", "回族", "…"]),
            "groups": listed(MemberGroup.labels),
        }
        self.day = today().isoformat()
        self._columns: Columns | None = None
        self._dates: dict[object, values.Read] = {}
        self._words: dict[tuple[str, object], values.Read] = {}
        self._places: dict[object, tuple[KnownOrganization | None, list[Finding]]] = {}
        self._plain_places: dict[tuple[object, object], int] = {}
        self._plain_words: dict[Any, Any] = {}
        self._plain_dates: dict[Any, Any] = {}
        self._plain_groups: dict[Any, Any] = {}
        self._plain_texts: dict[Any, Any] = {}

    def read(self, columns: Columns, cells: list[object]) -> tuple[Draft, str, list[Finding]]:
        """The draft, the identity number ("" if it cannot be used), and what was found."""
        raw = self._cells(columns, cells)
        return self._plainly(raw) or self._with_care(raw)

    def _plainly(self, raw: Cells) -> tuple[Draft, str, list[Finding]] | None:
        """Nearly every row: each cell is one that was read before without a finding, or needs no change. Else None."""
        cells: tuple[Any, ...] = raw
        place, place_name, name, sex, people, number, born, joined, category, full, education, post, phone, *told = (
            cells
        )
        try:
            branch = self._plain_places[place, place_name]
            sex_code, people_name, category_code = self._plain_words[sex, people, category]
            birth, since = self._plain_dates[born], self._plain_dates[joined]
            full_on = self._plain_dates[full] if full else ""
            groups = self._plain_groups[tuple(told)] if self._tells_groups else None
            if not (PLAIN_NAME.fullmatch(name) and SHAPE.fullmatch(number)):
                return None
            if phone and not PLAIN_PHONE.fullmatch(phone):
                return None
            if (education and education not in self._plain_texts) or (post and post not in self._plain_texts):
                return None
        except (KeyError, TypeError):
            return None
        if (
            id_numbers.check_digit(number[:17]) != number[17]
            or birth != f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            or sex_code != ("male" if number[16] in "13579" else "female")
            or since[:7] < f"{int(birth[:4]) + ADULT}{birth[4:7]}"
            or (full_on and (full_on < since or (category_code == "probationary" and full_on <= self.day)))
        ):
            return None
        found = [] if number[:2] in id_numbers.PROVINCES else [Finding("id_region_impossible", "id_number", number)]
        fields = (
            branch,
            name,
            sex_code,
            people_name,
            birth,
            since,
            category_code,
            full_on,
            education or "",
            post or "",
            phone or "",
        )
        return Draft._make((*fields, groups)), number, found

    def _remember(self, raw: Cells, draft: Draft) -> None:
        """The cells of a row without findings, for the short way of the rows to come."""
        if len(self._plain_places) > REMEMBERED * 2:
            self._plain_places.clear()
        self._plain_places[raw.organization, raw.organization_name] = draft.organization_id
        for known, cells, value in (
            (self._plain_words, (raw.sex, raw.nationality, raw.category), draft[2:4] + draft[6:7]),
            (self._plain_dates, raw.birth_on, draft.birth_on),
            (self._plain_dates, raw.joined_on, draft.joined_on),
            (self._plain_dates, raw.full_on, draft.full_on),
            (self._plain_groups, raw[13:], draft.groups),
            (self._plain_texts, raw.education, draft.education),
            (self._plain_texts, raw.post, draft.post),
        ):
            if len(known) > REMEMBERED:
                known.clear()
            if known is not self._plain_texts or cells == value:
                known[cells] = value

    def _with_care(self, raw: Cells) -> tuple[Draft, str, list[Finding]]:
        found: list[Finding] = []
        organization = self._place(raw, found)
        name = self._name(raw.name, found)
        sex = self._word("sex", raw.sex, found)
        nationality = self._word("nationality", raw.nationality, found, required=True)
        category = self._word("category", raw.category, found, required=True)
        birth, birth_is_whole = self._date("birth_on", raw.birth_on, found)
        joined, _ = self._date("joined_on", raw.joined_on, found, required=True)
        full_on, _ = self._date("full_on", raw.full_on, found) if raw.full_on else ("", True)
        number = self._number(raw.id_number, found)
        if number:
            birth, sex = self._agree(number, birth, sex, raw, found, whole=birth_is_whole)
        self._in_order(birth, joined, full_on, category, raw, found)
        draft = Draft(
            organization.id if organization else 0,
            name,
            sex,
            nationality,
            birth,
            joined,
            category,
            full_on,
            self._text("education", raw.education, EDUCATION_LENGTH, found) if raw.education else "",
            self._text("post", raw.post, POST_LENGTH, found) if raw.post else "",
            self._phone(raw.phone, found) if raw.phone else "",
            self._groups(raw, found) if self._tells_groups else None,
        )
        if number and all(one.code == "id_region_impossible" for one in found):
            self._remember(raw, draft)
        return draft, number, found

    def _cells(self, columns: Columns, cells: list[object]) -> Cells:
        """The row's cells by field, in one step for all; a column that is not there stands on the "" at the end."""
        if columns is not self._columns:
            self._columns = columns
            self._getter = itemgetter(*(columns.at.get(field, -1) for field in Cells._fields))
            self._width = max(columns.at.values()) + 1
            self._tells_groups = any(field in columns.at for field in ("groups", *GROUP_FIELDS))
        row = [*cells, *[""] * (self._width - len(cells)), ""]
        return Cells._make(self._getter(row))

    def _place(self, cells: Cells, found: list[Finding]) -> KnownOrganization | None:
        raw, raw_name = cells.organization, cells.organization_name
        if raw not in self._places:
            blamed: list[Finding] = []
            if len(self._places) > REMEMBERED * 2:
                self._places.clear()
            self._places[raw] = self._look_up(raw, blamed), blamed
        organization, blamed = self._places[raw]
        if blamed:
            found += blamed
        if organization and raw_name and raw_name != organization.name:
            name = values.text_of(raw_name)
            if name and words.plain(name) != words.plain(organization.name):
                where = {"new": organization.name}
                found.append(Finding("organization_name_differs", "organization_name", raw_name, where))
        return organization

    def _look_up(self, raw: object, blamed: list[Finding]) -> KnownOrganization | None:
        read = values.read_code(raw)
        if read.code:
            blamed.append(Finding(read.code, "organization", raw, {"new": read.new}))
        if not read.value:
            if not read.code:
                blamed.append(Finding("required_missing", "organization", raw))
            return None
        organization = self.organizations.get(read.value)
        if organization is None:
            longer = "0" + read.value
            code = "code_zero_lost" if longer in self.organizations else "organization_unknown"
            blamed.append(Finding(code, "organization", raw, {"new": longer}))
        elif not organization.path:
            blamed.append(Finding("organization_closed", "organization", raw, {"new": organization.name}))
        elif organization.kind not in BRANCH_KINDS:
            blamed.append(Finding("not_a_branch", "organization", raw, {"new": organization.name}))
        return organization

    def _name(self, raw: object, found: list[Finding]) -> str:
        read = values.read_name(raw)
        if read.code:
            found.append(Finding(read.code, "name", raw, {"new": read.new}))
        elif not read.value:
            found.append(Finding("required_missing", "name", raw))
        return read.value

    def _word(self, field: str, raw: object, found: list[Finding], *, required: bool = False) -> str:
        key = (field, raw)
        read = self._words.get(key)
        if read is None:
            if len(self._words) > REMEMBERED:
                self._words.clear()
            read = self._words[key] = values.read_word(raw, self.tables[field])
        if read.code:
            foreign = field == "category" and words.plain(values.text_of(raw)) in words.NOT_MEMBERS
            code = "not_a_member" if foreign else read.code
            found.append(Finding(code, field, raw, {"choices": self.choices[field]}))
        elif required and not read.value:
            found.append(Finding("required_missing", field, raw))
        return read.value

    def _date(self, field: str, raw: object, found: list[Finding], *, required: bool = False) -> tuple[str, bool]:
        read = self._dates.get(raw)
        if read is None:
            if len(self._dates) > REMEMBERED:
                self._dates.clear()
            read = self._dates[raw] = values.read_date(raw)
        if read.code and not (read.code == "date_day_missing" and field == "birth_on"):
            found.append(Finding(read.code, field, raw, {"new": read.new}))
        elif required and not read.value:
            found.append(Finding("required_missing", field, raw))
        if read.value > self.day:
            found.append(Finding("date_future", field, raw))
        return read.value, read.whole

    def _number(self, raw: object, found: list[Finding]) -> str:
        """The identity number with a fitting check digit and a possible date, else "" and why."""
        if isinstance(raw, str) and id_numbers.SHAPE.fullmatch(raw):
            number = raw
        else:
            number = self._untidy_number(raw, found)
            if not number:
                return ""
        if id_numbers.check_digit(number[:17]) != number[17]:
            found.append(Finding("digits_lost" if number.endswith("000") else "id_check_digit", "id_number", raw))
            return ""
        if not id_numbers.region_is_possible(number):
            found.append(Finding("id_region_impossible", "id_number", raw))
        return number

    def _untidy_number(self, raw: object, found: list[Finding]) -> str:
        if isinstance(raw, float):
            found.append(Finding("digits_lost", "id_number", raw))
            return ""
        text = values.text_of(raw)
        tidy = "".join(unicodedata.normalize("NFKC", text).split()).upper()
        if not tidy:
            found.append(Finding("required_missing", "id_number", raw))
        elif values.FLOAT_TEXT.fullmatch(tidy):
            found.append(Finding("digits_lost", "id_number", raw))
        elif id_numbers.SHAPE.fullmatch(tidy):
            if tidy != raw and not str(raw).startswith(("=", "'")):
                found.append(Finding("cleaned", "id_number", raw, {"new": id_numbers.masked(tidy)}))
            return tidy
        elif id_numbers.OLD_SHAPE.fullmatch(tidy) and id_numbers.birth_of(id_numbers.from_fifteen(tidy)):
            found.append(Finding("id_number_15", "id_number", raw))
            return id_numbers.from_fifteen(tidy)
        else:
            found.append(Finding("id_number_invalid", "id_number", raw))
        return ""

    def _agree(
        self, number: str, birth: str, sex: str, raw: Cells, found: list[Finding], *, whole: bool
    ) -> tuple[str, str]:
        """Birth date and sex against those inside the number; empty cells are filled from it, and the user is told."""
        inside = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        if birth != inside:
            born = id_numbers.birth_of(number)
            if born is None or inside > self.day:
                found.append(Finding("id_number_invalid", "id_number", raw.id_number))
            elif not birth:
                if not any(one.field == "birth_on" for one in found):
                    found.append(Finding("filled_from_id", "birth_on", "", {"new": inside}))
                    birth = inside
            elif not whole and birth[:7] == inside[:7]:
                found.append(Finding("completed_from_id", "birth_on", raw.birth_on, {"new": inside}))
                birth = inside
            else:
                where = {"new": inside}
                found.append(Finding("id_birth_differs", "birth_on", raw.birth_on, where))
        elif not whole:
            found.append(Finding("completed_from_id", "birth_on", raw.birth_on, {"new": inside}))
        told = "male" if number[16] in "13579" else "female"
        if sex != told:
            if sex:
                found.append(Finding("id_sex_differs", "sex", raw.sex))
            elif not any(one.field == "sex" for one in found):
                label = str(Sex(told).label)
                found.append(Finding("filled_from_id", "sex", "", {"new": label}))
                sex = told
        return birth, sex

    def _in_order(self, birth: str, joined: str, full_on: str, category: str, raw: Cells, found: list[Finding]) -> None:
        """Born, joined at 18 or later, became a full member: in this order. ISO dates compare as text."""
        if birth and joined:
            if joined <= birth:
                found.append(Finding("joined_before_birth", "joined_on", raw.joined_on))
            elif joined[:7] < f"{int(birth[:4]) + ADULT}{birth[4:7]}":
                found.append(Finding("joined_too_young", "joined_on", raw.joined_on))
        if full_on:
            if joined and full_on < joined:
                found.append(Finding("full_before_joined", "full_on", raw.full_on))
            if category == "probationary" and full_on <= self.day:
                found.append(Finding("category_differs", "category", raw.category))

    def _text(self, field: str, raw: object, limit: int, found: list[Finding]) -> str:
        text = values.text_of(raw)
        if len(text) <= limit:
            return text
        found.append(Finding("text_shortened", field, raw, {"new": text[:limit]}))
        return text[:limit]

    def _phone(self, raw: object, found: list[Finding]) -> str:
        text = values.text_of(raw)
        if not text or PHONE.fullmatch(text):
            return text
        narrow = unicodedata.normalize("NFKC", text)
        if PHONE.fullmatch(narrow):
            return narrow
        found.append(Finding("phone_left_out", "phone", raw))
        return ""

    def _groups(self, raw: Cells, found: list[Finding]) -> tuple[str, ...]:
        """From a column that lists groups and from columns with 是 or 否, each with the codes of `MemberGroup`."""
        known = set()
        if raw.groups:
            for part in GROUP_MARKS.split(values.text_of(raw.groups)):
                if part and words.plain(part) not in words.NO:
                    known.add(self._word("groups", part, found))
        for field in GROUP_FIELDS:
            cell = getattr(raw, field)
            if cell and self._is_yes(field, cell, found):
                known.add(field)
        return tuple(sorted(known - {""}))

    def _is_yes(self, field: str, raw: object, found: list[Finding]) -> bool:
        word = words.plain(values.text_of(raw))
        if not word or word in words.NO:
            return False
        if word in words.YES or self.tables["groups"].get(word) == field:
            return True
        found.append(Finding("word_unknown", field, raw, {"choices": listed(["是", "否"])}))
        return False
