"""Ending with the process that began this one, however that one ended."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Linux: the signal that a process gets when its parent has died."""


def end_with_parent() -> None:
    """Whoever is killed outright tells nobody, and a worker that lived on would hold the port and go on answering.

    Only on Linux; to be called in the child, whose parent must have begun it from a thread that stays.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died just before
        os.kill(os.getpid(), signal.SIGTERM)
