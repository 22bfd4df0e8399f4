"""What may lie in the repository, and how big it may be."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.principles import tree

# Ceilings of the house; the reasons are in STYLE.md.
PYTHON, TEMPLATE, TEST = 400, 150, 600

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|farm)/[\w.]|/home/\w+/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)")
LOCK_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|\bfile:")
TRACKED_LOCKS = ("uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "yarn.lock", "pnpm-lock.yaml")


def ceiling(file: Path) -> int | None:
    if file.suffix == ".html" and file.is_relative_to(tree.SOURCE):
        return TEMPLATE
    if file.suffix != ".py" or "migrations" in file.parts:
        return None
    return TEST if file.is_relative_to(tree.ROOT / "tests") else PYTHON


def too_long(file: Path, lines: int) -> bool:
    return (most := ceiling(file)) is not None and lines > most


def test_files_fit_on_a_few_screens() -> None:
    sizes = {tree.name(file): len(tree.text(file).splitlines()) for file in tree.tracked() if ceiling(file)}
    assert sizes, "no file was looked at"
    assert [f"{name}: {size}" for name, size in sizes.items() if too_long(tree.ROOT / name, size)] == []


def test_a_long_file_would_be_seen() -> None:
    assert too_long(tree.SOURCE / "records/actions.py", 401)
    assert not too_long(tree.SOURCE / "records/actions.py", 400)
    assert too_long(tree.SOURCE / "web/branch/today.html", 151)
    assert not too_long(tree.SOURCE / "records/migrations/0001_initial.py", 4000)
    assert too_long(tree.ROOT / "tests/records/test_actions.py", 601)


def readable() -> Iterator[Path]:
    return (file for file in tree.tracked() if file.suffix not in tree.BINARY)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("a machine's path", MACHINE_PATH), ("a registry's host", REGISTRY)],
    ids=["paths", "registries"],
)
def test_nothing_names_one_machine_or_registry(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{tree.name(file)}:{number}: {what}"
        for file in readable()
        for number, line in enumerate(tree.text(file).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_machine_paths_and_registries_would_be_seen() -> None:
    assert MACHINE_PATH.search("cd /wo" + "rk/main")
    assert MACHINE_PATH.search("'/ho" + "me/li/x'")
    assert not MACHINE_PATH.search("docs/work/plan.md and /workers/")
    assert REGISTRY.search("https://py" + "pi.org/simple")


def test_locks_hold_hashes_and_no_addresses() -> None:
    assert [tree.name(file) for file in tree.tracked() if file.name in TRACKED_LOCKS] == []
    for file in (tree.ROOT / "requirements").glob("*.txt"):
        lock = tree.text(file)
        assert LOCK_ADDRESS.search(lock) is None, tree.name(file)
        assert lock.count("--hash=sha256:") >= lock.count("=="), tree.name(file)


def test_npm_s_lock_holds_hashes_and_no_addresses() -> None:
    packages = json.loads(tree.text(tree.ROOT / "package-lock.json"))["packages"]
    del packages[""]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_an_address_in_a_lock_would_be_seen() -> None:
    assert LOCK_ADDRESS.search("--index-url x")
    assert LOCK_ADDRESS.search("a @ https://example.org/a.whl")


def test_no_asset_is_committed() -> None:
    assert [tree.name(file) for file in tree.tracked() if "vendor" in file.parts or file.suffix == ".mo"] == []
