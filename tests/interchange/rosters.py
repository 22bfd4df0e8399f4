"""Rosters for tests: rows as lists, written as CSV or workbook; people whose numbers fit."""

import csv
from pathlib import Path
from typing import Any

import xlsxwriter

from xuezuo.interchange import id_numbers
from xuezuo.interchange.imports import Options, import_members, import_organizations
from xuezuo.interchange.report import Report
from xuezuo.scopes import operator

ORGANIZATION_HEADER = ["党组织代码", "党组织全称", "上级党组织代码", "组织类别", "所属领域"]
PLACE = [
    ["099", "中共漪湾镇委员会", "", "党委", "机关"],
    ["099001", "中共漪湾镇第一总支部", "099", "党总支", "建制村"],
    ["099001001", "中共柳溪村支部委员会", "099001", "党支部", "建制村"],
    ["099001002", "中共云桥社区支部委员会", "099001", "党支部", "社区"],
]
MEMBER_HEADER = ["党组织代码", "党支部名称", "姓名", "性别", "民族", "公民身份号码", "出生日期", "入党日期", "党员类别"]


def number(born: str = "19700512", order: int = 1, region: str = "110101") -> str:
    """A fitting identity number; an odd `order` is a man's."""
    body = f"{region}{born}{order:03d}"
    return body + id_numbers.check_digit(body)


def person(order: int = 1, **given: Any) -> list[Any]:
    """A good row; fields by name replace its cells."""
    fields = {
        "organization": "099001001",
        "organization_name": "中共柳溪村支部委员会",
        "name": "陈晓明",
        "sex": "男" if order % 2 else "女",
        "nationality": "汉族",
        "id_number": number(order=order),
        "birth_on": "1970-05-12",
        "joined_on": "1995-07-01",
        "category": "正式党员",
    }
    return list((fields | given).values())


def write(path: Path, rows: list[list[Any]], encoding: str = "utf-8-sig") -> Path:
    """As its ending says: numbers in a workbook stay numbers."""
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("名册")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_number(at, column, cell) if isinstance(cell, int | float) else sheet.write_string(
                        at, column, str(cell)
                    )
    return path


def organizations(folder: Path, rows: list[list[Any]], header: list[str] | None = None, **options: Any) -> Report:
    path = write(folder / options.pop("file", "organizations.csv"), [header or ORGANIZATION_HEADER, *rows])
    return import_organizations(path, by=operator(), options=Options(**options))


def members(folder: Path, rows: list[list[Any]], header: list[str] | None = None, **options: Any) -> Report:
    path = write(folder / options.pop("file", "members.csv"), [header or MEMBER_HEADER, *rows])
    return import_members(path, by=operator(), options=Options(**options))


def findings(report: Report) -> list[tuple[Any, ...]]:
    """(row, outcome, code) of every finding."""
    listed: Any = report.document()["errors"]
    return [(error["row"], error["outcome"], error["code"]) for error in listed]
