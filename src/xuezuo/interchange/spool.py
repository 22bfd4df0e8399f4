"""Rows kept on disk between reading a file and writing it, sealed, so that memory stays small and nothing is read twice."""

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from xuezuo.interchange import sealer

BATCH = 5_000


class Spool:
    """A temporary file without a name, gone when closed. Takes rows of `sealer.sealed` and gives them back sealed.

    A roster of one batch is sealed here; a longer one by a process beside this one, while its next rows are read.
    """

    def __init__(self) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 - closed in __exit__
        self._batch: sealer.Rows = []
        self._helper: sealer.Helper | None = None

    def add(self, row: tuple[Any, ...]) -> None:
        self._batch.append(row)
        if len(self._batch) == BATCH:
            if self._helper is None:
                self._helper = sealer.Helper(self._file)
            self._helper.put(self._batch)
            self._batch = []

    def __iter__(self) -> Iterator[Any]:
        """Once, in the order in which the rows came."""
        if self._helper:
            self._helper.finish()
            self._helper = None
            self._file.seek(0)
            while rows := sealer.get(self._file):
                yield from rows
        yield from sealer.sealed(self._batch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._helper:
            self._helper.stop()
        self._file.close()
