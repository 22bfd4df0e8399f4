"""Word's automatic list numbers (一、 (一) 1.), which are not in the text of a paragraph and yet printed."""

from collections import defaultdict

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

CHINESE = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


class ListNumbers:
    """Counts the numbered paragraphs of one document as they are met."""

    def __init__(self, document: Document) -> None:
        self.counts: dict[tuple[str, int], int] = defaultdict(int)
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self.read(getattr(part, "element", None))

    def read(self, numbering: etree._Element | None) -> None:
        """number id and level -> (format, printed form, first number)."""
        if numbering is None:
            return
        shapes = {node.get(qn("w:abstractNumId")): node for node in numbering.findall(qn("w:abstractNum"))}
        for number in numbering.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            shape = shapes.get(link.get(qn("w:val"))) if link is not None else None
            for level in shape.findall(qn("w:lvl")) if shape is not None else []:
                values = {tag: value(level, tag) for tag in ("numFmt", "lvlText", "start")}
                key = (str(number.get(qn("w:numId"))), int(level.get(qn("w:ilvl")) or 0))
                self.levels[key] = (values["numFmt"], values["lvlText"], int(values["start"] or 1))

    def mark(self, paragraph: Paragraph) -> str:
        """The number printed before the paragraph; empty without one."""
        key = number_of(paragraph)
        if key is None or key not in self.levels:
            return ""
        self.counts[key] += 1
        for other in [other for other in self.counts if other[0] == key[0] and other[1] > key[1]]:
            del self.counts[other]
        shape, printed, _first = self.levels[key]
        if shape in {"bullet", "none", ""}:
            return ""
        for level in range(key[1] + 1):
            kind, _text, first = self.levels.get((key[0], level), ("decimal", "", 1))
            count = first + max(0, self.counts[(key[0], level)] - 1)
            printed = printed.replace(
                f"%{level + 1}", chinese(count) if "hinese" in kind or "japanese" in kind else str(count)
            )
        return printed


def number_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Number id and level of the paragraph itself, else of its style."""
    holders = [paragraph._p]  # noqa: SLF001 - python-docx has no public way to list numbers
    if paragraph.style is not None:
        holders.append(paragraph.style.element)
    for holder in holders:
        found = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is not None:
            number = value(found, "numId")
            return (number, int(value(found, "ilvl") or 0)) if number else None
    return None


def value(level: etree._Element, tag: str) -> str:
    node = level.find(qn(f"w:{tag}"))
    return str(node.get(qn("w:val")) or "") if node is not None else ""


def chinese(count: int) -> str:
    """1 to 99 in characters."""
    tens, ones = divmod(count, 10)
    return ("" if not tens else "十" if tens == 1 else CHINESE[tens % 10] + "十") + CHINESE[ones]
