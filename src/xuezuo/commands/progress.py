"""How far long work has come: a bar on a terminal, one line a step anywhere else. Always on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from xuezuo.commands.line import say

Told = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


@contextmanager
def bar(title: str) -> Iterator[Told]:
    """`with bar("Reading") as progress: progress(3, 10)`. Off a terminal the title, and at the end the seconds."""
    if not sys.stderr.isatty():
        began = time.monotonic()
        yield lambda done, of: None
        say(f"{title}: {time.monotonic() - began:.1f} s")
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
