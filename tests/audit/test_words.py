"""Every action that the code writes into the log has its sentence, and every sentence its action."""

import ast
import re
from collections.abc import Iterator

from tests.principles import tree
from xuezuo.audit.words import ACTIONS, KINDS, READS, kind_name, sentence
from xuezuo.people.kinds import StepKind
from xuezuo.reorganizations.kinds import ActKind

FILLED_IN = {
    "transfer.{kind.value}": [f"transfer.{kind}" for kind in StepKind.values],
    **{
        f"{{noun}}.{act}": [f"{noun}.{act}" for noun in ("goal", "commitment", "deed")]
        for act in ("correct", "withdraw", "restore")
    },
    "organization.{wish.kind}": [f"organization.{kind}" for kind in ActKind.values],
}
"""Actions whose code is put together, with all they can become."""

RECORDERS = ("record", "told_of_reading", "create")
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)?")


def texts(node: ast.expr) -> Iterator[str]:
    """The strings that an expression can be: a constant, either side of a choice, a filled-in pattern."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield from FILLED_IN[ast.unparse(node)[2:-1]]


def written(module: ast.Module, name: str) -> dict[str, set[str]]:
    """What a module hands to the log under `name` (`action`, `kind`), also through functions of its own."""
    found: dict[str, set[str]] = {}
    handing_on: dict[str, int] = {}
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            names = [one.arg for one in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]]
            if name in names and any(_records(call) for call in ast.walk(function)):
                handing_on[function.name] = names.index(name)
    for call in ast.walk(module):
        if not isinstance(call, ast.Call):
            continue
        called = ast.unparse(call.func).rpartition(".")[2]
        if called not in handing_on and not _records(call):
            continue
        given = [word.value for word in call.keywords if word.arg == name]
        place = handing_on.get(called)
        given += call.args[place : place + 1] if place is not None else []
        for text in (text for one in given for text in texts(one)):
            found.setdefault(text, set()).add(called)
    return found


def _records(call: ast.AST) -> bool:
    if not isinstance(call, ast.Call):
        return False
    name = ast.unparse(call.func)
    return name in ("record", "audit.record", "audit.told_of_reading", "told_of_reading")


def everywhere(name: str) -> set[str]:
    files = [file for file in tree.python() if "audit" in tree.text(file)]
    return {text for file in files for text in written(tree.parsed(file), name)}


def test_every_action_in_the_code_has_a_sentence() -> None:
    found = everywhere("action")
    assert len(found) > 60, "the actions were not found"
    assert sorted(found - set(ACTIONS)) == [], "add them to audit/words.py, with their Chinese"
    assert sorted(set(ACTIONS) - found) == [], "nothing does these any more"


def test_every_kind_of_object_has_a_name() -> None:
    assert sorted(everywhere("kind") - set(KINDS)) == [], "add them to audit/words.py, with their Chinese"


def test_codes_are_codes_and_reads_are_actions() -> None:
    assert [code for code in [*ACTIONS, *KINDS] if not CODE.fullmatch(code)] == []
    assert set(ACTIONS) >= READS


def test_what_a_later_version_wrote_keeps_its_code() -> None:
    assert sentence("record.enter") == "记录了会议"
    assert sentence("moon.visit") == "moon.visit"
    assert kind_name("moon") == "moon"


def test_an_action_without_words_would_be_seen() -> None:
    module = ast.parse(
        "def act(*, by):\n    _note(by, 'moon.visit')\ndef _note(by, action):\n    record(action=action)"
    )
    assert written(module, "action") == {"moon.visit": {"_note"}}
