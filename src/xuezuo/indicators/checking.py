"""Declarations looked at before they are used: a sentence for each mistake, with its line and what to write instead."""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.indicators.row_sets.shape import WINDOWS, RowSet

NEEDED = ("code", "title", "why", "counts", "unit", "rows", "expected", "author", "reviewer", "next_review")
KNOWN = {*NEEDED, "also_called", "settled", "tally", "by"}
TEXTS = ("title", "why", "counts", "unit")
BY_ALWAYS = ("children", "sector")
CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")

Where = tuple[str, ...]
"""Keys from the top of a document down to what is wrong."""

Mistake = tuple[Where, str]


def read(file: Path) -> tuple[dict[str, Any], list[str]]:
    """A declaration and its mistakes, each `file, line N: sentence`; with any mistake the document is not to be used."""
    document, lines, mistakes = _document_of(file)
    if not mistakes:
        mistakes = [*_named_wrongly(file, document), *mistakes_in(document)]
    return document, [f"{file.name}, line {_line(lines, where)}: {sentence}" for where, sentence in mistakes]


def _document_of(file: Path) -> tuple[dict[str, Any], dict[Where, int], list[Mistake]]:
    nothing: dict[Where, int] = {}
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return {}, nothing, [((), "the file is not UTF-8; save it as UTF-8")]
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        lines, twice = _lines_of(node)
        document = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        why = f"cannot be read as YAML ({getattr(wrong, 'problem', None) or 'a character that has no place there'})"
        hint = "a text with a colon or a quote in it needs quotes around it, or >- and a line of its own"
        return {}, {(): mark.line + 1 if mark else 1}, [((), f"{why}; {hint}")]
    except ValueError as wrong:  # a date such as 2027-02-30 is looked at by YAML itself
        return {}, {(): _line_of_date(text)}, [((), f"there is no such day ({wrong}); write one as 2027-06-30")]
    if not isinstance(document, dict):
        return {}, nothing, [((), "is not a list of keys and values; begin with code: and a word")]
    return document, lines, [(where, f"{where[-1]} is said twice; keep one of them") for where in twice]


def _lines_of(node: yaml.Node | None) -> tuple[dict[Where, int], list[Where]]:
    """The line of every key and of every word of a list; and the keys that stand twice."""
    found: dict[Where, int] = {}
    twice: list[Where] = []

    def walk(node: yaml.Node | None, path: Where) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*path, str(key.value))
                twice.extend([here] if here in found else [])
                found[here] = key.start_mark.line + 1
                walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                found.setdefault((*path, str(item.value)), item.start_mark.line + 1)

    walk(node, ())
    return found, twice


