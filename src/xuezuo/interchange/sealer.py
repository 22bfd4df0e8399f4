"""Sealing the new members of a roster: in this process, or in one beside it that a long roster starts.

`python -m xuezuo.interchange.sealer INTO` reads the settings that sealing needs, then rows by the lot, from its standard
input. Sealed, they go to the open file INTO if that is a number, else into a new `scratch` at that path. Plain numbers pass
through a pipe and never lie on a disk.
"""

import marshal
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, compress, islice
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

from django.conf import settings

from xuezuo.organizations import sealing
from xuezuo.organizations.entries import NewMembers
from xuezuo.organizations.scratch import Filling, Met

T = TypeVar("T")
JOINED = 10
"""Lots that are written in one go."""

WITHOUT_REFERENCES = 2
"""The version of marshal that does not look for equal objects, which here costs more than it saves."""

NEEDED = ("SUITE", "FIELD_KEY", "INDEX_KEY", "KEYS")


class NewRows(NamedTuple):
    """Rows of a roster column by column: their place in it, the columns of `Draft`, identity numbers, and the keyed hashes
    of these if they were worked out already.
    """

    ordinals: list[int]
    fields: list[list[Any]]
    persons: list[str]
    indexes: list[bytes]

    def some(self, chosen: list[bool]) -> "NewRows":
        return NewRows(
            list(compress(self.ordinals, chosen)),
            [list(compress(column, chosen)) for column in self.fields],
            list(compress(self.persons, chosen)),
            list(compress(self.indexes, chosen)),
        )


Sealed = tuple[list[int], NewMembers]
"""With the ordinals of the rows."""


def sealed(new: NewRows) -> Sealed:
    ordinals, fields, persons, indexes = new
    branch, name, sex, nationality, birth, joined, category, full, education, post, phone, groups = fields
    return ordinals, NewMembers(
        branch,
        joined,
        [told or () for told in groups],
        [
            name,
            sex,
            nationality,
            _or_none(birth),
            sealing.seal_all(persons, "member.id_number"),
            indexes or sealing.index_all(persons),
            sealing.seal_all(phone, "member.phone"),
            education,
            post,
            _or_none(joined),
            _or_none(full),
            category,
        ],
    )


def joined(lots: Iterator[Sealed]) -> Iterator[Sealed]:
    """Lots of the reader are small; writing many rows is cheaper than writing few."""
    while some := list(islice(lots, JOINED)):
        yield (
            _joined(one for one, _ in some),
            NewMembers(
                _joined(new.organization_ids for _, new in some),
                _joined(new.since for _, new in some),
                _joined(new.groups for _, new in some),
                [_joined(fact) for fact in zip(*(new.facts for _, new in some), strict=True)],
            ),
        )


def _joined(columns: Iterable[list[T]]) -> list[T]:
    return list(chain.from_iterable(columns))


def _or_none(days: list[str]) -> list[str | None]:
    return [day or None for day in days]


def put(file: IO[bytes], content: Any) -> None:
    packed = marshal.dumps(content, WITHOUT_REFERENCES)
    file.write(len(packed).to_bytes(8))
    file.write(packed)


def get(file: IO[bytes]) -> Any:
    """The next content, nothing at the end."""
    length = file.read(8)
    return marshal.loads(file.read(int.from_bytes(length))) if length else ()  # noqa: S302 - written by ourselves


class SealingFailed(Exception):
    """Not the roster's fault, so no refusal: the import ends and nothing is written."""


class Helper:
    """The process beside this one, on the other core."""

    def __init__(self, into: IO[bytes] | Path) -> None:
        told, passed = (str(into), []) if isinstance(into, Path) else (str(into.fileno()), [into.fileno()])
        command = [sys.executable, "-m", "xuezuo.interchange.sealer", told]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=passed)  # noqa: S603 - our own program
        self._put({name: getattr(settings, name) for name in NEEDED})

    def add(self, new: NewRows) -> None:
        self._put(tuple(new))

    def _put(self, content: Any) -> None:
        assert self._process.stdin is not None
        try:
            put(self._process.stdin, content)
        except OSError as problem:
            raise SealingFailed("the process that seals has ended") from problem

    def finish(self, left_out: Collection[int], met: Met) -> None:
        """Wait until everything is sealed; a scratch is put right at its end. Raises `SealingFailed` if it is not."""
        self._put((list(left_out), dict(met)))
        self._process.communicate()
        if self._process.returncode:
            raise SealingFailed(f"the process that seals ended with {self._process.returncode}")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


def main(into: str) -> None:
    settings.configure(**get(sys.stdin.buffer))
    if into.isdigit():
        with open(int(into), "wb", closefd=False) as file:
            while len(told := get(sys.stdin.buffer)) == len(NewRows._fields):
                ordinals, new = sealed(NewRows._make(told))
                put(file, (ordinals, tuple(new)))
    else:
        filling = Filling(Path(into))
        while len(told := get(sys.stdin.buffer)) == len(NewRows._fields):
            filling.add(*sealed(NewRows._make(told)))
        if told:  # else whoever asked has ended
            filling.finish(*told)


if __name__ == "__main__":
    main(sys.argv[1])
