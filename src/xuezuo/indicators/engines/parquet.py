"""Columnar files from rows that stream by, and connections to read them with: memory stays flat at any size."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

LIMITS: dict[str, str | int | float | list[str]] = {"memory_limit": "1GB", "threads": 2}
NOTHING = "\\N"
"""Stands for a value that is not told; an empty word stays an empty word."""
IN_DUCKDB = {"string": "VARCHAR", "int64": "BIGINT", "date": "DATE"}


GROUP = 100_000
"""Rows that are compressed together; one thread holds a few of these, several threads held half a gigabyte."""


def opened(**limits: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=LIMITS | limits)


def write_parquet(rows: Iterable[Sequence[object]], types: Mapping[str, str], target: Path) -> int:
    """Write rows to a file, in their order, and say how many. `types` gives string, int64 or date by column.

    They go through a plain file of lines: DuckDB reads that many times faster than rows one by one.
    """
    lines, count = target.with_name(f".{target.name}.lines"), 0
    try:
        with lines.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out).writerow
            for row in rows:
                write(row)
                count += 1
        with opened(threads=1) as link:
            link.read_csv(
                str(lines),
                header=False,
                sep=",",
                quotechar='"',
                escapechar='"',
                columns={name: IN_DUCKDB[one] for name, one in types.items()},
                na_values=[NOTHING],
                auto_detect=False,
                strict_mode=True,
            ).write_parquet(str(target), compression="zstd", row_group_size=GROUP)
    finally:
        lines.unlink(missing_ok=True)
    return count
