"""A briefing as a `.docx` in the official layout (D13.30): head, title, text, signature, end block."""

import io
import zipfile
from datetime import UTC, datetime, time

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from xuezuo.briefings import layout
from xuezuo.briefings.rendering import Page, chinese_date
from xuezuo.briefings.template_files import numeral

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
DISTRIBUTION = (("report", "报"), ("send", "送"), ("issue", "发"))


def as_docx(page: Page) -> bytes:
    """The file's bytes; the same briefing gives the same bytes."""
    document = docx.Document()
    layout.set_styles(document)
    layout.set_page(document)
    _set_properties(document, page)
    _head(document, page)
    for line in _lines(page):
        document.add_paragraph(line, style="Title")
    document.add_paragraph("")
    _body(document, page)
    _signature(document, page)
    _end_block(document, page)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _head(document: docx.document.Document, page: Page) -> None:
    mark = document.add_paragraph(style="Briefing mark")
    mark.add_run(page.mark).font.size = Pt(max(22, min(48, int(layout.TYPE_WIDTH / max(len(page.mark), 1)))))
    document.add_paragraph(f"第{page.number}期", style="Briefing number")
    if not page.signed:
        document.add_paragraph("（送审稿，数据未固定）", style="Briefing number")
    line = document.add_paragraph(style="Briefing line")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{page.issuer}\t{chinese_date(page.dated)}")
    layout.border_below(line, str(layout.RED), layout.RED_LINE)
    document.add_paragraph("")


def _body(document: docx.document.Document, page: Page) -> None:
    headings = [block for block in page.blocks if block.heading]
    for block in page.blocks:
        if block.heading:
            number = numeral(headings.index(block) + 1)
            document.add_paragraph(f"{number}、{block.heading}", style="Heading 1")
        for line in block.text.split("\n"):
            if line.strip():
                document.add_paragraph(line.strip())


def _signature(document: docx.document.Document, page: Page) -> None:
    """Without a seal: two characters from the right edge (D13.11)."""
    document.add_paragraph("")
    for line in (page.issuer, chinese_date(page.dated)):
        paragraph = document.add_paragraph(line, style="Signature block")
        layout.indent_right(paragraph, 2)
        paragraph.paragraph_format.keep_with_next = line == page.issuer


def _end_block(document: docx.document.Document, page: Page) -> None:
    lines = [f"{word}：{page.distribution[kind]}。" for kind, word in DISTRIBUTION if page.distribution.get(kind)]
    lines.append(f"{page.issuer}\t{chinese_date(page.dated)}印发")
    if page.signed_name:
        lines.insert(-1, f"签发：{page.signed_name}")
    document.add_paragraph("")
    table = document.add_table(rows=0, cols=1)
    table.autofit = False
    table.columns[0].width = Mm(156)
    for text in lines:
        paragraph = table.add_row().cells[0].paragraphs[0]
        paragraph.style = document.styles["End block"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(152), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(text)
    layout.stand_at_foot(table)
    document.add_paragraph("", style="End block")  # a floating table hangs on the paragraph behind it


def _lines(page: Page, longest: int = 18) -> list[str]:
    """A long title in two lines: who, then what about (D13.05 asks for breaks that keep words whole)."""
    rest = page.title.removeprefix(page.issuer)
    return [page.title] if len(page.title) <= longest or rest in ("", page.title) else [page.issuer, rest]


def _set_properties(document: docx.document.Document, page: Page) -> None:
    made = datetime.combine(page.dated, time(), tzinfo=UTC)
    core = document.core_properties
    core.title, core.subject, core.author, core.language = page.title, page.mark, page.issuer, "zh-CN"
    core.last_modified_by, core.comments, core.revision = page.signed_name or page.issuer, "", 1
    core.created = core.modified = made


def _same_bytes(made: bytes) -> bytes:
    """The same archive without the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
