"""The repository as its tests see it: what git tracks or would track, read as text."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/xuezuo"
BINARY = {".docx", ".gif", ".ico", ".jpg", ".mo", ".parquet", ".pdf", ".png", ".ttf", ".woff2", ".xls", ".xlsx", ".zip"}


@cache
def tracked() -> list[Path]:
    """Files that git tracks, and new ones that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(ROOT / name for name in set(names) - {""} if (ROOT / name).is_file())


def written(*suffixes: str, under: Path = ROOT) -> list[Path]:
    return [file for file in tracked() if file.suffix in suffixes and file.is_relative_to(under)]


def python() -> list[Path]:
    """Our modules, without migrations."""
    return [file for file in written(".py", under=SOURCE) if "migrations" not in file.parts]


def templates() -> list[Path]:
    return written(".html", under=SOURCE)


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(text(file), filename=str(file))


def room_file(file: Path) -> str:
    """`actions` for `records/actions.py` and for `records/actions/entering.py`: the house's name for the place."""
    parts = file.relative_to(SOURCE).parts
    return parts[1] if len(parts) > 2 else Path(parts[-1]).stem
