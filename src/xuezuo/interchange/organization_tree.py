"""Rows of organizations against each other and against the tree: who is new, changed, the same, or cannot be placed."""

from collections import Counter
from dataclasses import dataclass, field

from xuezuo import tree_paths
from xuezuo.interchange import words
from xuezuo.interchange.findings import GRAVITY, outcome_of
from xuezuo.interchange.organization_rows import Draft
from xuezuo.organizations.entries import ChangedOrganization, NewOrganization
from xuezuo.organizations.fields import PathField
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.queries import KnownOrganization
from xuezuo.periods import FOREVER, LONG_AGO, today

DEEPEST = (PathField().max_length or 0) // tree_paths.SEGMENT
SHOWN_CIRCLE = 6


@dataclass
class Plan:
    new: list[NewOrganization] = field(default_factory=list)
    changed: list[ChangedOrganization] = field(default_factory=list)
    unchanged: int = 0


class Tree:
    """Checks all drafts together; findings are added to the drafts themselves."""

    def __init__(self, drafts: list[Draft], known: dict[str, KnownOrganization]) -> None:
        self.drafts = drafts
        self.known = known
        self.placed = {code: one for code, one in known.items() if one.path}
        self.by_code: dict[str, Draft] = {}

    def check(self) -> None:
        self._codes()
        self._against_known()
        self._roots()
        self._parents()
        self._parents_ahead()
        self._circles_and_depth()
        self._branches()
        self._names()
        self._waiting()

    def _codes(self) -> None:
        """The same code twice: counted once when the content is the same, else for a person to choose."""
        for draft in self.drafts:
            if not draft.code:
                continue
            first = self.by_code.setdefault(draft.code, draft)
            if first is draft:
                continue
            if first.content == draft.content:
                draft.blame("duplicate_row", "code", draft.code, other=first.row)
            else:
                draft.blame("code_twice", "code", draft.code, other=first.row)
                if not any(finding.code == "code_twice" for finding in first.findings):
                    first.blame("code_twice", "code", first.code, other=draft.row)

    def _against_known(self) -> None:
        for draft in self.by_code.values():
            one = self.known.get(draft.code)
            if one is None:
                continue
            if not one.path:
                draft.blame("code_taken", "code", draft.code, new=one.name)
            elif draft.parent != one.parent:
                if draft.name == one.name:
                    draft.blame("parent_changed", "parent", draft.parent_raw, new=one.parent or "—")
                else:
                    draft.blame("code_taken", "code", draft.code, new=one.name)
            since = one.valid_from.isoformat() if one.valid_from else ""
            if draft.founded and draft.founded != since and one.path:
                draft.blame("founded_differs", "founded", draft.founded, new=since)

    def _roots(self) -> None:
        """One root a place. Of several rows without a superior, the one with others below it is meant as the root."""
        roots = [draft for draft in self.by_code.values() if not draft.parent and not _has(draft, "parent")]
        standing = next((one for one in self.placed.values() if not one.parent), None)
        if standing is None and len(roots) > 1:
            parents = {draft.parent for draft in self.drafts}
            heads = [draft for draft in roots if draft.code in parents]
            standing_code = heads[0].code if len(heads) == 1 else ""
        else:
            standing_code = standing.code if standing else roots[0].code if roots else ""
        for draft in roots:
            if draft.code != standing_code and draft.code not in self.known:
                other = standing_code or next(one.code for one in roots if one is not draft)
                draft.blame("second_root", "parent", "", new=other)

    def _parents(self) -> None:
        for draft in self.drafts:
            parent = draft.parent
            if parent and parent not in self.by_code and parent not in self.placed:
                code = "0" + parent
                lost = code in self.by_code or code in self.placed
                draft.blame("code_zero_lost" if lost else "parent_unknown", "parent", draft.parent_raw, new=code)

    def _parents_ahead(self) -> None:
        """Something new below what is to be closed, merged or moved would stay behind: the act's rows are written."""
        for draft in self.drafts:
            above = self.placed.get(draft.parent)
            if above is None or draft.code in self.known:
                continue
            begins = above.valid_from is not None and above.valid_from > today()
            if begins or above.until != FOREVER:
                day = above.valid_from if begins else above.until
                draft.blame("parent_changes_ahead", "parent", draft.parent_raw, new=above.name, day=day)

    def _parent_of(self, code: str) -> str:
        draft = self.by_code.get(code)
        return draft.parent if draft else self.placed[code].parent if code in self.placed else ""

    def _circles_and_depth(self) -> None:
        depths: dict[str, int] = {"": 0}
        for code in self.by_code:
            trail: list[str] = []
            walked: set[str] = set()
            at = code
            while at not in depths and at not in walked:
                trail.append(at)
                walked.add(at)
                at = self._parent_of(at)
            if at not in depths:
                self._blame_circle(trail[trail.index(at) :])
            depth = depths.get(at, 0)
            for one in reversed(trail):
                depth += 1
                depths[one] = depth
                if depth > DEEPEST and one in self.by_code:
                    self.by_code[one].blame("too_deep", "parent", self.by_code[one].parent_raw, limit=DEEPEST)

    def _blame_circle(self, circle: list[str]) -> None:
        shown = circle[:SHOWN_CIRCLE] + (["…"] if len(circle) > SHOWN_CIRCLE else []) + circle[:1]
        for code in circle:
            if code in self.by_code:
                self.by_code[code].blame("parent_cycle", "parent", self.by_code[code].parent_raw, new=" → ".join(shown))

    def _branches(self) -> None:
        """A branch is the basic unit (D5.03): nothing stands below it."""
        for draft in self.drafts:
            above = self.by_code.get(draft.parent)
            held = self.placed.get(draft.parent)
            kind = (above.kind if above else "") or (held.kind if held else "")
            if kind in BRANCH_KINDS and not _has(draft, "parent"):
                name = above.name if above else held.name if held else ""
                draft.blame("branch_has_children", "parent", draft.parent_raw, new=name)

    def _names(self) -> None:
        first: dict[tuple[str, str], Draft] = {}
        for draft in self.by_code.values():
            same = first.setdefault((draft.parent, draft.name), draft)
            if same is not draft and draft.name:
                draft.blame("name_twice", "name", draft.name, other=same.row)

    def _waiting(self) -> None:
        """Rows below one that is not accepted cannot be placed either; said once each, from the top down."""
        children: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            if draft.code not in self.placed:
                children.setdefault(draft.parent, []).append(draft)
        bad = [draft for draft in self.by_code.values() if not _is_good(draft) and draft.code not in self.placed]
        while bad:
            above = bad.pop()
            for draft in children.get(above.code, ()):
                if _is_good(draft):
                    draft.blame("parent_waits", "parent", draft.parent_raw, other=above.row)
                    bad.append(draft)

    def plan(self) -> Plan:
        """What the good rows would change; call after `check`."""
        plan = Plan()
        below = Counter(draft.parent for draft in self.by_code.values())
        for draft in self.by_code.values():
            if not _is_good(draft):
                continue
            one = self.known.get(draft.code)
            if one is None:
                plan.new.append(_new(draft, has_children=below[draft.code] > 0))
            elif changes := _changes(draft, one):
                plan.changed.append(ChangedOrganization(one.id, changes))
            else:
                plan.unchanged += 1
        return plan


def _has(draft: Draft, column: str) -> bool:
    """Whether something is wrong with this very cell, so that its emptiness says nothing."""
    return any(finding.field == column for finding in draft.findings)


def _is_good(draft: Draft) -> bool:
    return GRAVITY[outcome_of(draft.findings)] < GRAVITY["decide"]


def _new(draft: Draft, *, has_children: bool) -> NewOrganization:
    """Nobody owes records for the time before the system was there, unless the file names a day."""
    return NewOrganization(
        code=draft.code,
        name=draft.name,
        parent=draft.parent,
        kind=draft.kind or words.kind_of_name(draft.name, has_children),
        sector=draft.sector or "other",
        valid_from=draft.founded or LONG_AGO.isoformat(),
        duties_from=draft.duties_from or today().isoformat(),
    )


def _changes(draft: Draft, one: KnownOrganization) -> dict[str, str]:
    given = {"name": draft.name, "kind": draft.kind, "sector": draft.sector, "duties_from": draft.duties_from}
    held = {"name": one.name, "kind": one.kind, "sector": one.sector, "duties_from": one.duties_from.isoformat()}
    return {name: value for name, value in given.items() if value and value != held[name]}
