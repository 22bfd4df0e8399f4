"""Time and peak memory of a job, step by step."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xuezuo.commands.line import say


def peak_mb() -> int:
    """The most memory that this process, or a child it waited for, has held so far, in MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


class Steps:
    """`with steps.step("Reading"): …` tells the step, and keeps its seconds."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[None]:
        say(f"\n— {title}")
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)

    @property
    def total(self) -> float:
        return round(time.monotonic() - self.began, 1)
