"""Plain text: the encodings Chinese offices write."""

import codecs

from xuezuo.refusals import Refusal

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# line ends, tab and form feed are the control characters a text may hold
ALLOWED = frozenset("\t\n\r\f\x1a\x85")


def text_of(data: bytes, name: str) -> str:
    """The text; refused when no encoding fits or what comes out is no text."""
    for encoding in encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if looks_like_text(text):
            return text.removeprefix("\ufeff").rstrip("\x1a")
    raise Refusal("file_kind_unknown", name=name, kinds="TXT, HTML, DOCX, PDF")


def encodings(data: bytes) -> list[str]:
    """What to try, the surest first; gb18030 contains gb2312 and gbk."""
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if marked:
        return [marked]
    head = data[:4000]
    if head.count(0) * 5 > len(head):
        return ["utf-16-le", "utf-16-be"] if head[1::2].count(0) >= head[::2].count(0) else ["utf-16-be", "utf-16-le"]
    return ["utf-8", "gb18030"]


def looks_like_text(text: str) -> bool:
    """Control characters, private and unassigned places betray another kind of file."""
    sample = text[:20000]
    odd = sum((char < " " and char not in ALLOWED) or "\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in sample)
    return odd * 100 <= len(sample)
