"""The Word file keeps to the official layout (rules D13.01-D13.13, D13.30)."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from xuezuo.briefings.document import as_docx
from xuezuo.briefings.rendering import Block, Page, Segment


def page(**more) -> Page:
    blocks = (
        Block(1, 1, "总体情况", "", (Segment("截至2016年10月20日，总体平稳。"),)),
        Block(2, 2, "主要数据", "", (Segment("讲党课"), Segment("9.2万人次"), Segment("。"))),
    )
    parts = {
        "pk": 1,
        "mark": "“两学一做”学习教育简报",
        "number": 3,
        "title": "中共青杉镇委“两学一做”学习教育进展情况",
        "issuer": "中共青杉镇委",
        "organization": "099001",
        "as_of": date(2016, 10, 20),
        "dated": date(2016, 10, 21),
        "signed": True,
        "signed_name": "林望舒",
        "distribution": {"report": "中共云岭省委", "issue": "所属各级党组织"},
        "blocks": blocks,
    }
    return Page(**(parts | more))


@pytest.fixture
def opened():
    return docx.Document(io.BytesIO(as_docx(page())))


def east_asia(style) -> str:
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_paper_and_margins(opened):
    section = opened.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("End block", "仿宋_GB2312", 14),
    ],
)
def test_fonts_are_named_for_chinese_text(opened, style, font, size):
    found = opened.styles[style]

    assert east_asia(found) == font
    assert found.font.size == Pt(size)
    assert not found.element.rPr.rFonts.get(qn("w:eastAsiaTheme")), "the theme's font would win"


def test_lines_are_fixed_and_paragraphs_begin_two_characters_in(opened):
    normal = opened.styles["Normal"]

    assert normal.paragraph_format.line_spacing == Pt(28.95)
    assert normal.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert normal.paragraph_format.first_line_indent == Pt(32)
    assert opened.styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_head_body_signature_and_end_in_order(opened):
    lines = [paragraph.text for paragraph in opened.paragraphs if paragraph.text]

    assert lines == [
        "“两学一做”学习教育简报",
        "第3期",
        "中共青杉镇委\t2016年10月21日",
        "中共青杉镇委",
        "“两学一做”学习教育进展情况",
        "一、总体情况",
        "截至2016年10月20日，总体平稳。",
        "二、主要数据",
        "讲党课9.2万人次。",
        "中共青杉镇委",
        "2016年10月21日",
    ]
    (table,) = opened.tables
    assert [row.cells[0].text for row in table.rows] == [
        "报：中共云岭省委。",
        "发：所属各级党组织。",
        "签发：林望舒",
        "中共青杉镇委\t2016年10月21日印发",
    ]


def test_the_red_line_stands_below_the_head(opened):
    line = next(paragraph for paragraph in opened.paragraphs if "\t" in paragraph.text)

    bottom = line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert bottom.get(qn("w:color")) == "E60012"


def test_page_numbers_stand_outside(opened):
    section = opened.sections[0]

    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        assert paragraph.alignment == side
        assert paragraph.text == "– 1 –"
        assert "PAGE" in paragraph._p.xml
    assert round(section.footer_distance.mm) == 23


def test_parts_stand_in_the_order_that_word_asks_for(opened):
    """A misplaced element opens in one office suite and is called damaged by another."""
    order = ["pStyle", "keepNext", "widowControl", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"]
    everywhere = [*opened.element.iter(qn("w:pPr")), *opened.styles.element.iter(qn("w:pPr"))]
    for properties in everywhere:
        names = [child.tag.split("}")[1] for child in properties]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names


def test_a_draft_says_so_in_its_head():
    drafted = docx.Document(io.BytesIO(as_docx(page(signed=False, signed_name=""))))

    assert "（送审稿，数据未固定）" in [paragraph.text for paragraph in drafted.paragraphs]


def test_the_same_briefing_gives_the_same_bytes():
    first, second = as_docx(page()), as_docx(page())

    assert first == second
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(first)).core_properties.author == "中共青杉镇委"
