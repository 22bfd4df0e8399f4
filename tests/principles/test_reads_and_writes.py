"""Where the database is touched, and how a write looks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.principles import tree

# Rows are read in queries, written in actions, described in models; nothing else asks a manager.
TOUCHING = {"queries", "actions", "models"}
TOUCHING_TOO = {
    "src/xuezuo/campaigns/audiences.py": "an audience's rows stand beside the predicate that must agree with them",
    "src/xuezuo/organizations/branch_groups.py": "the actions of a branch's groups, beside those of rosters",
    "src/xuezuo/campaigns/own_say.py": "the actions of an organization's own say, beside those of campaigns",
    "src/xuezuo/campaigns/changes.py": "the reads about what changed from above, beside those of campaigns",
    "src/xuezuo/organizations/terms.py": "the actions of terms, beside those of rosters",
    "src/xuezuo/organizations/members.py": "the actions of one member's file, beside those of rosters",
    "src/xuezuo/organizations/memberships.py": "the actions of leaving and returning, beside those of rosters",
    "src/xuezuo/organizations/duplicates.py": "the actions about entries that may be one person",
    "src/xuezuo/organizations/likenesses.py": "the reads about entries that may be one person",
    "src/xuezuo/organizations/member_files.py": "the reads of member files, beside those of the tree",
    "src/xuezuo/organizations/namesakes.py": "the read by which a namesake keeps their number, beside those of rosters",
}

NOT_AN_ACTION = {
    "src/xuezuo/records/actions/meetings.py:enter": "asks first and writes in the one transaction of `_written`",
    "src/xuezuo/audit/actions.py:record": "runs inside the transaction of the act it tells of",
}

PATH_PREFIX = re.compile(r"\w*path__i?startswith|\bpath\.startswith\(")
REASON = re.compile(r"#.*\breason: \S")


def managers(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            yield node.lineno


def not_actions(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Public functions that do not take `by` by keyword only, or do not run in one transaction."""
    for function in module.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        arguments = function.args
        if arguments.args or arguments.posonlyargs or arguments.vararg:
            yield function.name, "takes positional arguments"
        if "by" not in {argument.arg for argument in arguments.kwonlyargs}:
            yield function.name, "does not say by whom"
        if not any("atomic" in ast.unparse(part) for part in [*function.decorator_list, *_entered(function)]):
            yield function.name, "is not one transaction"


def _entered(function: ast.FunctionDef) -> list[ast.expr]:
    """What the function's outermost `with` statements enter."""
    return [item.context_expr for part in function.body if isinstance(part, ast.With) for item in part.items]


def unreasoned_imports(source: str) -> Iterator[int]:
    lines = source.splitlines()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        # one reason serves a block of imports that stand together
        for node in inner:
            block = node.lineno
            while block - 1 in {other.lineno for other in inner}:
                block -= 1
            if not any(REASON.search(line) for line in lines[block - 2 : node.end_lineno]):
                yield node.lineno


def test_only_queries_actions_and_models_touch_rows() -> None:
    found = [
        f"{tree.name(file)}:{line}"
        for file in tree.python()
        if tree.room_file(file) not in TOUCHING and tree.name(file) not in TOUCHING_TOO
        for line in managers(tree.parsed(file))
    ]
    assert found == []


def test_paths_are_compared_as_ranges() -> None:
    found = [
        f"{tree.name(file)}:{number}"
        for file in tree.python()
        for number, line in enumerate(tree.text(file).splitlines(), 1)
        if PATH_PREFIX.search(line)
    ]
    assert found == []


def offered(file: Path) -> set[str] | None:
    """The names that a folder of actions offers to other rooms; None for a single file, which offers all it has."""
    front = file.parent / "__init__.py"
    if file.parent.name != "actions" or file == front:
        return None
    imports = [node for node in ast.walk(tree.parsed(front)) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}


def test_every_action_says_by_whom_and_is_one_transaction() -> None:
    files = [file for file in tree.python() if tree.room_file(file) == "actions"]
    assert len(files) > 3, "the actions were not found"
    found = {
        f"{tree.name(file)}:{function}": problem
        for file in files
        for function, problem in not_actions(tree.parsed(file))
        if (names := offered(file)) is None or function in names
    }
    assert {place: problem for place, problem in found.items() if place not in NOT_AN_ACTION} == {}


def test_imports_inside_functions_give_their_reason() -> None:
    found = [f"{tree.name(file)}:{line}" for file in tree.python() for line in unreasoned_imports(tree.text(file))]
    assert found == []


def test_exceptions_are_still_there() -> None:
    for place in [*TOUCHING_TOO, *(name.split(":")[0] for name in NOT_AN_ACTION)]:
        assert (tree.ROOT / place).exists(), f"{place} is gone: take it off the list"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("@transaction.atomic\ndef enter(record, *, by): ...", "takes positional arguments"),
        ("@transaction.atomic\ndef enter(*, record): ...", "does not say by whom"),
        ("def enter(*, by): ...", "is not one transaction"),
    ],
)
def test_a_careless_action_would_be_seen(source: str, problem: str) -> None:
    assert list(not_actions(ast.parse(source))) == [("enter", problem)]


def test_a_careful_action_passes() -> None:
    assert list(not_actions(ast.parse("@transaction.atomic\ndef enter(*, by): ...\ndef _help(x): ..."))) == []
    assert list(not_actions(ast.parse("def enter(*, by):\n    with transaction.atomic():\n        ..."))) == []


def test_other_breaches_would_be_seen() -> None:
    assert list(managers(ast.parse("x = 1\nMember.objects.all()"))) == [2]
    assert PATH_PREFIX.search("filter(placement__path__startswith=top)")
    assert PATH_PREFIX.search("if one.path.startswith(top)")
    assert list(unreasoned_imports("def f():\n    import os")) == [2]
    assert list(unreasoned_imports("def f():\n    import os  # reason: slow to load")) == []
    assert list(unreasoned_imports("def f():\n    # reason: slow to load\n    import os\n    import re")) == []
