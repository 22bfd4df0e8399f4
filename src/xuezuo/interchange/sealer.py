"""Sealing the new members of a roster: in this process, or in one beside it that a long roster starts.

`python -m xuezuo.interchange.sealer FD` reads the settings that sealing needs, then batches of rows, from its standard
input, and writes the sealed batches to the open file FD. Plain numbers pass through a pipe and never lie on a disk.
"""

import marshal
import subprocess
import sys
from itertools import compress
from typing import IO, Any, NamedTuple

from django.conf import settings

from xuezuo.organizations import sealing

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
        ordinals, persons, indexes = (
            list(compress(one, chosen)) for one in (self.ordinals, self.persons, self.indexes)
        )
        return NewRows(ordinals, [list(compress(column, chosen)) for column in self.fields], persons, indexes)


Sealed = tuple[list[int], list[int], list[str], list[tuple[str, ...]], list[list[Any]]]
"""The ordinals, and what `entries.NewMembers` has."""


def sealed(new: NewRows) -> Sealed:
    ordinals, fields, persons, indexes = new
    branch, name, sex, nationality, birth, joined, category, full, education, post, phone, groups = fields
    return (
        ordinals,
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


def _or_none(days: list[str]) -> list[str | None]:
    return [day or None for day in days]


def put(file: IO[bytes], content: Any) -> None:
    packed = marshal.dumps(content, WITHOUT_REFERENCES)
    file.write(len(packed).to_bytes(8))
    file.write(packed)


def get(file: IO[bytes]) -> Any:
    """The next content, None at the end."""
    length = file.read(8)
    return marshal.loads(file.read(int.from_bytes(length))) if length else None  # noqa: S302 - written by ourselves


class SealingFailed(Exception):
    """Not the roster's fault, so no refusal: the import ends and nothing is written."""


class Helper:
    """The process beside this one, on the other core."""

    def __init__(self, into: IO[bytes]) -> None:
        command = [sys.executable, "-m", "xuezuo.interchange.sealer", str(into.fileno())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[into.fileno()])  # noqa: S603 - our own program
        self.put({name: getattr(settings, name) for name in NEEDED})

    def put(self, content: Any) -> None:
        assert self._process.stdin is not None
        try:
            put(self._process.stdin, content)
        except OSError as problem:
            raise SealingFailed("the process that seals has ended") from problem

    def finish(self) -> None:
        """Wait until everything is sealed. Raises `SealingFailed` if it is not."""
        self._process.communicate()
        if self._process.returncode:
            raise SealingFailed(f"the process that seals ended with {self._process.returncode}")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


def main(number: str) -> None:
    settings.configure(**get(sys.stdin.buffer))
    with open(int(number), "wb", closefd=False) as into:
        while new := get(sys.stdin.buffer):
            put(into, sealed(NewRows._make(new)))


if __name__ == "__main__":
    main(sys.argv[1])
