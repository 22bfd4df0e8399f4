"""What an example of an address is, and the parts that many addresses share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.access.place import Spot

OWN = frozenset({"own"})
BELOW = frozenset({"own", "child", "grandchild"})
NAMES = frozenset({"own", "child"})
LINE = frozenset({"own", "parent"})
NOWHERE: frozenset[str] = frozenset()

Parts = Callable[[Spot], dict[str, object]]


@dataclass(frozen=True)
class Address:
    parts: Parts | None = None
    seen: frozenset[str] = BELOW
    seen_by: dict[str, frozenset[str]] = field(default_factory=dict)
    sent: Callable[[Spot], dict[str, object]] = lambda spot: {}
    query: Parts | None = None
    closed_to: frozenset[str] = frozenset()
    writers: dict[str, frozenset[str]] | None = None
    """For a post only: from where each role may; other roles not at all."""

    @property
    def varies(self) -> bool:
        return self.parts is not None or self.query is not None

    def seen_from(self, role: str, method: str) -> frozenset[str]:
        if method == "post" and self.writers is not None:
            return self.writers.get(role, NOWHERE)
        return NOWHERE if method in self.closed_to else self.seen_by.get(role, self.seen)


def code(spot: Spot) -> dict[str, object]:
    return {"code": spot.code}


def organization(spot: Spot) -> dict[str, object]:
    return {"organization": spot.code}


def draft(spot: Spot) -> dict[str, object]:
    return {"pk": spot.draft}


def draft_proposal(spot: Spot) -> dict[str, object]:
    return {"pk": spot.draft, "proposal": spot.proposal}


def issued_notice(spot: Spot) -> dict[str, object]:
    return {"pk": spot.notice}


def record(spot: Spot) -> dict[str, object]:
    return {"pk": spot.record}


def claim(spot: Spot) -> dict[str, object]:
    return {"pk": spot.record, "requirement": spot.requirement}


def pk_of(name: str) -> Parts:
    return lambda spot: {"pk": getattr(spot, name)}


def asked_in(spot: Spot) -> dict[str, object]:
    return {"code": spot.campaign, "requirement": "RQ1"}


def asked_at(spot: Spot) -> dict[str, object]:
    return {"code": spot.code, "requirement": spot.requirement}


def briefing(spot: Spot) -> dict[str, object]:
    return {"pk": spot.briefing}


def paragraph(spot: Spot) -> dict[str, object]:
    return {"pk": spot.briefing, "paragraph": spot.paragraph}


def key_of_somebody(spot: Spot) -> dict[str, object]:
    return {"pk": spot.organization}
