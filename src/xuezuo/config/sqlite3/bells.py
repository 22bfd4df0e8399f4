"""Waking one process that waits, by Linux's futex: words in a mapped file that all of them share.

Whoever waits reads its word, makes sure that it must wait, and sleeps as long as the word still says what it read; whoever
rings writes another value there first and then wakes. So nobody sleeps through a ring that comes between the look and the
sleep. The words decide nothing: a bell that nobody rings because they were killed, or one that two ring at once, costs those
who wait no more than the time after which they look by themselves.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import platform
import sys
from functools import cache
from typing import Any

FUTEX = {"x86_64": 202, "aarch64": 98, "riscv64": 98, "loongarch64": 98, "ppc64le": 221, "s390x": 238}
"""The number of the system call, which Python has no name for, by machine; where a program's numbers have 64 bits."""

WAIT, WAKE, EVERYBODY = 0, 1, 2**31 - 1

FIRST, COUNT, SIZE = 512, 128, mmap.PAGESIZE
"""Where the words begin in the file, how many there are, and how long the file must be for them."""


class Bells:
    """The words of one file that is open for reading and writing; made longer if need be.

    The mapping keeps what was opened, so the caller's locks are not to hang on the same opening. Raises OSError where there
    is no such call, or the file cannot be mapped.
    """

    def __init__(self, file: int) -> None:
        self._call = _call()
        if os.fstat(file).st_size < SIZE:
            os.posix_fallocate(file, 0, SIZE)  # not a hole: a disk that is full when it is written to would kill
        self._words = (ctypes.c_uint32 * COUNT).from_buffer(mmap.mmap(file, SIZE), FIRST)
        # a value that it does not have: only this very call answers that with this error, and at once
        if self._futex(0, WAIT, self.seen(0) ^ 1, 0.0) != -1 or ctypes.get_errno() != errno.EAGAIN:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    def seen(self, number: int) -> int:
        """What to hand to `wait`; to be read before the caller looks whether it must wait."""
        return int(self._words[number % COUNT])

    def wait(self, number: int, seen: int, seconds: float) -> None:
        """Until the bell of this number rings, and no longer than so many seconds; also until a signal, or for nothing."""
        self._futex(number, WAIT, seen, seconds)

    def ring(self, number: int) -> None:
        self._words[number % COUNT] = self.seen(number) + 1  # which begins anew by itself
        self._futex(number, WAKE, EVERYBODY)

    def _futex(self, number: int, what: int, value: int, seconds: float = 0.0) -> int:
        at_most = (ctypes.c_long * 2)(int(seconds), int(seconds % 1 * 1e9))  # a `struct timespec`
        word = ctypes.byref(self._words, number % COUNT * 4)
        return int(self._call(FUTEX[platform.machine()], word, what, ctypes.c_uint32(value), at_most))


@cache
def _call() -> Any:
    if platform.machine() not in FUTEX or sys.maxsize < 2**32:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    return call
