"""The shapes in which a roster reaches the actions: one tuple a row, dates as ISO text, "" for what is not known."""

from typing import NamedTuple


class NewOrganization(NamedTuple):
    """`parent` is a code, of the file or already known; "" for a root."""

    code: str
    name: str
    parent: str
    kind: str
    sector: str
    valid_from: str
    duties_from: str


class ChangedOrganization(NamedTuple):
    id: int
    values: dict[str, str]
    """Of name, kind, sector, duties_from: those that differ."""


class NewMember(NamedTuple):
    """`id_sealed`, `id_index` and `phone` are the bytes to be stored (`organizations.sealing`).

    `since` is the first day on the roster, where that is not the day of joining.
    """

    organization_id: int
    name: str
    sex: str
    nationality: str
    birth_on: str
    id_sealed: bytes
    id_index: bytes
    phone: bytes | None
    education: str
    post: str
    joined_on: str
    full_on: str
    category: str
    groups: tuple[str, ...]
    since: str = ""


class ChangedMember(NamedTuple):
    """With `keeps_start` another day of joining does not move the first day on the roster."""

    id: int
    values: dict[str, object]
    joined_groups: tuple[str, ...]
    left_groups: tuple[str, ...]
    keeps_start: bool = False
