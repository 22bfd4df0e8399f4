"""The official layout (GB/T 9704-2012; rules D13.01-D13.14) as python-docx styles, sections and borders.

Fonts are named and never shipped: the reader's office suite brings them, or takes its own in their place (D13.14).
"""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FANGSONG = "仿宋_GB2312"
XIAOBIAOSONG = "方正小标宋简体"
HEITI = "黑体"
KAITI = "楷体_GB2312"
SONG = "宋体"
LATIN = "Times New Roman"

BODY = Pt(16)  # 三号
TITLE = Pt(22)  # 二号
SMALL = Pt(14)  # 四号
LINE = Pt(28.95)
TYPE_WIDTH = 442.2  # pt, the 156 mm of the type area
RED = RGBColor(0xE6, 0x00, 0x12)
CLOSER = -5  # twentieths of a point: 28 characters of 16 pt are 448 pt and must fit in 442 (D13.03)
THICK, THIN, RED_LINE = 8, 6, 18  # eighths of a point: 0.35 mm, 0.25 mm, 0.8 mm


def element(tag: str, **attributes: object) -> Any:
    """`element("w:ind", firstLineChars=200)`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(target: Any, east_asia: str, size: Pt | None = None, latin: str = LATIN) -> None:
    """Both fonts of a style or a run: without `eastAsia` Chinese text falls back to the theme's font."""
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the theme's names would outrank ours
    for script, name in (
        ("hint", "eastAsia"),
        ("ascii", latin),
        ("hAnsi", latin),
        ("eastAsia", east_asia),
        ("cs", latin),
    ):
        fonts.set(qn(f"w:{script}"), name)
    if size:
        target.font.size = size


def set_page(document: Document) -> None:
    """A4, the type area of 156 × 225 mm with 22 lines (D13.01-D13.03), page numbers outside (D13.13)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # the number's top edge stands 7 mm below the type area
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=round(LINE.pt * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def set_styles(document: Document) -> None:
    """Normal is the text; Heading 1 is 一、 and Heading 2 is （一）; Title the matter's title (D13.04-D13.06)."""
    normal = document.styles["Normal"]
    set_font(normal, FANGSONG, BODY)
    letters = normal.element.get_or_add_rPr()
    letters.insert_element_before(element("w:spacing", val=CLOSER), "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    letters.append(element("w:lang", val="en-US", eastAsia="zh-CN"))
    _measure(normal, WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    for name, font in (("Heading 1", HEITI), ("Heading 2", KAITI)):
        _head(document.styles[name], font, BODY, WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    _head(document.styles["Title"], XIAOBIAOSONG, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    for name, font, size, alignment in (
        ("Briefing mark", XIAOBIAOSONG, Pt(36), WD_ALIGN_PARAGRAPH.CENTER),
        ("Briefing number", FANGSONG, BODY, WD_ALIGN_PARAGRAPH.CENTER),
        ("Briefing line", FANGSONG, BODY, WD_ALIGN_PARAGRAPH.LEFT),
        ("Signature block", FANGSONG, BODY, WD_ALIGN_PARAGRAPH.RIGHT),
        ("End block", FANGSONG, SMALL, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _head(style, font, size, alignment)
    mark = document.styles["Briefing mark"]
    mark.font.color.rgb = RED
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _head(style: Any, font: str, size: Pt, alignment: WD_ALIGN_PARAGRAPH, indent: bool = False) -> None:
    set_font(style, font, size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    _measure(style, alignment, indent)


def _measure(style: Any, alignment: WD_ALIGN_PARAGRAPH, indent: bool) -> None:
    paragraph = style.paragraph_format
    paragraph.element.get_or_add_pPr().insert_element_before(
        element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )  # the fixed spacing is the grid; snapping twice would open titles by a line
    paragraph.alignment = alignment
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    paragraph.widow_control = False
    set_indent(style.element.get_or_add_pPr(), first=2 if indent else 0)


def set_indent(properties: Any, first: int = 0, left: int = 0, right: int = 0) -> None:
    """In characters of the text's size; both units, since office suites differ in which one they read."""
    indent = properties.get_or_add_ind()
    for edge, characters in (("firstLine", first), ("left", left), ("right", right)):
        indent.set(qn(f"w:{edge}Chars"), str(characters * 100))
        indent.set(qn(f"w:{edge}"), str(round(characters * BODY.pt * 20)))


def indent_right(paragraph: Paragraph, characters: int) -> None:
    set_indent(paragraph._p.get_or_add_pPr(), right=characters)


def border_below(paragraph: Paragraph, colour: str, size: int, space: int = 8) -> None:
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=size, space=space, color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _page_number(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """`– 1 –` in half-width Song, one character away from the edge of the type area."""
    paragraph.alignment = alignment
    outside = "right" if alignment == WD_ALIGN_PARAGRAPH.RIGHT else "left"
    set_indent(paragraph._p.get_or_add_pPr(), **{outside: 1})
    _footer_run(paragraph, "– ")
    _field(_footer_run(paragraph), "PAGE")
    _footer_run(paragraph, " –")


def _footer_run(paragraph: Paragraph, text: str = "") -> Run:
    run = paragraph.add_run(text)
    set_font(run, SONG, SMALL, latin=SONG)
    return run


def _field(run: Run, instruction: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            code = element("w:instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind == "text":
            shown = element("w:t")
            shown.text = "1"
            run._r.append(shown)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def stand_at_foot(table: Table) -> None:
    """The end block stands at the foot of the last page, thick lines outside and thin ones between (D13.12)."""
    properties = table._tbl.tblPr
    place = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    properties.insert_element_before(
        element("w:tblpPr", leftFromText=0, rightFromText=0, **place), "w:tblW", "w:tblLook"
    )
    borders = element("w:tblBorders")
    for edge, size in (("top", THICK), ("bottom", THICK), ("insideH", THIN)):
        borders.append(element(f"w:{edge}", val="single", sz=size, space=0, color="000000"))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
