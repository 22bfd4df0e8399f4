"""Rows of a sheet that are no entries: blank, total, repeated header, note."""

import re

from xuezuo.interchange.columns import Columns

TOTAL = re.compile(r"(合|总|小|共|累)\s*计|total\b|subtotal\b", re.IGNORECASE)
TOTAL_ALONE = re.compile(r"(合|总|小|共|累)\s*计\s*(数|人数)?[:：]?|(sub)?total:?", re.IGNORECASE)
NOTE = re.compile(
    r"(注|备注|说明|填表|填报|制表|审核|审批|复核|经办|单位|联系人|负责人|报送|日期|打印|填写|示例|样例|例)[^，。]{0,12}?[:：]|注\d?[.、\s]"
    r"|(note|remark|prepared by|checked by)s?\s*[:.]|[*※—=-]{1,3}\s*\D|以上|本表|此表",
    re.IGNORECASE,
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def no_entry(cells: list[object], columns: Columns, keys: tuple[str, ...]) -> str:
    """`blank_row`, `total_row`, `repeated_header` or `note_row`; empty for an entry.

    `keys` are fields of which a total or a note fills at most one: a row with two of them is an entry, however odd.
    """
    filled = [str(cell).strip() for cell in cells if cell is not None and cell != "" and str(cell).strip()]
    if not filled:
        return "blank_row"
    if columns.repeats(cells):
        return "repeated_header"
    if TOTAL_ALONE.fullmatch(filled[0]):
        return "total_row"
    if sum(1 for key in keys if _has(cells, columns.at[key])) > 1:
        return ""
    if any(TOTAL.match(text) for text in filled[:3]):
        return "total_row"
    if NOTE.match(filled[0]):
        return "note_row"
    if any(_has(cells, at) for at in columns.at.values()):
        # one long sentence alone in its row, most often merged over the sheet
        return "note_row" if len(filled) == 1 and len(filled[0]) >= 10 and HAN.search(filled[0]) else ""
    return "note_row" if HAN.search(" ".join(filled)) else "blank_row"


def _has(cells: list[object], at: int) -> bool:
    return at < len(cells) and cells[at] not in ("", None) and bool(str(cells[at]).strip())
