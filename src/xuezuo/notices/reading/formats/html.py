"""A saved web page: its main text with the source and time line, scripts and page furniture left out.

trafilatura says which lines are the article; the lines themselves are cut from the page, so nothing is reworded, and
what stands between the title and the article (source, time) stays.
"""

import re

import lxml.html
import trafilatura
from lxml import etree

from xuezuo.notices.reading.layout import SOURCE
from xuezuo.notices.reading.runs import BLANK
from xuezuo.refusals import Refusal

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "form",
    "button",
    "select",
    "textarea",
    "nav",
    "footer",
    "aside",
    "head",
)
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
BLOCKS = frozenset(
    "address article blockquote center dd div dl dt fieldset figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody thead tr ul br".split()
)


def text_of(data: bytes, name: str) -> str:
    """The article's text, a line for each block and a tab between table cells."""
    page = decoded(data)
    try:
        tree = lxml.html.document_fromstring(page)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("file_damaged", name=name, reason=type(error).__name__) from error
    lines = page_lines(tree)
    article = (
        trafilatura.extract(page, include_tables=True, include_comments=False, favor_recall=True, output_format="txt")
        or ""
    )
    return "\n".join(main_lines(lines, article))


def decoded(data: bytes) -> str:
    """By mark, by the page's own word (gb2312 pages are gb18030), else utf-8, else gb18030."""
    found = CHARSET.search(data[:4096])
    named = found[1].decode("ascii").lower() if found else "utf-8"
    wanted = "gb18030" if named.startswith("gb") else named
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        wanted = "utf-16"
    for encoding in (wanted, "utf-8", "gb18030"):
        try:
            text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        text = data.decode("gb18030", errors="replace")
    # lxml refuses a str that declares an encoding
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")


def page_lines(tree: lxml.html.HtmlElement) -> list[str]:
    """The visible text, block by block."""
    for element in list(tree.iter(*DROPPED)):
        if element.tag != "head":
            element.drop_tree()
    for comment in list(tree.iter(etree.Comment, etree.ProcessingInstruction)):
        comment.drop_tree()
    body = tree.find("body")
    for element in list(body.iterdescendants(etree.Element) if body is not None else ()):
        if "hidden" in element.attrib or HIDDEN.search(element.get("style", "")):
            element.drop_tree()  # nobody reads it on the page, so nobody was asked
    pieces: list[str] = []
    collect(body if body is not None else tree, pieces)
    lines = [re.sub(r"[ \t\r\n\u00a0]*\t[ \t\r\n\u00a0]*", "\t", line).rstrip() for line in "".join(pieces).split("\n")]
    return [line for line in lines if BLANK.sub("", line)]


def collect(element: lxml.html.HtmlElement, pieces: list[str]) -> None:
    """Text in document order; an own stack, because saved pages nest deeper than Python recurses."""
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            pieces.append("\n" if tag in BLOCKS else "\t" if tag in {"td", "th"} else "")
            pieces.append(flat(node.tail) if node is not element else "")
            continue
        pieces.append("\n" if tag in BLOCKS else "")
        pieces.append(flat(node.text))
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node)]


def flat(text: str | None) -> str:
    """Line ends in the source of a page are blanks, between Chinese characters nothing."""
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text or "")
    return re.sub(r"\s*\n\s*", " " if re.search(r"[^\s]\s*\n\s*[^\s]", joined) else "", joined)


def main_lines(lines: list[str], article: str) -> list[str]:
    """The page's lines from the title to the last line of the article."""
    wanted = {squeezed(line) for line in article.split("\n") if len(squeezed(line)) > 1}
    known = [
        i
        for i, line in enumerate(lines)
        if squeezed(line) in wanted
        or any(cell and squeezed(cell) in wanted for cell in line.split("\t")[:1] if len(cell) > 8)
    ]
    long = [i for i, line in enumerate(lines) if len(squeezed(line)) >= 40]
    kept = known if len(known) >= 2 else long
    if not kept:
        return lines
    first, last = min(kept), max(kept)
    return lines[start_of_article(lines, first) : end_of_article(lines, last)]


def squeezed(line: str) -> str:
    return re.sub(r"\s|[|]", "", BLANK.sub("", line))


def start_of_article(lines: list[str], first: int) -> int:
    """Back to the title above the source line, at most eight short lines."""
    start = first
    for i in range(first - 1, max(-1, first - 9), -1):
        text = squeezed(lines[i])
        if (
            SOURCE.match(text)
            or "来源:" in text
            or "来源：" in text
            or re.search(r"(?:通知|意见|方案|通报|函|公告|决定|讲话|倡议书|文件|号)$", text)
        ):
            start = i
    return start


def end_of_article(lines: list[str], last: int) -> int:
    """On to the signature's date, when it follows within a few short lines."""
    for i in range(last + 1, min(len(lines), last + 6)):
        if re.fullmatch(r"[12二][0-9〇零○一二三四五六七八九]{3}年.{1,3}月.{1,3}日", squeezed(lines[i])):
            return i + 1
    return last + 1
