"""What somebody wants done to the tree, and the plan that it becomes: data only, the same for page and command."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xuezuo.organizations.models import Organization, Placement

NEW = 0
"""Stands for the organization that the act itself founds, as long as it has no id."""


@dataclass(frozen=True)
class Wish:
    """`code` is the organization that the act is about; of a founding, the one it is founded below ("" for a root).

    `to` is the new parent (move, reopen) or who takes over (merge, close). `others` are merged as well. `new_code`,
    `name`, `new_kind` and `sector` describe what is founded, or what is said anew. `members` go with a split by id,
    `children` by code.
    """

    kind: str
    code: str
    day: date
    reason: str = ""
    to: str = ""
    others: tuple[str, ...] = ()
    new_code: str = ""
    name: str = ""
    new_kind: str = ""
    sector: str = ""
    members: tuple[int, ...] = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relocation:
    """The subtree of an organization goes below another (`NEW`: the one founded by the act)."""

    place: Placement
    parent_id: int
    parent_path: str


@dataclass(frozen=True)
class Stay:
    """Memberships that end at one organization and go on at another."""

    organization: Organization
    to_id: int
    memberships: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that would change. `document` is what a person reads before saying yes; `digest` stands for it."""

    wish: Wish
    organization: Organization | None
    place: Placement | None = None
    parent: Placement | None = None
    founds: bool = False
    relocations: tuple[Relocation, ...] = ()
    ends: tuple[tuple[Placement, int], ...] = ()
    stays: tuple[Stay, ...] = ()
    descents: tuple[tuple[int, int], ...] = ()
    touched: tuple[tuple[int, str], ...] = ()
    under: Organization | None = None
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        text = json.dumps(self.document, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]
