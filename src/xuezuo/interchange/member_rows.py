"""One row of a roster of members: from cells to a draft and its findings. Needs no database.

Written for 1.4 million rows: words, dates and codes are read once and remembered, and rows in which nothing needs a change
take the short way (`member_lots`).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from xuezuo.interchange import id_numbers, values, words
from xuezuo.interchange.columns import Columns
from xuezuo.interchange.findings import Finding, listed
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.member_lots import ADULT, Cells, Draft, Known, Lot, PlainRows
from xuezuo.organizations.kinds import BRANCH_KINDS, MemberCategory, MemberGroup, Sex
from xuezuo.organizations.queries import KnownOrganization
from xuezuo.periods import today

REMEMBERED = 100_000
PHONE = re.compile(r"\+?[0-9][0-9()/,;、，； -]{4,28}[0-9]")
GROUP_MARKS = re.compile(r"[、,，;；/|\s]+")
EDUCATION_LENGTH, POST_LENGTH = 40, 60
GROUP_FIELDS = ("floating", "retired", "housebound", "leading_cadre")


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
        self._plain = PlainRows(
            self.day,
            places=Known(self._plain_place, self._own_words),
            sexes=Known(self._plain_word("sex")),
            nationalities=Known(self._plain_word("nationality")),
            categories=Known(self._plain_word("category")),
            dates=Known(self._plain_date),
            educations=Known(self._plain_text("education", EDUCATION_LENGTH)),
            posts=Known(self._plain_text("post", POST_LENGTH)),
            groups=Known(self._plain_groups),
        )

    def read(self, columns: Columns, cells: list[object]) -> tuple[Draft, str, list[Finding]]:
        """One row: the draft, the identity number ("" if it cannot be used), and what was found."""
        raw = self._cells(columns, cells)
        return self._plainly(raw) or self._with_care(raw)

    def read_lot(self, columns: Columns, rows: list[list[object]]) -> Lot:
        """Many rows as `read` reads each: nearly all together, those with an unusual cell one by one."""
        self._fit(columns)
        if min(map(len, rows)) < self._width:
            rows = [[*row, *[""] * (self._width - len(row))] for row in rows]
        standing, blank = list(zip(*rows, strict=False)), ("",) * len(rows)
        cells = [standing[at] if at is not None else blank for at in self._at]
        lot, odd = self._plain.read(cells, groups_told=self._tells_groups)
        for at in odd:
            draft, lot.persons[at], found = self._with_care(Cells._make(column[at] for column in cells))
            for column, value in zip(lot.fields, draft, strict=True):
                column[at] = value
            if found:
                lot.found[at] = found
        return lot

    def _plainly(self, raw: Cells) -> tuple[Draft, str, list[Finding]] | None:
        """The row if nothing in it needs care, else None."""
        lot, odd = self._plain.read([(cell,) for cell in raw], groups_told=self._tells_groups)
        if odd:
            return None
        found = [Finding("id_region_impossible", "id_number", raw.id_number)] if lot.nowhere else []
        return Draft._make(column[0] for column in lot.fields), lot.persons[0], found

    # single cells for the plain rows: what the careful reader says, None if it finds anything. Only text, for a table
    # cannot tell 1.0 from True

    def _plain_place(self, cells: tuple[object, object]) -> int | None:
        """Not by way of `_place`: nearly every code comes here once, and would only be remembered twice."""
        if not all(isinstance(cell, str) for cell in cells):
            return None
        found: list[Finding] = []
        organization = self._look_up(cells[0], found)
        if organization and not found:
            self._see_its_name(organization, cells[1], found)
        return organization.id if organization and not found else None

    def _own_words(self, cells: tuple[object, object]) -> tuple[object, object]:
        """Equal text that is in memory anyway: every cell of a file is a text of its own."""
        organization = self.organizations.get(cells[0]) if isinstance(cells[0], str) else None
        own = (organization.code, organization.name) if organization else cells
        return own if own == cells else cells

    def _plain_word(self, field: str) -> Callable[[object], str | None]:
        def read(raw: object) -> str | None:
            found: list[Finding] = []
            word = self._word(field, raw, found) if isinstance(raw, str) else ""
            return word if word and not found else None

        return read

    def _plain_date(self, raw: object) -> str | None:
        if raw == "":
            return ""
        read = values.read_date(raw) if isinstance(raw, str | date) else values.NOTHING
        return read.value if "" < read.value <= self.day and read.whole and not read.code else None

    def _plain_text(self, field: str, limit: int) -> Callable[[object], str | None]:
        def read(raw: object) -> str | None:
            return raw if isinstance(raw, str) and raw == self._text(field, raw, limit, []) else None

        return read

    def _plain_groups(self, told: tuple[object, ...]) -> tuple[str, ...] | None:
        found: list[Finding] = []
        groups = self._groups(Cells._make((*[""] * (len(Cells._fields) - len(told)), *told)), found)
        return None if found else groups

    def _with_care(self, raw: Cells) -> tuple[Draft, str, list[Finding]]:
        found: list[Finding] = []
        organization = self._place(raw.organization, raw.organization_name, found)
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
        return draft, number, found

    def _fit(self, columns: Columns) -> None:
        """Where each field stands in the rows to come; None for a column that is not there."""
        if columns is not self._columns:
            self._columns = columns
            self._at = [columns.at.get(field) for field in Cells._fields]
            self._width = max(columns.at.values()) + 1
            self._tells_groups = any(field in columns.at for field in ("groups", *GROUP_FIELDS))

    def _cells(self, columns: Columns, cells: list[object]) -> Cells:
        self._fit(columns)
        return Cells._make(cells[at] if at is not None and at < len(cells) else "" for at in self._at)

    def _place(self, raw: object, raw_name: object, found: list[Finding]) -> KnownOrganization | None:
        if raw not in self._places:
            blamed: list[Finding] = []
            if len(self._places) > REMEMBERED * 2:
                self._places.clear()
            self._places[raw] = self._look_up(raw, blamed), blamed
        organization, blamed = self._places[raw]
        if blamed:
            found += blamed
        if organization:
            self._see_its_name(organization, raw_name, found)
        return organization

    def _see_its_name(self, organization: KnownOrganization, raw_name: object, found: list[Finding]) -> None:
        if raw_name and raw_name != organization.name:
            name = values.text_of(raw_name)
            if name and words.plain(name) != words.plain(organization.name):
                where = {"new": organization.name}
                found.append(Finding("organization_name_differs", "organization_name", raw_name, where))

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
