"""What a phone's outbox holds: each act in an envelope of its own, and what is answered to it."""

from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any
from uuid import UUID

from django.db import models

from xuezuo.records.contents import fingerprint


class Kind(models.TextChoices):
    ENTER = "enter"
    CORRECT = "correct"
    CLAIM = "claim"
    WITHDRAW = "withdraw"
    MAKE_UP = "make_up"


@dataclass(frozen=True)
class Envelope:
    """`client_id` is made on the phone. `seen` is the version of the record that the phone had: a fingerprint, or the id
    of an envelope of its own that it had not heard of yet. `after` are envelopes that must be here before this one.
    `another` are records of the same day and kind that the person has seen and says are other meetings.
    """

    client_id: UUID
    kind: str
    body: dict[str, Any]
    seen: str = ""
    after: tuple[UUID, ...] = ()
    another: tuple[UUID, ...] = ()

    @property
    def digest(self) -> str:
        """Of what it says: it changes with the content and not with the road it took."""
        return fingerprint({"kind": self.kind, "body": _plain(self.body)})


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Answer:
    """`word` is `taken`, `already` (the same was here), `wait` (what it builds on is not here yet) or `conflict`.

    A conflict says `why`: `other_content` (this id came with other content), `changed` (somebody changed the record in
    between), `same_day` (there is a record of that kind and day), `made_up` (already, otherwise). `theirs` is the record
    as it stands, for a person to look at; nothing was written.
    """

    word: str
    record: Any = None
    version: str = ""
    why: str = ""
    theirs: dict[str, Any] = field(default_factory=dict)
