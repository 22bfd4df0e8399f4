"""The least that a checked load of a province can be: what the import is measured against. Not part of the product.

`python -m benchmarks.bare_import DATABASE ORGANIZATIONS MEMBERS…` reads rosters (CSV, or workbooks by calamine), checks
every cell, turns codes into ids, and loads by executemany (a path) or COPY (`postgresql://…`) into tables that `xuezuo
init` made, keys and indexes in place, in one durable transaction. Nothing is sealed, explained or recorded: identity
numbers stand open in the column of the index. One known header, one spelling of each word, no second reading of a cell.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from operator import mul
from pathlib import Path
from typing import Any

import psycopg
import python_calamine

from xuezuo import tree_paths

LOT = 20_000
FOREVER, LONG_AGO = "9999-12-31", "1900-01-01"
KINDS = {
    "地方委员会": "local_committee",
    "工作委员会": "working_committee",
    "基层党委": "committee",
    "党总支": "general_branch",
    "党支部": "branch",
    "联合党支部": "joint_branch",
    "临时党支部": "temporary_branch",
}
BRANCHES = ("branch", "joint_branch", "temporary_branch")
SECTORS = {
    "建制村": "village",
    "社区": "community",
    "机关": "organ",
    "事业单位": "institution",
    "高等学校": "university",
    "公有经济控制企业": "public_enterprise",
    "非公有经济控制企业": "private_enterprise",
    "社会组织": "social_organization",
    "其他": "other",
}
SEXES = {"男": "male", "女": "female"}
CATEGORIES = {"正式党员": "full", "预备党员": "probationary"}
GROUPS = {"流动党员": "floating", "离退休党员": "retired", "年老体弱党员": "housebound", "领导干部": "leading_cadre"}
CHECKS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ORGANIZATION = ("id", "code", "name", "kind", "sector", "duties_from")
PLACEMENT = ("id", "organization_id", "parent_id", "path", "valid_from", "valid_to")
MEMBER = "id name sex nationality birth_on id_number id_index phone education post joined_on full_on category".split()
MEMBERSHIP = ("id", "member_id", "organization_id", "valid_from", "valid_to")
GROUP = ("id", "member_id", "group", "valid_from", "valid_to")


class Problems(list[str]):
    """Every problem of the file, with its row."""

    def said(self, row: int, column: str, why: str) -> None:
        self.append(f"row {row}, {column}: {why}")


def rows(file: Path) -> Iterator[list[Any]]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.reader(text)
        return
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    for name in book.sheet_names:
        yield from book.get_sheet_by_name(name).iter_rows()


class Sqlite:
    def __init__(self, where: str) -> None:
        self.link = sqlite3.connect(where, isolation_level=None)
        self.link.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-262144; PRAGMA foreign_keys=ON;"
        )
        self.link.execute("BEGIN IMMEDIATE")

    def load(self, table: str, columns: tuple[str, ...] | list[str], lines: list[tuple[Any, ...]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" * len(columns))
        self.link.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", lines)

    def close(self) -> None:
        self.link.execute("COMMIT")
        self.link.close()


class Postgres:
    def __init__(self, where: str) -> None:
        self.link = psycopg.connect(where)

    def load(self, table: str, columns: tuple[str, ...] | list[str], lines: list[tuple[Any, ...]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        with self.link.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)

    def close(self) -> None:
        for table in "organization placement member membership groupmembership".split():
            name = f"organizations_{table}"
            self.link.execute(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")
        self.link.commit()
        self.link.close()


def is_day(text: str, known: dict[str, bool]) -> bool:
    found = known.get(text)
    if found is None:
        try:
            date.fromisoformat(text)
        except ValueError:
            found = False
        else:
            found = True
        known[text] = found
    return found


def organizations(file: Path, into: Sqlite | Postgres, problems: Problems) -> dict[str, tuple[int, str, str]]:
    """Code to id, kind and name."""
    days: dict[str, bool] = {}
    found: dict[str, tuple[int, str, str]] = {}
    lines: list[tuple[Any, ...]] = []
    children: dict[str, list[str]] = {}
    content = rows(file)
    next(content)
    for number, (code, name, parent, kind, sector, since) in enumerate(content, 2):
        if not code.isalnum() or len(code) > 40 or code in found:
            problems.said(number, "code", code)
        if not 0 < len(name) <= 200:
            problems.said(number, "name", name)
        if kind not in KINDS or sector not in SECTORS or not is_day(since, days):
            problems.said(number, "kind, sector or day", code)
            continue
        found[code] = (number - 1, KINDS[kind], name)
        children.setdefault(parent, []).append(code)
        lines.append((number - 1, code, name, KINDS[kind], SECTORS[sector], since))
    for start in range(0, len(lines), LOT):
        into.load("organizations_organization", ORGANIZATION, lines[start : start + LOT])
    placed: list[tuple[Any, ...]] = []
    waiting: list[tuple[str, int | None, str]] = [("", None, "")]
    while waiting:
        code, parent_id, path = waiting.pop()
        for place, child in enumerate(sorted(children.get(code, ())), 1):
            own = tree_paths.child(path, place)
            placed.append((len(placed) + 1, found[child][0], parent_id, own, LONG_AGO, FOREVER))
            waiting.append((child, found[child][0], own))
    if len(placed) != len(found):
        problems.said(0, "parent", "not all organizations have a place")
    for start in range(0, len(placed), LOT):
        into.load("organizations_placement", PLACEMENT, placed[start : start + LOT])
    return found


def members(
    files: list[Path], known: dict[str, tuple[int, str, str]], into: Sqlite | Postgres, problems: Problems
) -> int:
    seen: set[str] = set()
    days: dict[str, bool] = {"": True}
    first = group = 1
    content = checked(files, known, problems, seen, days)
    while lot := list(islice(content, LOT)):
        into.load(
            "organizations_member",
            MEMBER,
            [(number, *person) for number, (person, _, _, _) in enumerate(lot, first)],
        )
        into.load(
            "organizations_membership",
            MEMBERSHIP,
            [(number, number, branch, joined, FOREVER) for number, (_, branch, joined, _) in enumerate(lot, first)],
        )
        held = [(number, one) for number, (*_, groups) in enumerate(lot, first) for one in groups]
        into.load(
            "organizations_groupmembership",
            GROUP,
            [(group + number, *one, LONG_AGO, FOREVER) for number, one in enumerate(held)],
        )
        first += len(lot)
        group += len(held)
    return first - 1


def checked(  # noqa: C901 - one row, all its cells, no calls: what can be said against it is what it costs
    files: list[Path],
    known: dict[str, tuple[int, str, str]],
    problems: Problems,
    seen: set[str],
    days: dict[str, bool],
) -> Iterator[tuple[tuple[Any, ...], int, str, list[str]]]:
    today = date.today().isoformat()  # noqa: DTZ011 - the day on this machine is meant
    for file in files:
        content = rows(file)
        next(content)
        for number, row in enumerate(content, 2):
            code, branch, name, sex, people, person, born, joined, full, category, school, post, phone, groups = row
            said = len(problems)
            place = known.get(code)
            if place is None or place[1] not in BRANCHES or place[2] != branch:
                problems.said(number, "branch", code)
            if not 2 <= len(name) <= 40 or sex not in SEXES or not people.endswith("族"):
                problems.said(number, "name, sex or people", name)
            if len(person) != 18 or person in seen or not fits(person):
                problems.said(number, "identity number", person)
            elif born.replace("-", "") != person[6:14] or SEXES[sex] != ("male" if int(person[16]) % 2 else "female"):
                problems.said(number, "birth or sex against the number", person)
            if not (is_day(born, days) and is_day(joined, days) and is_day(full, days)):
                problems.said(number, "days", f"{born} {joined} {full}")
            elif joined[:7] < f"{int(born[:4]) + 18}{born[4:7]}" or joined > today or (full and full < joined):
                problems.said(number, "order of days", f"{born} {joined} {full}")
            if category not in CATEGORIES or len(school) > 40 or len(post) > 60:
                problems.said(number, "category, education or post", category)
            if phone and not (phone.isdigit() and 6 <= len(phone) <= 20):
                problems.said(number, "phone", phone)
            held = [GROUPS.get(one, "") for one in groups.split("、")] if groups else []
            if "" in held:
                problems.said(number, "groups", groups)
            if len(problems) > said:
                continue
            seen.add(person)
            digits = person.encode()
            line = (
                name,
                SEXES[sex],
                people,
                born,
                digits,
                digits,
                phone.encode() if phone else None,
                school,
                post,
                joined,
                full or None,
                CATEGORIES[category],
            )
            yield line, place[0], joined, held  # type: ignore[index]  # a row without a place is a problem


def fits(person: str) -> bool:
    return (
        person[:17].isdigit()
        and CHECKS[(sum(map(mul, WEIGHTS, person.encode())) - 48 * sum(WEIGHTS)) % 11] == person[17]
    )


def main(where: str, first: str, *rest: str) -> None:
    into = Postgres(where) if where.startswith("postgres") else Sqlite(where)
    problems = Problems()
    known = organizations(Path(first), into, problems)
    count = members([Path(one) for one in rest], known, into, problems)
    if problems:
        sys.exit("\n".join(problems[:20]))
    into.close()
    print(len(known), count)


if __name__ == "__main__":
    main(*sys.argv[1:])
