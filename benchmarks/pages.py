"""Where the figures of a run are put down: a part of docs/performance.md between `<!-- bench NAME -->` marks."""

import re
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"


def written(name: str, text: str) -> None:
    """Print it, and put it on the page where it has a part of this name."""
    print(text)
    marks = re.compile(rf"(?s)(<!-- bench {name} -->\n).*(<!-- /bench {name} -->)")
    page = PAGE.read_text()
    stamp = f"{date.today():%Y-%m-%d}. "  # noqa: DTZ011 - the day on this machine is meant
    PAGE.write_text(marks.sub(lambda found: f"{found[1]}\n{stamp}{text}\n\n{found[2]}", page))
