"""Word files: paragraphs and tables in their order, printed list numbers put back. Nothing outside the file is fetched."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from xuezuo.notices.reading.formats.list_numbers import ListNumbers
from xuezuo.refusals import Refusal

LIMIT_UNPACKED = 120 * 1024 * 1024
# office XML packs well, but a hundredfold is a bomb
LIMIT_RATIO = 100
SMALL = 4 * 1024 * 1024
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def text_of(data: bytes, name: str) -> str:
    """The document's text, a tab between the cells of a row."""
    guard(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(lines_of(document))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        etree.LxmlError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error


def guard(data: bytes, name: str) -> None:
    """Refuses, before anything is unpacked, what would unpack too large, is locked, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            size = sum(part.file_size for part in parts)
            if size > LIMIT_UNPACKED or (size > SMALL and size > LIMIT_RATIO * max(1, len(data))):
                raise Refusal(
                    "file_unpacks_too_large",
                    name=name,
                    size_mb=size // (1024 * 1024),
                    limit_mb=LIMIT_UNPACKED // (1024 * 1024),
                )
            if any(part.flag_bits & 1 for part in parts):
                raise Refusal("file_encrypted", name=name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as stream:
                        if DOCTYPE.search(stream.read(4096)):
                            raise Refusal("file_unsafe", name=name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error


def lines_of(document: Document) -> Iterator[str]:
    """Body paragraphs and table rows in document order."""
    numbers = ListNumbers(document)
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:sdt"):
            for inner in block.iter(qn("w:p")):
                yield paragraph_line(Paragraph(inner, document), numbers)
        elif block.tag == qn("w:p"):
            yield paragraph_line(Paragraph(block, document), numbers)
        elif block.tag == qn("w:tbl"):
            yield from table_lines(Table(block, document))


def paragraph_line(paragraph: Paragraph, numbers: ListNumbers) -> str:
    """The text with its number and, for the signature, its indent; deleted text of tracked changes stays away."""
    text = "".join(run_text(paragraph))
    aligned = str(paragraph.alignment or "")
    indent = "                " if "RIGHT" in aligned else ""
    return indent + numbers.mark(paragraph) + text if text.strip() else ""


def run_text(paragraph: Paragraph) -> Iterator[str]:
    """Inserted runs, links and fields' results too, which python-docx's own `text` leaves out."""
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):  # noqa: SLF001 - the element tree is the only way to all runs
        if node.tag == qn("w:t"):
            yield node.text or ""
        elif (parent := node.getparent()) is not None and parent.tag == qn("w:r"):  # not the tab stops of w:pPr
            yield " " if node.tag == qn("w:tab") else "\n"


def table_lines(table: Table) -> Iterator[str]:
    """One line a row; a merged cell once."""
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # noqa: SLF001 - merged cells share this element
                seen.add(id(cell._tc))  # noqa: SLF001
                cells.append(" ".join(cell.text.split()))
        yield "\t".join(cells)
