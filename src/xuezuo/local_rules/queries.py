"""Which value of a parameter holds at a place on a day: the strictest of the general rule and of everything above."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from xuezuo import tree_paths
from xuezuo.local_rules.models import Narrowing
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of
from xuezuo.rule_packs.queries import rule
from xuezuo.scopes import NotVisible, Scope


@dataclass(frozen=True)
class Held:
    """A narrowing where it stands: it holds in `[since, until)` for everything at or below its path."""

    value: int
    since: date
    until: date


class LocalValues:
    """Narrowings of some part of the tree, read once, asked often."""

    def __init__(self, rows: Iterable[tuple[str, int, date, date, str, date, date]]) -> None:
        self._held: dict[tuple[str, str], list[Held]] = {}
        for key, value, since, until, path, placed_from, placed_to in rows:
            held = Held(value, max(since, placed_from), min(until, placed_to))
            if held.since < held.until:
                self._held.setdefault((key, path), []).append(held)

    @property
    def any(self) -> bool:
        return bool(self._held)

    def value(self, key: str, path: str, day: date) -> int | None:
        """The value at a place on a day; None while there is no general rule to be stricter than."""
        found = rule(key, day)
        if found is None or not self._held:
            return found
        for end in range(tree_paths.SEGMENT, len(path) + 1, tree_paths.SEGMENT):
            for held in self._held.get((key, path[:end]), ()):
                if held.since <= day < held.until:
                    found = max(found, held.value)
        return found


_ROW = (
    "key",
    "value",
    "valid_from",
    "valid_to",
    "organization__placements__path",
    "organization__placements__valid_from",
    "organization__placements__valid_to",
)


def values_of(paths: Collection[str], keys: Collection[str]) -> LocalValues:
    """What holds at places with these paths, whatever the day."""
    lines = {part for path in paths for part in (*tree_paths.ancestors(path), path)}
    found = Narrowing.objects.filter(key__in=keys, organization__placements__path__in=lines)
    return LocalValues(found.values_list(*_ROW))


def all_values(keys: Collection[str]) -> LocalValues:
    """What holds anywhere, for engines: a branch of today's subtree may have stood elsewhere when a period began."""
    return LocalValues(Narrowing.objects.filter(key__in=keys).values_list(*_ROW))


def narrowings_for(scope: Scope, placement: Placement, day: date) -> QuerySet[Narrowing]:
    """Everything that is set at the place or above it and is not over yet, with who set it. What superiors ask is no
    secret from those below.
    """
    placement_of(scope, placement.organization_id)
    line = [*tree_paths.ancestors(placement.path), placement.path]
    setting = Placement.objects.filter(holding_on(day), path__in=line).values("organization_id")
    return Narrowing.objects.filter(organization_id__in=setting, valid_to__gt=day).select_related("organization")


def narrowing(scope: Scope, pk: int) -> Narrowing:
    """One that was set in the scope. Raises `NotVisible` outside it."""
    found = Narrowing.objects.filter(pk=pk).select_related("organization").first()
    if found is None:
        raise NotVisible(pk)
    placement_of(scope, found.organization_id)
    return found
