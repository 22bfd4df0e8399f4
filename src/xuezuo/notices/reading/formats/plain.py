"""Plain text: the encodings Chinese offices write."""

import codecs
import re

from xuezuo.refusals import Refusal

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# line ends, tab and form feed are the control characters a text may hold
# Latin, general punctuation, arrows to box drawing, Chinese with its punctuation, half and full width
USUAL = re.compile(
    r"[\t\n\r\f\x1a\x20-\x7e\x85\xa0-\u024f\u2000-\u206f\u2160-\u2188\u2190-\u25ff\u2460-\u24ff\u3000-\u33ff\u4e00-\u9fff\ufeff\uff00-\uffef]"
)
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
    raise Refusal("file_kind_unknown", name=name, kinds=("TXT", "HTML", "DOCX", "PDF"))


def encodings(data: bytes) -> list[str]:
    """What to try, the surest first; gb18030 contains gb2312 and gbk."""
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if marked:
        return [marked]
    # no text in utf-8 or gb18030 holds a zero byte; in utf-16 each line end does
    return ["utf-16-le", "utf-16-be"] if b"\x00" in data else ["utf-8", "gb18030"]


def looks_like_text(text: str) -> bool:
    """Control characters, and characters of scripts that stand together in no text, betray another kind of file."""
    sample = text[:20000]
    controls = sum(char < " " and char not in ALLOWED for char in sample)
    strange = len(sample) - len(USUAL.findall(sample))
    return controls * 200 <= len(sample) and strange * 5 <= len(sample)
