"""New rows kept on disk between reading a file and writing it, sealed, so that memory stays small and nothing is read twice."""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from django.conf import settings
from django.db import connection

from xuezuo.interchange import sealer, writing
from xuezuo.interchange.sealer import NewRows
from xuezuo.organizations import newcomers
from xuezuo.organizations.entries import NewMembers
from xuezuo.organizations.scratch import Met
from xuezuo.scopes import Scope

BATCH = 5_000
"""From so many rows on a roster has a helper."""

PREFIX = "roster-"
YOUNG = 60
"""Seconds in which a folder may be there and not yet held by whoever makes it."""


class Spool:
    """Takes new rows by the lot and gives them back sealed. Nothing of it is left when it is closed.

    A short roster is sealed here; one of `BATCH` rows by a process beside this one, while its next rows are read: for
    SQLite into a `scratch`, for PostgreSQL into a file without a name. With `first_by`, who imports a first roster, that
    process writes them into the database too, and is the `writer`.
    """

    def __init__(self, first_by: Scope | None = None) -> None:
        self._first_by = first_by
        self.writer: writing.Writer | None = None
        self._closing = ExitStack()
        self._waiting: list[NewRows] = []
        self._rows = 0
        self._helper: sealer.Helper | None = None
        self._into: IO[bytes] | Path | None = None

    def begin(self) -> None:
        """A long roster is about to be read: a writer, if it may have one, gets ready now."""
        if self._first_by:
            self.writer = writing.Writer(self._first_by)

    def write_at_the_end(self) -> None:
        """It is no first roster after all. Before the first row is added."""
        self._first_by = None
        if self.writer:
            self.writer.stop()
            self.writer = None

    def add(self, new: NewRows) -> None:
        self._waiting.append(new)
        self._rows += len(new.ordinals)
        if self.writer or self._rows >= BATCH:
            helper = self.writer or self._helper or self._begun()
            for one in self._waiting:
                helper.add(one)
            self._waiting.clear()

    def _begun(self) -> sealer.Helper | writing.Writer:
        self.begin()
        if self.writer:
            return self.writer
        self._helper = self._helped()
        return self._helper

    def _helped(self) -> sealer.Helper:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        if connection.vendor == "sqlite":
            self._into = self._closing.enter_context(_Folder(settings.DATA)) / "members"
        else:
            nameless = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 - closed with all else
            self._into = self._closing.enter_context(nameless)
        return sealer.Helper(self._into)

    def sealed(self, left_out: Collection[int], met: Met) -> Iterator[NewMembers] | Path:
        """Everything that was added, in its order, without those left out: a scratch, or columns to be read once."""
        if self._helper:
            self._helper.finish(left_out, met)
            self._helper = None
        return self._into if isinstance(self._into, Path) else self._lots(set(left_out), met)

    def _lots(self, left_out: set[int], met: Met) -> Iterator[NewMembers]:
        for ordinals, everybody in sealer.joined(self._as_they_came()):
            new = everybody
            if not left_out.isdisjoint(ordinals):
                new = new.some([ordinal not in left_out for ordinal in ordinals])
            if met:
                whens = zip(new.organization_ids, new.since, strict=True)
                new = new._replace(since=[met[at][1] if at in met and met[at][0] >= on else on for at, on in whens])
            yield new

    def _as_they_came(self) -> Iterator[sealer.Sealed]:
        if self._into and not isinstance(self._into, Path):
            self._into.seek(0)
            while lot := sealer.get(self._into):
                yield lot[0], NewMembers._make(lot[1])
        yield from map(sealer.sealed, self._waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in (self._helper, self.writer):
            if helper:
                helper.stop()
        newcomers.let_go()
        self._closing.close()


class _Folder:
    """A folder of our own in another one. Whatever an import left there that was killed is cleared away first."""

    def __init__(self, above: Path) -> None:
        self.above = above

    def __enter__(self) -> Path:
        for left in self.above.glob(f"{PREFIX}*"):
            _clear_away(left)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self.above))
        self.held = (self.folder / "held").open("w")
        fcntl.flock(self.held, fcntl.LOCK_EX)
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.held.close()


def _clear_away(folder: Path) -> None:
    """Unless somebody is at work in it: the lock goes with the process, however that ends."""
    try:
        with (folder / "held").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - folder.stat().st_mtime > YOUNG:
                shutil.rmtree(folder, ignore_errors=True)
    except (BlockingIOError, FileNotFoundError):
        return
