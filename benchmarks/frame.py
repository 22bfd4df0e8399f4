"""The frame: what a benchmark is, how it is timed, and the table it becomes."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Way:
    """One way to an answer. `run` is timed; its value must equal every other way's."""

    name: str
    run: Callable[[], object]
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Benchmark:
    title: str
    ways: Callable[[], Iterator[Way]]
    rounds: int


BENCHMARKS: list[Benchmark] = []


def benchmark(title: str, rounds: int = 7) -> Callable[[Callable[[], Iterator[Way]]], Callable[[], Iterator[Way]]]:
    def add(ways: Callable[[], Iterator[Way]]) -> Callable[[], Iterator[Way]]:
        BENCHMARKS.append(Benchmark(title, ways, rounds))
        return ways

    return add


class Disagreement(Exception):
    """Two ways gave different answers, so their times mean nothing."""


def measure(one: Benchmark) -> list[Way]:
    """Time every way `rounds` times, taking turns, after one unmeasured turn that also compares the answers."""
    ways = list(one.ways())
    wanted = ways[0].run()
    for other in ways[1:]:
        if other.run() != wanted:
            raise Disagreement(f"{one.title}: “{other.name}” answers otherwise than “{ways[0].name}”")
    for _ in range(one.rounds):
        for way in ways:
            gc.collect()
            start = time.perf_counter()
            way.run()
            way.seconds.append(time.perf_counter() - start)
    return ways


def table(results: Iterable[tuple[Benchmark, list[Way]]]) -> str:
    lines = ["| benchmark | way | median | least – most | times ours |", "|---|---|---|---|---|"]
    for one, ways in results:
        ours = ways[0].median
        for number, way in enumerate(ways):
            spread = f"{_time(min(way.seconds))} – {_time(max(way.seconds))}"
            title, ratio = (one.title, "1") if number == 0 else ("", f"{way.median / ours:.3g}")
            lines.append(f"| {title} | {way.name} | {_time(way.median)} | {spread} | {ratio} |")
    return "\n".join(lines)


def machine() -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the start"


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"
