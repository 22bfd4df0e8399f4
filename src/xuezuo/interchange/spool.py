"""Rows kept on disk between reading a file and writing it, so that memory stays small and nothing is read twice."""

import marshal
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from django.conf import settings

BATCH = 5_000
WITHOUT_REFERENCES = 2
"""The version of marshal that does not look for equal objects, which here costs more than it saves."""


class Spool:
    """A temporary file without a name, gone when closed. Rows are tuples of text, numbers, bytes and tuples."""

    def __init__(self) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 - closed in __exit__
        self._batch: list[Any] = []
        self.rows = 0

    def add(self, row: tuple[Any, ...]) -> None:
        self.rows += 1
        self._batch.append(row)
        if len(self._batch) == BATCH:
            self._flush()

    def _flush(self) -> None:
        packed = marshal.dumps(self._batch, WITHOUT_REFERENCES)
        self._file.write(len(packed).to_bytes(8))
        self._file.write(packed)
        self._batch = []

    def __iter__(self) -> Iterator[Any]:
        if self._batch:
            self._flush()
        self._file.seek(0)
        while length := self._file.read(8):
            yield from marshal.loads(self._file.read(int.from_bytes(length)))  # noqa: S302 - written by this very process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