def _line(lines: Mapping[Where, int], where: Where) -> int:
    """Of what is wrong, or of the nearest that stands around it."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _line_of_date(text: str) -> int:
    found = (number for number, line in enumerate(text.splitlines(), 1) if line.startswith("next_review"))
    return next(found, 1)


def _named_wrongly(file: Path, document: Mapping[str, Any]) -> Iterator[Mistake]:
    code = document.get("code")
    if isinstance(code, str) and file.stem.partition("_")[2] != code:
        yield (
            ("code",),
            f"the file is not named after its code; call it NN_{code}.yaml, NN being its place in the order",
        )


def mistakes_in(document: Mapping[str, Any]) -> list[Mistake]:
    """Everything that is wrong with one declaration; empty when it can be used."""
    found: list[Mistake] = [((), f"{key} is missing; every indicator says it") for key in NEEDED if key not in document]
    found += [((str(key),), _unknown(str(key))) for key in document if key not in KNOWN]
    if found:
        return found
    found += _of_words(document)
    row_set = ROW_SETS.get(document["rows"]) if isinstance(document["rows"], str) else None
    if row_set is None:
        names = ", ".join(ROW_SETS)
        return [*found, (("rows",), f"rows names {document['rows']}, which is no row set; use one of {names}")]
    return [*found, *_of_counting(document, row_set)]


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, sorted(KNOWN), 1)
    return f"{key} is not known here; " + (f"is {near[0]} meant?" if near else f"use one of {', '.join(sorted(KNOWN))}")


def _of_words(document: Mapping[str, Any]) -> Iterator[Mistake]:
    if not isinstance(document["code"], str) or not CODE.fullmatch(document["code"]):
        yield ("code",), f"code is {document['code']}; use small letters, digits and _, such as study_coverage"
    for key in TEXTS:
        texts = document[key]
        if not isinstance(texts, dict) or set(texts) != {"zh", "en"} or not all(map(_is_word, texts.values())):
            yield (key,), f"{key} needs a text in zh and one in en"
    for key in ("author", "reviewer"):
        if not _is_word(document[key]):
            yield (key,), f"{key} says nobody; write who it is, in words"
    names = document.get("also_called", {})
    if not isinstance(names, dict) or not set(names) <= {"zh", "en"} or not all(map(_is_list, names.values())):
        yield ("also_called",), "also_called needs lists of names, in zh, in en or in both"
    if not isinstance(document["next_review"], date) or isinstance(document["next_review"], datetime):
        yield ("next_review",), "next_review is not a date; write it as 2027-06-30"


def _is_word(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _is_list(words: object) -> bool:
    return isinstance(words, list) and all(map(_is_word, words))


def _of_counting(document: Mapping[str, Any], row_set: RowSet) -> Iterator[Mistake]:
    tests = {}
    for part in ("expected", "settled"):
        given = document.get(part)
        tests[part] = given if isinstance(given, dict) else {}
        if given is not None and not isinstance(given, dict):
            yield (part,), f"{part} needs columns and their words, such as {{state: reached}}; {{}} leaves every row"
        for column, test in tests[part].items():
            for sentence in _of_test(row_set, column, test):
                yield (part, str(column)), f"{part}: {sentence}"
    tally = document.get("tally")
    if tally is not None and tally not in ("count", "amount"):
        yield ("tally",), f"tally is {tally}; use count or amount"
    if (tally is None) == (not document.get("settled")):
        yield (), "an indicator has either settled, on top of expected, or a tally; give exactly one of them"
    if row_set.tally_only and tally is None:
        yield (
            ("rows",),
            f"{row_set.name} are shown and never held against an expectation (AF06); use a tally",
        )
    for column in sorted({*tests["expected"]} & {*tests["settled"]}, key=str):
        yield ("settled", str(column)), f"{column} is tested in expected and again in settled; test it once"
    yield from _of_by(document.get("by", []), row_set)


def _of_by(by: object, row_set: RowSet) -> Iterator[Mistake]:
    if not isinstance(by, list):
        yield ("by",), f"by needs a list of columns, such as [{next(iter(row_set.columns))}]"
        return
    for column in by:
        if column in BY_ALWAYS:
            yield ("by", column), f"by names {column}, by which every figure can be read; leave it out"
        elif column not in row_set.columns:
            names = ", ".join(row_set.columns)
            yield ("by", str(column)), f"by names {column}, which is no column of {row_set.name}; use {names}"
        elif by.count(column) > 1:
            yield ("by", column), f"by names {column} twice; name it once"


def _of_test(row_set: RowSet, column: object, test: object) -> list[str]:
    if column is True:
        return ['on is a word of YAML\'s own; write it as "on", in quotes']
    if column == "on":
        return [] if test in WINDOWS else [f"on is held to {test}; use one of {', '.join(WINDOWS)}"]
    if column not in row_set.columns:
        return [f"{column} is no column of {row_set.name}; use one of {', '.join(('on', *row_set.columns))}"]
    words = row_set.columns[str(column)]
    given = test if isinstance(test, list) else [test]
    if not given:
        return [f"{column} may be none of no words; name at least one, or leave {column} out"]
    if not all(isinstance(word, str) for word in given):
        return [f"{column} is tested with something else than words; put words in quotes"]
    if words is None or column in row_set.lines:
        return []
    return [f"{column} can never be {word}; use one of {', '.join(words)}" for word in given if word not in words]
