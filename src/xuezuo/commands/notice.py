"""`xuezuo notice read|issue FILE`."""

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.notices import actions, reading
from xuezuo.organizations.queries import placement_by_code
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

LIMIT_MB = 20


def content_of(file: Path) -> bytes:
    """The file's bytes. Raises `Refusal` when it is not there, or too large to be a notice."""
    if not file.is_file():
        raise Refusal("file_missing", name=file.name)
    size = file.stat().st_size
    if size > LIMIT_MB * 2**20:
        raise Refusal("file_too_large", name=file.name, size_mb=size // 2**20, limit_mb=LIMIT_MB)
    return file.read_bytes()


def read(asked: argparse.Namespace) -> Answer:
    """Extraction only; needs no database."""
    found = reading.read_file(asked.file)
    document = found.as_json()
    if asked.text and asked.json:
        document["text"] = found.text
    elif asked.text:
        print(found.text, end="")
    elif not asked.json:
        tell(document)
    return 0, document


def tell(document: dict[str, Any]) -> None:
    """What was read, in words: the head, one line a requirement, the warnings."""
    say(document["title"] or _("(no title)"))
    say(" · ".join(str(document[name]) for name in ("issuer", "issued_on", "addressee") if document[name]))
    for one in document["requirements"]:
        due = one["due"] or one["due_text"] or "–"
        say(
            f"  [{one['start']}–{one['end']}] {one['topic']}, {one['strength']}, {due}: {' '.join(one['span'].split())}"
        )
    counts = {"requirements": len(document["requirements"]), "numbers": len(document["numbers"])}
    say(_("%(requirements)s requirements proposed, %(numbers)s numbers found.") % counts)
    for warning in document["warnings"]:
        say(f"! {warning}")


def issue(asked: argparse.Namespace) -> Answer:
    by = operator()
    holder = placement_by_code(by, getattr(asked, "from"))
    to = [placement_by_code(by, code) for code in asked.to]
    notice, issued = actions.take_in_and_issue(
        by=by, holder=holder, file_name=asked.file.name, content=content_of(asked.file), organizations=to
    )
    document = {
        "notice": notice.pk,
        "title": notice.title,
        "proposals": notice.proposals.count(),
        "issued_to": [one.addressed.code for one in issued],
    }
    say(_("Notice %(notice)s is kept and issued: %(title)s") % document)
    return 0, document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    notice = nouns.add_parser("notice", help="read a notice, or send it down the tree")
    verbs = notice.add_subparsers(required=True, metavar="verb")
    reader = verb(verbs, "read", read, "what a notice says and asks; needs no database")
    reader.add_argument("file", type=Path)
    reader.add_argument("--text", action="store_true", help="print the extracted text, in which the offsets count")
    sender = verb(verbs, "issue", issue, "store a notice and issue it")
    sender.add_argument("file", type=Path)
    sender.add_argument("--from", required=True, metavar="CODE", help="the organization that holds it")
    sender.add_argument("--to", required=True, nargs="+", metavar="CODE", help="organizations, with everything below")
