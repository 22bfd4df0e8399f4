"""PDF with a text layer: lines put together to paragraphs by where they begin and end on the page. No recognition."""

import io
import logging
import re
from dataclasses import dataclass

import pdfplumber
import pypdf
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException
from pypdf.errors import PyPdfError

from xuezuo.refusals import Refusal

LIMIT_PAGES = 200
PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?[0-9]{1,3}(?:\s*页)?(?:\s*[/共]\s*[0-9]{1,3}\s*页?)?[-—–\s]*")
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it reports each odd font of each page


@dataclass(frozen=True)
class PageLine:
    text: str
    left: float
    right: float
    size: float


def text_of(data: bytes, name: str) -> str:
    """The text; refused when locked, damaged, or only pictures."""
    guard(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [page_lines(page) for page in document.pages]
    except (
        PdfminerException,
        PDFSyntaxError,
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
        RecursionError,
        OSError,
    ) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error
    text = "\n".join(paragraphs([line for page in pages for line in page]))
    if len(re.sub(r"\s", "", text)) < 4 * max(1, len(pages)):
        raise Refusal("pdf_scanned", name=name)
    return text


def guard(data: bytes, name: str) -> None:
    """Locked, broken and endless files are refused before their pages are read."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("file_encrypted", name=name)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error
    if pages > LIMIT_PAGES:
        raise Refusal("pdf_too_long", name=name, pages=pages, limit=LIMIT_PAGES)


def page_lines(page: pdfplumber.page.Page) -> list[PageLine]:
    """The lines of a page with their place, page numbers left out."""
    found = []
    for line in page.extract_text_lines(return_chars=True, strip=True):
        if not PAGE_NUMBER.fullmatch(line["text"]):
            size = max((float(char["size"]) for char in line["chars"]), default=10.0)
            found.append(PageLine(line["text"], float(line["x0"]), float(line["x1"]), size))
    return found


def paragraphs(lines: list[PageLine]) -> list[str]:
    """Lines that run to the right edge go on with the next one, if that begins at the left edge."""
    if not lines:
        return []
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    result: list[str] = []
    before: PageLine | None = None
    for line in lines:
        runs_on = (
            before is not None and before.right >= right - 2.2 * before.size and line.left <= left + 0.8 * line.size
        )
        if before is not None and runs_on and abs(before.size - line.size) < 1.5:
            result[-1] += line.text
        else:
            # the indent tells the signature from the text
            result.append(" " * min(40, int((line.left - left) / max(line.size, 1)) * 2) + line.text)
        before = line
    return result
