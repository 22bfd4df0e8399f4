"""`xuezuo figures`: numbers of an organization, with their lines."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators import style
from xuezuo.indicators.queries import figures
from xuezuo.indicators.snapshots import figures_of_files
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    if asked.files:
        return _of_files(asked)
    found = figures(
        operator(),
        asked.organization,
        asked.indicator,
        asked.by,
        as_of=day(asked.as_of),
        tree=asked.tree,
        engine=asked.engine,
    )
    _say(found)
    return 0, found


def _of_files(asked: argparse.Namespace) -> Answer:
    """From prepared files alone, without a database: of one province, or of a nation's folder of provinces."""
    if asked.organization:
        raise Refusal("snapshot_top_only")
    found = figures_of_files(asked.files, asked.indicator, asked.by or "", asked.engine)
    _say(found)
    return 0, found


def _say(found: dict[str, Any]) -> None:
    say(f"{found['organization']['name']} {found['as_of'][:10]}")
    for one in found["figures"]:
        say(f"{one['title']}  {printed(one, one['unit'])}")
        for line in one["groups"]:
            say(f"    {line['name']}  {printed(line, one['unit'])}")


def printed(one: dict[str, Any], unit: str) -> str:
    """`96.6% (24150/25000个)`, `12.7万人次`, or a dash where a small number is hidden."""
    if one["settled"] is None:
        return "—"
    if one["expected"] is None:
        return style.counted(one["settled"], unit)
    return f"{style.percent(one['settled'], one['expected'])} ({one['settled']}/{one['expected']}{unit})"


def day(text: str | None) -> date | None:
    """Raises `Refusal` for anything but a date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("date_unreadable", value=text) from None


def add_when(parser: argparse.ArgumentParser, *, organization: bool = True) -> None:
    if organization:
        parser.add_argument("--organization", metavar="CODE", help="the root if left out")
    parser.add_argument("--as-of", metavar="DATE", help="2016-10-20; today if left out")
    parser.add_argument("--tree", default="then", help="then: as it stood that day (default); now")


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "figures", act, "figures of an organization, counted from its records")
    add_when(parser)
    parser.add_argument(
        "--indicator", action="append", metavar="CODE", help="may be given several times; all if left out"
    )
    parser.add_argument("--by", metavar="COLUMN", help="children, sector, group, or a column such as reading or kind")
    parser.add_argument(
        "--engine", default="auto", help="auto (kept if nothing waits, else live), live, kept, snapshot or spark"
    )
    parser.add_argument("--files", type=Path, metavar="DIR", help="prepared files of a province, or a folder of those")
