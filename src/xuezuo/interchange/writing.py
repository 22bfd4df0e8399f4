"""Writing a first roster beside its reading, on the other core: a process that seals the rows and puts them into the database.

`python -m xuezuo.interchange.writing` reads from its standard input how things are set up and who imports, then rows by the
lot. All of it is one transaction, and it ends that only at a word which is given when every row was judged good: whenever
its input ends before, because the file is refused or whoever reads it was killed, nothing was written.
"""

import gc
import json
import os
import subprocess
import sys
import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction

from xuezuo.audit import requests
from xuezuo.interchange.sealer import NEEDED, NewRows, get, joined, put, sealed
from xuezuo.organizations.entries import NewMembers
from xuezuo.scopes import Scope

RACED = 3
"""The exit code when others wrote the same people meanwhile."""

BROKEN = 4
"""The exit code when the database is busy, full or gone: the last line says which."""

READY = "ready"


class WritingFailed(Exception):
    """Nobody's fault who brings a roster, so no refusal: the import ends and nothing is written."""


def is_possible() -> bool:
    """Whether another process can write: not into a database in memory, nor inside a transaction of this one."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not in_memory and not connection.in_atomic_block


class Writer:
    """The process beside this one. Whoever is stopped before `finish` has returned has written nothing."""

    def __init__(self, by: Scope) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "xuezuo.interchange.writing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"XUEZUO_DATA": str(settings.DATA)},
        )
        database = str(connection.settings_dict["NAME"])
        set_up = {name: getattr(settings, name) for name in NEEDED}
        self._put([set_up, database, asdict(by), requests.current.get()])

    def add(self, new: NewRows) -> None:
        self._put(tuple(new))

    def finish(
        self,
        left_out: Collection[int],
        source: dict[str, object],
        told: Callable[[int], None],
        ask_again: Callable[[], None],
    ) -> None:
        """Every row was judged: wait until all is written. What `told` raises takes everything back, and so does what
        `ask_again` raises, which is called once, when only the commit is left.

        Raises `IntegrityError` if somebody of the roster was entered by others meanwhile, `OperationalError` if the
        database is busy, full or gone, `WritingFailed` if it did not come to its end for another reason.
        """
        self._put([sorted(left_out), json.dumps(source)])
        said: object = None
        for said in self._said():
            if said == READY:
                ask_again()
                self._put(READY)
            elif isinstance(said, int):
                told(said)
        self._see_its_end(said)

    def _said(self) -> Iterator[Any]:
        """What it says until its end: how many are written, that it is ready, what broke."""
        assert self._process.stdout is not None
        return map(json.loads, self._process.stdout)

    def _put(self, content: Any) -> None:
        assert self._process.stdin is not None
        try:
            put(self._process.stdin, content)
            self._process.stdin.flush()
        except OSError:  # it reads no more, so it says no more either
            self._see_its_end(*self._said())

    def _see_its_end(self, *said: object) -> None:
        code = self._process.wait()
        if code == RACED:
            raise IntegrityError("written by others meanwhile")
        if code == BROKEN:
            raise OperationalError(said[-1])
        if code:
            raise WritingFailed(f"the process that writes ended with {code}")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


class _Arriving:
    """What comes through the pipe, as `entries.Arriving`."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._ordinals = array("Q")
        self._ending: list[Any] = []

    def __iter__(self) -> Iterator[NewMembers]:
        for ordinals, new in joined(map(sealed, self._rows())):
            self._ordinals.extend(ordinals)
            yield new

    def _rows(self) -> Iterator[NewRows]:
        while len(told := _next(self._pipe)) == len(NewRows._fields):
            yield NewRows._make(told)
        self._ending = told

    def taken_back(self) -> Sequence[int]:
        """Rows that block never came, so their places in the roster are looked up."""
        places = (bisect_left(self._ordinals, ordinal) for ordinal in self._ending[0])
        came = zip(places, self._ending[0], strict=True)
        return [at for at, ordinal in came if at < len(self._ordinals) and self._ordinals[at] == ordinal]

    def source(self) -> dict[str, object]:
        return dict(json.loads(self._ending[1]))


def _next(pipe: IO[bytes]) -> Any:
    """Raises `EOFError` when whoever reads the roster has ended."""
    told = get(pipe)
    if not told:
        raise EOFError
    return told


def main() -> None:
    """Whatever is set up otherwise than by the environment comes through the pipe too, before the first connection."""
    import django  # reason: this is a program of its own

    gc.disable()  # as the import has it
    pipe = sys.stdin.buffer
    set_up, database, by, request_number = _next(pipe)
    requests.current.set(request_number)
    django.setup()
    for name, value in set_up.items():
        setattr(settings, name, value)
    settings.DATABASES["default"]["NAME"] = database
    from xuezuo.organizations import actions  # reason: models must be there

    try:
        with transaction.atomic():
            actions.import_first_members(by=Scope(**by), new=_Arriving(pipe), told=_say)
            _say(READY)
            _next(pipe)
            threading.Thread(target=_end_with, args=[pipe], daemon=True).start()
    except IntegrityError:
        sys.exit(RACED)
    except OperationalError as problem:
        _say(str(problem))
        sys.exit(BROKEN)


def _say(word: int | str) -> None:
    """One line, for what breaks may be told in several."""
    sys.stdout.write(f"{json.dumps(word)}\n")
    sys.stdout.flush()


def _end_with(pipe: IO[bytes]) -> None:
    """Nothing more comes: the pipe ends when whoever reads the roster has been killed, and this process with it."""
    os.read(pipe.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    try:
        main()
    except EOFError:
        sys.exit(1)
