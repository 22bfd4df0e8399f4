"""Other people's headers and words, matched to ours by a person at a page, and remembered for the next file like it.

What is kept for next time are headers and words of closed lists, never a value of anybody's.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml
from django.conf import settings

from xuezuo.interchange import intake, mapping, sheets
from xuezuo.interchange.columns import MEMBERS, ORGANIZATIONS, SEARCHED_ROWS, Vocabulary, plain_header
from xuezuo.interchange.mapping import Mapping
from xuezuo.interchange.uploads import Upload
from xuezuo.refusals import Refusal

KNOWN: dict[str, Vocabulary] = {"organizations": ORGANIZATIONS, "members": MEMBERS}
TABLE_OF = {"group": "groups"}
MOST_WORDS = 30
"""Unknown words that a page asks about: a column with more of them holds something else."""


@dataclass(frozen=True)
class Question:
    """A word of the file that is not known: in which of our lists it should stand, and how often it was found."""

    table: str
    word: str
    times: int


def headers(upload: Upload) -> list[str]:
    """The headers of the file's first visible sheet with any, as they stand there: of the first row with the most different texts."""
    kind = intake.examine(upload.file, upload.name)
    best: list[str] = []
    for sheet in sheets.sheets(upload.file, kind, upload.name):
        if sheet.skipped:
            continue
        for _, cells in islice(sheet.rows, SEARCHED_ROWS):
            texts = list(dict.fromkeys(_text(cell) for cell in cells if _text(cell)))
            if len(texts) > len(best):
                best = texts
        if best:
            break
    return best


def _text(cell: object) -> str:
    """Headers are words: a number, a date or an identity number in such a row makes it an entry."""
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    return "" if text.isdecimal() or len(text) > 60 or any(digits in text for digits in ("19", "20")) else text


def guessed(found: Iterable[str], known: Vocabulary, given: Mapping) -> dict[str, str]:
    """Our field → the header that is taken for it now."""
    said = {known.headers.get(plain_header(ours)): theirs for ours, theirs in given.columns.items()}
    taken = {field: header for header in found if (field := known.headers.get(plain_header(header)))}
    return taken | {field: theirs for field, theirs in said.items() if field}


def questions(upload: Upload, columns: dict[str, str]) -> list[Question]:
    """Words that the last look did not know, most frequent first. `columns` as `guessed` gives them."""
    field_of = {theirs: field for field, theirs in columns.items()}
    seen: Counter[tuple[str, str]] = Counter()
    for error in upload.document.get("errors", ()):
        field = field_of.get(error["column"], "")
        table = TABLE_OF.get(field, field)
        if error["code"] == "word_unknown" and table in mapping.TABLES and error["value"]:
            seen[table, error["value"]] += 1
    return [Question(table, word, times) for (table, word), times in seen.most_common(MOST_WORDS)]


def given(upload: Upload) -> Mapping:
    """What was matched for this file so far."""
    return mapping.read(upload.mapping) if upload.mapping.exists() else Mapping()


def match(upload: Upload, columns: dict[str, str], words: dict[str, dict[str, str]]) -> None:
    """Take a person's choice for this file. Raises `Refusal` for a header chosen twice."""
    twice = [header for header, times in Counter(columns.values()).items() if times > 1]
    if twice:
        raise Refusal("mapping_header_twice", column=twice[0])
    before = given(upload)
    tables = {table: before.words.get(table, {}) | words.get(table, {}) for table in before.words | words}
    _write(upload.mapping, {"columns": columns, "words": tables})


def remember(upload: Upload) -> None:
    """After a file was written: the next file with these headers is read the same way."""
    if upload.mapping.exists():
        kept = _kept(upload)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        _write(kept, yaml.safe_load(upload.mapping.read_text()))


def recall(upload: Upload) -> bool:
    """Before the first look: whether a file with these headers was matched before; then it is matched likewise."""
    try:
        kept = _kept(upload)
    except Refusal:  # what cannot be read will be refused in its place
        return False
    if not kept.exists():
        return False
    _write(upload.mapping, yaml.safe_load(kept.read_text()))
    return True


def _kept(upload: Upload) -> Path:
    told = "\n".join([upload.what, *sorted(plain_header(one) for one in headers(upload))])
    return Path(settings.DATA) / "mappings" / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.yaml"


def _write(file: Path, content: object) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=True))
    draft.rename(file)
