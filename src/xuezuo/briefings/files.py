"""A briefing as a file: `.docx` in the official layout, `.json` with the exact numbers."""

import json
from pathlib import Path

from xuezuo.briefings import queries
from xuezuo.briefings.document import as_docx
from xuezuo.briefings.models import Briefing
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

KINDS = ("docx", "json")


def kind_of(name: str) -> str:
    """`docx` or `json`, by the name's ending. Raises `Refusal` for others."""
    kind = Path(name).suffix.lower().removeprefix(".")
    if kind == "pdf":
        raise Refusal("briefing_no_pdf", name=name)
    if kind not in KINDS:
        raise Refusal("briefing_file_kind", name=name, kinds=", ".join(f".{one}" for one in KINDS))
    return kind


def written(scope: Scope, one: Briefing, kind: str) -> bytes:
    """The bytes of one kind."""
    if kind == "docx":
        return as_docx(queries.rendered(scope, one))
    return (json.dumps(queries.as_document(scope, one), ensure_ascii=False, indent=1) + "\n").encode()
