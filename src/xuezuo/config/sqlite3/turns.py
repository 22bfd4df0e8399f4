"""A line of writers across threads and processes: who came first is served first.

SQLite lets those who wait for its one write lock ask again and again, each at its own intervals, and whoever asks at the
right moment has it: of eight that write without pause one may wait seconds while others come by ten times. Here each
takes a number from a small file beside the database, locks the byte of its number, and waits until that of the number
before it is free. The locks are the kernel's and belong to the open file, so a process that is killed is out of the line
at once. Whoever is served rings for the next one, so that the turn is handed over in the time that it takes to wake a
process; a bell that does not ring is only missed for a moment. The line only orders those who stand in it; what may be written is still decided by SQLite's own lock: when the
one in front gives up, the next has its turn although somebody may still be writing, and waits for that lock itself.
"""

from __future__ import annotations

import logging
import os
import stat
import struct
import time
import weakref
from contextlib import suppress
from pathlib import Path

from xuezuo.config.sqlite3.bells import Bells

try:
    import fcntl
except ImportError:  # no such locks on this system: writers wait as SQLite lets them
    fcntl = None  # type: ignore[assignment]

NUMBER = struct.Struct("<Q")
"""At the head of the file: the number that was given out last."""

NUMBERS = 2**40
"""More than are ever given out; in a file that somebody wrote over they begin anew, for not every number's byte can be locked."""

LOCK = struct.Struct("hhqqi4x")
"""`struct flock`: the kind, whence, the first byte, how many, nobody's process id."""

FIRST_BYTE = 1024
"""Behind what is written in the file: number `n` locks byte `FIRST_BYTE + n`."""

BY_ITSELF = 0.05
"""Seconds after which anybody looks, also if no bell rang: whoever was to ring may be dead."""

SOONEST, LATEST, PART = 0.0001, 0.02, 8
"""Seconds between two looks where there are no bells: a part of what was waited so far, at least and at most these."""

OPEN = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
"""No link is followed: whoever may write in the folder must not have root write elsewhere."""

logger = logging.getLogger(__name__)

_told: set[str] = set()
"""Files that this process has already said it cannot use."""


class Turns:
    """One connection's place in the line; not to be shared between threads, as the connection is not.

    The file belongs to whom `database` belongs to. Without a file that can be written there is no line: every turn comes
    at once, and the log says so once a process if the database itself could be written.
    """

    def __init__(self, path: str, timeout: float, database: str | None = None) -> None:
        self._file, self._number, self._timeout = -1, 0, timeout
        self._bells: Bells | None = None
        if hasattr(fcntl, "F_OFD_SETLK"):
            try:
                self._file = _opened(path, database)
                self._bells = _bells(path)
            except OSError as problem:
                _tell(path, database, problem)
        # a thread that ends closes nothing: its connection is only forgotten, and this file is to go with it
        self._let_go = weakref.finalize(self, os.close, self._file) if self._file >= 0 else None
        if self._let_go:
            self._let_go.atexit = False

    def take(self) -> bool:
        """Wait for the turn; False if it did not come within the time that a writer waits for the database at all.

        Raises whatever a signal's handler raises meanwhile; the place in the line is given up then.
        """
        if self._file < 0 or self._number:
            return True
        try:
            return self._waited(self._drawn(), time.monotonic() + self._timeout)
        except OSError:  # a disk without such locks, or a full one: there is no line then
            self.give_back()
            return True
        except BaseException:  # nobody will come back for this place, and all behind it would wait in vain
            self.give_back()
            raise

    def _waited(self, number: int, until: float) -> bool:
        began = time.monotonic()
        while True:
            seen = self._bells.seen(number) if self._bells else 0
            if self._try(FIRST_BYTE + number - 1):
                return True
            now = time.monotonic()
            if now >= until:
                self.give_back()
                return False
            if self._bells:
                self._bells.wait(number, seen, min(until - now, BY_ITSELF))
            else:
                time.sleep(min(until - now, max(min((now - began) / PART, LATEST), SOONEST)))

    def give_back(self) -> None:
        """The turn is over, or is not waited for any more."""
        number, self._number = self._number, 0
        if number:
            with suppress(OSError):
                self._unlock(FIRST_BYTE + number - 1, 2)  # its own, and the one before, which it waited for
            if self._bells:
                self._bells.ring(number + 1)

    def close(self) -> None:
        number, bells = self._number, self._bells
        self._file, self._number, self._bells = -1, 0, None
        if self._let_go:
            self._let_go()  # once; and with the file go its locks, unless a process that was forked has it too
        if number and bells:
            bells.ring(number + 1)

    def _drawn(self) -> int:
        """The next number, its byte locked before anybody can draw the one after it."""
        try:
            self._lock(fcntl.F_OFD_SETLKW, 0)  # held by nobody for longer than these lines
            given = os.pread(self._file, NUMBER.size, 0).ljust(NUMBER.size, b"\0")
            last = NUMBER.unpack(given)[0]
            self._number = last + 1 if last < NUMBERS else 1
            self._lock(fcntl.F_OFD_SETLKW, FIRST_BYTE + self._number)
            os.pwrite(self._file, NUMBER.pack(self._number), 0)
        finally:
            self._unlock(0)
        return self._number

    def _try(self, byte: int) -> bool:
        try:
            self._lock(fcntl.F_OFD_SETLK, byte)
        except BlockingIOError:
            return False
        return True

    def _lock(self, how: int, byte: int) -> None:
        fcntl.fcntl(self._file, how, LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0))

    def _unlock(self, byte: int, count: int = 1) -> None:
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, LOCK.pack(fcntl.F_UNLCK, os.SEEK_SET, byte, count, 0))


def _opened(path: str, database: str | None) -> int:
    """The file, made if need be: for the owner, group and rights of the database, as SQLite makes its own beside it.

    Only what was just made is handed over: what lay there may be somebody's link to another file.
    """
    with suppress(FileNotFoundError):
        return os.open(path, OPEN)
    try:
        made = os.open(path, OPEN | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another was quicker
        return os.open(path, OPEN)
    if database is not None:
        with suppress(OSError):  # whoever may not hand it over keeps it; the database's owner will say that it is shut
            owner = Path(database).stat()
            os.fchmod(made, stat.S_IMODE(owner.st_mode) & 0o666)
            os.fchown(made, owner.st_uid, owner.st_gid)
    return made


def _bells(path: str) -> Bells | None:
    """None where there are none; whoever waits looks again and again then. Opened once more, for the locks end with the
    last copy of what was opened for them.
    """
    with suppress(OSError):
        file = os.open(path, OPEN)
        try:
            return Bells(file)
        finally:
            os.close(file)
    return None


def _tell(path: str, database: str | None, problem: OSError) -> None:
    """A database that cannot be written has no writers, and needs no line; of any other the log says once that it has none."""
    if path in _told or database is None or not os.access(database, os.W_OK, effective_ids=True):
        return
    _told.add(path)
    logger.warning(
        "%s cannot be used (%s): writers are not served in the order in which they come. It must belong to the owner of"
        " the database; it may be deleted while nothing runs.",
        path,
        problem.strerror,
    )
