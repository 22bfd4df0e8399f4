"""Writes the pages of docs/ that are made from the code: `make docs`. A test fails while one of them is stale."""

import argparse
import ast
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from docs import asvs

DOCS = Path(__file__).resolve().parent
SPEC = DOCS.parent / "tests/spec"
MADE_BELOW = "<!-- below: made by `make docs` from docs/asvs.yaml -->"
MADE = "<!-- made by `make docs`; edit the code it tells of -->\n\n"


def pages() -> dict[str, str]:
    """Every made page by its name under docs/."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    import django  # reason: a page may need the settings, and whoever imports this file may not

    django.setup()
    from django.utils import translation  # reason: as above

    with translation.override("en"):
        made = {"settings.md": settings(), "commands.md": commands(), "personal-data.md": personal_data()} | dict(
            manual()
        )
    return {name: MADE + text for name, text in made.items()} | {"security.md": security()}


def settings() -> str:
    from xuezuo.config.options import OPTIONS  # reason: needs the settings

    lines = ["# Settings", "", "All of them come from the environment and are read once, at start.", ""]
    lines += ["| variable | default | meaning |", "|---|---|---|"]
    lines += [
        f"| `{one.variable}` | {f'`{one.default}`' if one.default != '' else ''} | {one.meaning} |" for one in OPTIONS
    ]
    return "\n".join(lines) + "\n"


def commands() -> str:
    from xuezuo.commands.line import parser  # reason: needs the settings

    lines = ["# The command `xuezuo`", ""]
    lines += ["Every verb takes `--json`: one document on standard output, messages on standard error.", ""]
    lines += ["Exit code 0: done. 1: a check fell short. 2: refused, with a sentence; nothing was changed.", ""]
    lines += ["| command | does |", "|---|---|", *(f"| `{usage}` | {does} |" for usage, does in verbs(parser()))]
    return "\n".join(lines) + "\n"


def verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in nested:
        for one in action.choices.values():
            yield from verbs(one)
    if not nested:
        usage = re.sub(r"\s+", " ", parser.format_usage()).removeprefix("usage: ").strip()
        yield usage.replace(" [-h]", "").replace(" [--json]", "").replace("|", "\\|"), parser.description or ""


def personal_data() -> str:
    from xuezuo.privacy.register import register  # reason: needs the settings

    known = register()
    lines = ["# Personal data", "", "Every column that holds anything about a person, from `privacy/register.yaml`."]
    lines += ["A test fails while a column of any table is neither here nor named there as not personal.", ""]
    for table in known.tables:
        personal = getattr(table.model, "PERSONAL", {})
        lines += [f"## {table.title.en} (`{table.label}`)", ""]
        lines += ["| field | class | purpose | basis | seen by | kept | at rest | when erased |"]
        lines += ["|---|---|---|---|---|---|---|---|"]
        for one in table.fields:
            at_rest = "encrypted" if one.sealed else "keyed hash" if one.name.endswith("_index") else "plain"
            erased = "taken away" if one.name in personal else "stays, tells nobody's name"
            told = (one.label, one.purpose.en, one.basis.en, one.seen.en, one.keep.en, at_rest, erased)
            lines.append(f"| `{one.name}` {one.words.en} | {' | '.join(told)} |")
        lines.append("")
    told = known.acts
    lines += [
        f"## {told.words.en.capitalize()}",
        "",
        f"`{told.name}` in every table: {told.purpose.en}; ids of accounts.",
    ]
    return "\n".join(lines) + "\n"


def security() -> str:
    """The head of the page is written by hand and stays as it is; the tables below its mark come from asvs.yaml."""
    head, _, _ = (DOCS / "security.md").read_text(encoding="utf-8").partition(MADE_BELOW)
    return head + MADE_BELOW + "\n\n" + "\n".join(asvs.tables())


def manual() -> Iterator[tuple[str, str]]:
    """A chapter a file of tests/spec: its docstring, then each test's docstring with the test as the example."""
    for file in sorted(SPEC.glob("test_*.py")):
        source = file.read_text(encoding="utf-8")
        module = ast.parse(source)
        parts = [ast.get_docstring(module) or file.stem]
        for test in module.body:
            if (
                isinstance(test, ast.FunctionDef)
                and test.name.startswith("test_")
                and (told := ast.get_docstring(test))
            ):
                lines = source.splitlines()[test.body[1].lineno - 1 : test.end_lineno]
                example = textwrap.dedent("\n".join(lines))
                title = test.name.removeprefix("test_").replace("_", " ").capitalize()
                parts.append(f"## {title}\n\n{told}\n\n```python\n{example}\n```")
        yield f"manual/{file.stem.removeprefix('test_')}.md", "# " + "\n\n".join(parts) + "\n"


def main() -> None:
    for name, text in pages().items():
        file = DOCS / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
