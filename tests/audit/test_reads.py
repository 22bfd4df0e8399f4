"""Reads of sensitive fields are events: every place that unseals a value or hands names out in bulk is on this page."""

import ast
from collections.abc import Iterator

from tests.principles import tree
from xuezuo.audit.words import READS

UNSEALING = {
    # recorded
    "privacy/actions/disclosures.py:disclose": "member.disclose",
    "web/branch/members.py:masked": "member.look",
    "organizations/members.py:before_of": "member.look",
    "organizations/memberships.py:words_of": "member.look",
    "privacy/queries/held.py:_value": "member.download",
    "records/queries/votes.py:_in_words": "member.look",
    # not shown to anybody as it is
    "privacy/queries/held.py:masked": "four last places, on the page about oneself",
    "privacy/queries/decisions.py:_plain": "decisions about oneself, on one's own page",
    "privacy/queries/requests.py:wish_of": "written to the branch that reads it, or by oneself",
    "privacy/actions/rotating.py:_sealed": "sealed anew at once",
    "privacy/actions/rotating.py:_indexed": "hashed anew at once",
    "organizations/members.py:plain": "compared with what is being entered",
    "organizations/likenesses.py:_opened": "compared with the other entry; the page shows whether they are the same",
    "interchange/member_roster.py:_difference": "compared with what the file says",
    "people/actions/moving.py:_known_or_new": "sealed anew for the member that the letter makes",
    "web/shared/notes.py:_decode": "a sentence that was said to this sign-in a page ago; no column of the database",
    "web/account/sign_in_doors.py:decrypt": "the secret of a second factor, for checking a code; no personal value",
}
"""Functions that unseal a value: the read that is recorded, or why there is none."""

SENDING = {
    "web/office/audit.py:export": "log.export",
    "web/office/imports.py:errors": "roster.errors",
    "web/account/me_copy.py": "member.download",
    "api/members.py": "roster.export",
    "web/branch/export.py": "record.export",
    "web/account/calendars.py": "days and titles of duties, no names",
    "web/overview/lists.py": "rows of figures are organizations and counts",
    "web/overview/own.py": "figures of organizations",
    "web/overview/table_file.py": "figures of organizations",
    "web/office/notices.py": "a notice as it came in",
    "web/portal/notices.py": "a notice that is public",
    "web/office/briefings.py": "paragraphs and figures",
}
"""Places that send a file, likewise; `file.py` or `file.py:function`."""


def functions(name: str, found: list[ast.AST], module: ast.Module) -> Iterator[str]:
    """`room/file.py:function` of each node, by the innermost function around it."""
    for node in found:
        around = [
            one
            for one in ast.walk(module)
            if isinstance(one, ast.FunctionDef) and one.lineno <= node.lineno <= (one.end_lineno or 0)  # type: ignore[attr-defined]
        ]
        inner = max(around, key=lambda one: one.lineno).name if around else ""
        yield f"{name}:{inner}"


def calling(*names: str) -> set[str]:
    found = set()
    for file in tree.python():
        name = file.relative_to(tree.SOURCE).as_posix()
        module = tree.parsed(file)
        calls = [
            node
            for node in ast.walk(module)
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names
        ]
        found.update(functions(name, list(calls), module))
    return found


def test_every_place_that_unseals_is_recorded_or_gives_its_reason() -> None:
    found = calling("unseal")
    assert sorted(found - set(UNSEALING)) == []
    assert sorted(set(UNSEALING) - found) == []


def test_every_place_that_sends_a_file_is_recorded_or_gives_its_reason() -> None:
    known = {place.partition(":")[0] for place in SENDING} | {"web/shared/downloads.py"}
    found = {
        place.partition(":")[0]
        for place in calling("attachment", "StreamingHttpResponse", "FileResponse")
        if place.startswith(("web/", "api/"))
    }
    found |= {
        file.relative_to(tree.SOURCE).as_posix()
        for file in tree.python()
        if file.relative_to(tree.SOURCE).parts[0] in ("web", "api") and "Content-Disposition" in tree.text(file)
    }
    assert sorted(found - known) == []
    assert sorted(known - found - {"api/members.py"}) == []


def test_what_is_said_to_be_recorded_is() -> None:
    written = "\n".join(tree.text(file) for file in tree.python() if file.name != "words.py")
    said = {action for action in [*UNSEALING.values(), *SENDING.values()] if "." in action and " " not in action}
    assert [action for action in sorted(said | READS) if f'"{action}"' not in written] == []
