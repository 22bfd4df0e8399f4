"""What every figure rests on besides rows: the code and the declarations that count, wherever they stand."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOM = Path(__file__).parents[1]
SOURCES = ROOM.parents[1]
"""Where the package `xuezuo` lies."""

DECIDE_NOTHING = ("audit", "refusals", "scopes.py")
"""What is told of an act, sentences, and who asks: no number depends on them."""

IMPORT = re.compile(r"^[ \t]*from (xuezuo[\w.]*) import (?:\(([^)]*)\)|([^\n(]*))", re.MULTILINE)


@cache
def definition() -> str:
    """A fingerprint of it all; with another one every figure is counted anew."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files())).hexdigest()


def files() -> list[Path]:
    """This room and the rules of the field, with what is declared there; and every module that is imported from them, or
    from one of those: how an audience is read, which meetings count, when a quarter ends."""
    rules = SOURCES / "xuezuo" / "rule_packs"
    found = {file for folder in (ROOM, rules) for kind in ("py", "yaml") for file in folder.rglob(f"*.{kind}")}
    waiting = [file for file in found if file.suffix == ".py"]
    while waiting:
        for module in imported(waiting.pop()):
            if module not in found:
                found.add(module)
                waiting.append(module)
    return sorted(found)


def imported(file: Path) -> Iterator[Path]:
    """The modules of ours that a module imports, wherever in it."""
    for package, several, few in IMPORT.findall(file.read_text(encoding="utf-8")):
        names = (name.split()[0] for name in (several or few).split(",") if name.strip())
        for name in (package, *(f"{package}.{name}" for name in names)):
            place = SOURCES.joinpath(*name.split("."))
            module = next((one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()), None)
            if module and module.relative_to(SOURCES).parts[1] not in DECIDE_NOTHING:
                yield module
