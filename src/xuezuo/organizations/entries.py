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
    """`id_sealed`, `id_index` and `phone` are the bytes to be stored (`organizations.sealing`)."""

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


class ChangedMember(NamedTuple):
    id: int
    values: dict[str, object]
    joined_groups: tuple[str, ...]
    left_groups: tuple[str, ...]
