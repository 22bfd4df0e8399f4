"""`xuezuo list`: the rows behind a figure, streamed."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from xuezuo.commands.figures import add_when, day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators import tables
from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.queries import ask, indicator_by_code, listed, size_of
from xuezuo.indicators.row_sets.shape import Row
from xuezuo.indicators.small_numbers import is_hidden
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

FORMATS = ("json", "csv", "xlsx", "parquet")
WHOLE = {"xlsx": tables.write_xlsx, "parquet": tables.write_columns}
"""Files that are written as a whole; the others stream."""


def act(asked: argparse.Namespace) -> Answer:
    kind = asked.format or (asked.out.suffix.lstrip(".").lower() if asked.out else "json")
    if kind not in FORMATS:
        raise Refusal("list_format_missing", format=kind, choices=tuple(FORMATS))
    if kind in WHOLE and asked.out is None:
        raise Refusal("list_needs_file", format=kind)
    indicator = indicator_by_code(asked.indicator)
    question = ask(operator(), asked.organization, day(asked.as_of), asked.tree)
    part, narrow = asked.part or ("outstanding" if asked.outstanding else "settled"), _narrow(asked.only)
    least = size_of(question, indicator, part, narrow).least if "group" in narrow else 0
    found = listed(question, indicator, part, narrow)
    if asked.json and asked.out is None and kind == "json":
        told = Told()
        lines = list(told.of(tables.documents(indicator, found, least, question.question.tree_day)))
        return 0, told.document() | {"rows": lines}
    told = _written(kind, asked.out, indicator, found, least, question.question.tree_day)
    amount = "—" if told.amount is None else told.amount
    say(_("%(count)s rows, amounts %(amount)s") % {"count": told.count, "amount": amount})
    return 0, told.document() | {"out": str(asked.out) if asked.out else None}


@dataclass
class Told:
    """How many rows went out and what they count together: None as soon as one amount is hidden."""

    count: int = 0
    amount: int | None = 0

    def add(self, amount: int | None) -> None:
        self.count += 1
        self.amount = None if amount is None or self.amount is None else self.amount + amount

    def of(self, documents: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for one in documents:
            self.add(one["amount"])
            yield one

    def document(self) -> dict[str, int | None]:
        return {"count": self.count, "amount": self.amount}


def _narrow(only: list[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in only or []]
    if wrong := [column for column, equals, _word in pairs if not equals]:
        raise Refusal("list_only_unreadable", value=wrong[0])
    return {column: word for column, _equals, word in pairs}


def _written(kind: str, out: Path | None, indicator: Indicator, found: Iterator[Row], least: int, on: date) -> Told:
    """Write to the file, whole or not at all, or to standard output; says how many rows and how much they count."""
    told = Told()

    def counted() -> Iterator[Row]:
        for row in found:
            told.add(None if is_hidden(row.amount, least) else row.amount)
            yield row

    if out is None:
        _stream(kind, indicator, counted(), sys.stdout.buffer, least, on)
        return told
    draft = out.with_name(f".{out.name}.part")
    try:
        if kind in WHOLE:
            WHOLE[kind](indicator, counted(), draft, least, on)
        else:
            with draft.open("wb") as file:
                _stream(kind, indicator, counted(), file, least, on)
        draft.replace(out)
    except OSError as problem:
        raise Refusal("file_not_writable", name=out, reason=problem.strerror) from None
    finally:
        draft.unlink(missing_ok=True)
    return told


def _stream(kind: str, indicator: Indicator, found: Iterator[Row], file: BinaryIO, least: int, on: date) -> None:
    if kind == "csv":
        file.writelines(tables.csv_lines(indicator, found, least, on))
        return
    told = Told()
    file.write(b'{"rows": [')
    for document in told.of(tables.documents(indicator, found, least, on)):
        file.write(b",\n" if told.count > 1 else b"\n")
        file.write(json.dumps(document, ensure_ascii=False).encode())
    file.write(f'\n], "count": {told.count}, "amount": {json.dumps(told.amount)}}}\n'.encode())


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "list", act, "the rows behind a figure")
    parser.add_argument("indicator", metavar="INDICATOR")
    add_when(parser)
    parser.add_argument("--outstanding", action="store_true", help="what is expected and not settled")
    parser.add_argument("--part", metavar="PART", help="settled (default), expected or outstanding")
    parser.add_argument("--only", action="append", metavar="COLUMN=WORD", help="one line of it, such as group=floating")
    parser.add_argument("--format", metavar="FORMAT", help="json, csv, xlsx or parquet; else by the ending of --out")
    parser.add_argument("--out", type=Path, metavar="FILE")
