"""A line of writers across threads and processes: who came first is served first.

SQLite lets those who wait for its one write lock ask again and again, each at its own intervals, and whoever asks at the
right moment has it: of eight that write without pause one may wait seconds while others come by ten times. Here each
takes a number from a small file beside the database, locks the byte of its number, and waits until that of the number
before it is free. The locks are the kernel's and belong to the open file, so a process that is killed is out of the line
at once. The line only orders those who stand in it; what may be written is still decided by SQLite's own lock.
"""

from __future__ import annotations

import os
import struct
import time
from contextlib import suppress

try:
    import fcntl
except ImportError:  # no such locks on this system: writers wait as SQLite lets them
    fcntl = None  # type: ignore[assignment]

ONE, NUMBERS = struct.Struct("<Q"), struct.Struct("<QQ")
"""At the head of the file: the number that was given out last, and the one whose turn it is."""

FIRST_BYTE = 1024
"""Behind the head and never written: number `n` locks byte `FIRST_BYTE + n`."""

NEXT, FURTHER = 0.0006, 0.002
"""Seconds between two looks: of whoever is next, and of everybody else for each one before them."""


class Turns:
    """One connection's place in the line; not to be shared between threads, as the connection is not."""

    def __init__(self, path: str, timeout: float) -> None:
        self._file, self._number, self._timeout = -1, 0, timeout
        if hasattr(fcntl, "F_OFD_SETLK"):
            with suppress(OSError):  # a folder that cannot be written has no writers either
                self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Wait for the turn; False if it did not come within the time that a writer waits for the database at all."""
        if self._file < 0 or self._number:
            return True
        try:
            return self._waited(self._drawn(), time.monotonic() + self._timeout)
        except OSError:  # a disk without such locks, or a full one: there is no line then
            self.give_back()
            return True

    def _waited(self, number: int, until: float) -> bool:
        while not self._try(FIRST_BYTE + number - 1):
            if time.monotonic() > until:
                self.give_back()
                return False
            before = number - self._head()[1]
            time.sleep(NEXT if before <= 1 else min(before, 20) * FURTHER)
        self._unlock(FIRST_BYTE + number - 1)
        os.pwrite(self._file, ONE.pack(number), ONE.size)
        return True

    def give_back(self) -> None:
        """The turn is over, or is not waited for any more."""
        number, self._number = self._number, 0
        if number:
            with suppress(OSError):
                self._unlock(FIRST_BYTE + number)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file, self._number = -1, 0

    def _drawn(self) -> int:
        """The next number, its byte locked before anybody can draw the one after it."""
        self._lock(fcntl.F_OFD_SETLKW, 0)  # held by nobody for longer than these lines
        try:
            self._number = self._head()[0] + 1
            self._lock(fcntl.F_OFD_SETLKW, FIRST_BYTE + self._number)
            os.pwrite(self._file, ONE.pack(self._number), 0)
        finally:
            self._unlock(0)
        return self._number

    def _head(self) -> tuple[int, int]:
        given, served = NUMBERS.unpack(os.pread(self._file, NUMBERS.size, 0).ljust(NUMBERS.size, b"\0"))
        return given, served

    def _try(self, byte: int) -> bool:
        try:
            self._lock(fcntl.F_OFD_SETLK, byte)
        except BlockingIOError:
            return False
        return True

    def _lock(self, how: int, byte: int, kind: int | None = None) -> None:
        wanted = fcntl.F_WRLCK if kind is None else kind
        fcntl.fcntl(self._file, how, struct.pack("hhqqi4x", wanted, os.SEEK_SET, byte, 1, 0))

    def _unlock(self, byte: int) -> None:
        self._lock(fcntl.F_OFD_SETLK, byte, fcntl.F_UNLCK)
