"""Rows kept on disk between reading a file and writing it, sealed, so that memory stays small and nothing is read twice."""

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from django.conf import settings

from xuezuo.interchange import sealer
from xuezuo.interchange.sealer import NewRows
from xuezuo.organizations.entries import NewMembers

BATCH = 5_000


class Spool:
    """A temporary file without a name, gone when closed. Takes new rows by the lot and gives them back sealed.

    A short roster is sealed here; one of `BATCH` rows by a process beside this one, while its next rows are read.
    """

    def __init__(self) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 - closed in __exit__
        self._waiting: list[NewRows] = []
        self._rows = 0
        self._helper: sealer.Helper | None = None

    def add(self, new: NewRows) -> None:
        self._waiting.append(new)
        self._rows += len(new.ordinals)
        if self._rows >= BATCH:
            self._helper = self._helper or sealer.Helper(self._file)
            for one in self._waiting:
                self._helper.put(tuple(one))
            self._waiting.clear()

    def __iter__(self) -> Iterator[tuple[list[int], NewMembers]]:
        """Once, in the order in which the rows came."""
        if self._helper:
            self._helper.finish()
            self._helper = None
            self._file.seek(0)
            while lot := sealer.get(self._file):
                yield lot[0], NewMembers(*lot[1:])
        for one in self._waiting:
            ordinals, *columns = sealer.sealed(one)
            yield ordinals, NewMembers(*columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._helper:
            self._helper.stop()
        self._file.close()
