"""A briefing as a file: `.docx` in the official layout, `.pdf` of it, `.json` with the exact numbers."""

import json
from pathlib import Path

from xuezuo.briefings import pdf, queries
from xuezuo.briefings.document import as_docx
from xuezuo.briefings.models import Briefing
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

KINDS = ("docx", "json")
"""What every installation writes. A `.pdf` takes seconds of an office suite, so only the command makes one."""


def kind_of(name: str) -> str:
    """`docx`, `pdf` or `json`, by the name's ending. Raises `Refusal` for others, and for a PDF that nothing can make."""
    kind = Path(name).suffix.lower().removeprefix(".")
    known = (*KINDS, "pdf")
    if kind not in known:
        raise Refusal("briefing_file_kind", name=name, kinds=tuple(f".{one}" for one in known))
    if kind == "pdf" and pdf.program() is None:
        raise Refusal("briefing_no_pdf", name=name)
    return kind


def written(scope: Scope, one: Briefing, kind: str) -> bytes:
    """The bytes of one kind."""
    if kind == "json":
        return (json.dumps(queries.as_document(scope, one), ensure_ascii=False, indent=1) + "\n").encode()
    word = as_docx(queries.rendered(scope, one))
    return pdf.as_pdf(word, f"{one.title}.pdf") if kind == "pdf" else word
