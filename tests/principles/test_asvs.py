"""docs/asvs.yaml answers every requirement of OWASP ASVS 5.0, levels 1 and 2, once, and points at what is there."""

import ast
import re
from pathlib import Path

import pytest

from docs import asvs
from tests.principles import tree
from xuezuo.notices import spans
from xuezuo.refusals import Refusal

CHAPTERS = asvs.chapters()
REQUIREMENTS = [one for chapter in CHAPTERS.values() for one in chapter.requirements]

# Requirements of level 1 and of level 2 in each chapter of the standard (5.0.0).
COUNTS = {
    "V1": 8 + 19,
    "V2": 4 + 7,
    "V3": 8 + 11,
    "V4": 2 + 8,
    "V5": 4 + 5,
    "V6": 13 + 22,
    "V7": 6 + 12,
    "V8": 4 + 3,
    "V9": 4 + 3,
    "V10": 5 + 24,
    "V11": 3 + 11,
    "V12": 3 + 6,
    "V13": 1 + 12,
    "V14": 2 + 7,
    "V15": 3 + 10,
    "V16": 0 + 16,
    "V17": 0 + 7,
}

NAMED_PATH = re.compile(r"(?<![\w/.])(?:src|docs|tests|deploy)/[\w./-]+\w(?:#[\w-]+)?|(?<![\w/.])pyproject\.toml")
RENDERS = re.compile(
    r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|sessionStorage|postMessage"
)


def functions_of(file: Path) -> set[str]:
    return {node.name for node in tree.parsed(file).body if isinstance(node, ast.FunctionDef)}


def lost(proof: str) -> bool:
    name, _, test = proof.partition("::")
    file = tree.ROOT / name
    return not test.startswith("test_") or not file.is_file() or test not in functions_of(file)


def is_lost(place: str) -> bool:
    name, _, part = place.partition("#")
    file = tree.ROOT / name
    if not file.exists():
        return True
    titles = re.findall(r"(?m)^#+ (.+)$", tree.text(file)) if part else []
    return bool(part) and part not in {re.sub(r"[^\w-]", "", title.lower().replace(" ", "-")) for title in titles}


def test_every_requirement_is_answered_once() -> None:
    assert {name: len(chapter.requirements) for name, chapter in CHAPTERS.items()} == COUNTS
    assert [sum(one.level == level for one in REQUIREMENTS) for level in (1, 2)] == [70, 183]
    assert len({one.id for one in REQUIREMENTS}) == 70 + 183
    for name, chapter in CHAPTERS.items():
        assert {one.id.split(".")[0] for one in chapter.requirements} == {name}


def test_an_answer_is_of_one_kind_and_short() -> None:
    for one in REQUIREMENTS:
        assert one.kind in asvs.KINDS, one.id
        assert 1 <= len(one.about.split()) <= 12, one.id


def test_every_proof_is_a_test() -> None:
    assert [f"{one.id}: {proof}" for one in REQUIREMENTS for proof in one.tests if lost(proof)] == []
    assert [one.id for one in REQUIREMENTS if one.kind == "tests" and not one.tests] == []


def test_every_named_place_is_there() -> None:
    told = [(one.id, place) for one in REQUIREMENTS for place in NAMED_PATH.findall(one.words)]
    assert [f"{name}: {place}" for name, place in told if is_lost(place)] == []
    by_reading = {one.id for one in REQUIREMENTS if one.kind == "where"}
    assert by_reading - {name for name, _ in told} <= {"V6.5.3"}  # a library's code is not ours


def test_what_is_lost_would_be_seen() -> None:
    assert lost("tests/principles/test_asvs.py::test_of_yesterday")
    assert lost("tests/principles/test_gone.py::test_every_proof_is_a_test")
    assert not lost("tests/principles/test_asvs.py::test_every_proof_is_a_test")
    assert is_lost("docs/safeguards.md#gone")
    assert not is_lost("docs/safeguards.md#ways-in")
    with pytest.raises(ValueError, match=re.escape("V0.0.1")):
        asvs.Requirement.of({"id": "V0.0.1", "level": 1, "about": "x", "gap": "y", "tests": ["z"]})


def test_nothing_is_unpickled() -> None:
    """Python's own ways to turn bytes into objects are not used; `marshal` only between a process and its own helper."""
    found = {
        (tree.name(file), name.name.split(".")[0])
        for file in tree.python()
        for node in ast.walk(tree.parsed(file))
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name.split(".")[0] in ("pickle", "shelve", "marshal", "dill", "jsonpickle")
    }
    assert found == {("src/xuezuo/interchange/sealer.py", "marshal")}


OWN_PATTERNS = {
    "src/xuezuo/backups/columns.py": "a table of column kinds",
    "src/xuezuo/config/command.py": "two sentences by language",
    "src/xuezuo/interchange/activity_ground.py": "statements of the same file",
    "src/xuezuo/privacy/actions/erasing.py": "what a model declares in PERSONAL",
}
"""Files that fill in a pattern of ours that they hold under a small name."""


def test_no_format_string_is_made_from_input() -> None:
    """What stands before `.format(` is a text of ours, or a name in capitals that holds one."""
    loose = {
        tree.name(file)
        for file in tree.python()
        for node in ast.walk(tree.parsed(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "format_map")
        and not isinstance(node.func.value, ast.Constant | ast.JoinedStr)
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id.isupper())
    }
    assert loose == set(OWN_PATTERNS)


def test_a_pattern_from_input_is_escaped() -> None:
    with pytest.raises(Refusal):  # nobody wrote these signs, though as a pattern they would match
        spans.find("各支部6月底前完成", ".*")
    assert spans.find("费用(元)*2", "(元)*2") == (2, 7)


def test_our_scripts_write_no_html() -> None:
    scripts = list((tree.SOURCE / "web/static/js").glob("*.js"))
    assert scripts
    assert [script.name for script in scripts if RENDERS.search(tree.text(script))] == []
    assert RENDERS.search("box.innerHTML = text")
