"""From a viewer, a code, a day and a tree to a question, and from an indicator to the tests that a question makes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from xuezuo import tree_paths
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import kept, live
from xuezuo.indicators.engines.kept import Kept, Waiting
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Test
from xuezuo.indicators.snapshots import engine_of, prepared_for
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import placement_by_code, placements, top_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.queries import name_on
from xuezuo.scopes import NotVisible, Scope, operator
from xuezuo.statements import fetch

TREES = ("then", "now")
ENGINES = ("auto", "live", "kept", "snapshot", "spark")
"""`auto` reads kept rows unless something waits to be counted; a page asks `quick`, and says what waits."""

AT_ONCE = 2_000
"""Up to so many organizations the slower figures are counted while somebody waits; above, on request."""

Narrow = Mapping[str, str]

CHILDREN = (
    "SELECT o.code, COALESCE(n.name, o.name), p.path FROM organizations_placement p"
    " JOIN organizations_organization o ON o.id = p.organization_id"
    " LEFT JOIN reorganizations_naming n ON n.organization_id = o.id AND n.valid_from <= %s AND n.valid_to > %s"
    " WHERE p.parent_id = %s AND p.valid_from <= %s AND p.valid_to > %s AND p.path >= %s AND p.path < %s"
)
"""Of a day, as `children_of` and `names_on` find them, in one question."""


@dataclass(frozen=True)
class Asked:
    """A question with its place: `placement` is where the organization stands in the tree of the question.

    `engine` counts, groups and lists for it, unless kept rows answer (`engine_name` says whether they may).
    """

    scope: Scope
    placement: Placement
    question: Question
    tree: str
    engine: Any = live
    engine_name: str = "auto"

    @property
    def organization(self) -> Organization:
        return self.placement.organization

    @property
    def has_below(self) -> bool:
        """Whether it can be read by what stands right below: not a branch, and not an organization asked for alone."""
        return not self.question.alone and self.organization.kind not in BRANCH_KINDS

    @cached_property
    def stood_at(self) -> str:
        """Its path in the tree of the question's day, for what was asked of it then; today's if it had none."""
        if self.question.day == self.question.tree_day:
            return self.placement.path
        place = placements(operator(), self.question.day).filter(organization_id=self.organization.pk).first()
        return place.path if place else self.placement.path

    @cached_property
    def waiting(self) -> Waiting:
        """What was changed here and does not stand in kept rows yet."""
        return kept.waiting(self.question.path) if self._may_be_kept else kept.NOTHING_WAITS

    @cached_property
    def _may_be_kept(self) -> bool:
        return self.engine_name in ("auto", "quick", "kept") and kept.is_kept(self.question)

    @cached_property
    def is_kept(self) -> bool:
        """Whether kept rows answer. Raises `Refusal` where they were asked for and are not there."""
        if self.engine_name == "kept" and not self._may_be_kept:
            raise Refusal("figure_not_kept", day=self.question.day.isoformat())
        if not self._may_be_kept or self.engine_name == "kept" or not self.waiting:
            return self._may_be_kept
        if self.engine_name == "auto" or self.organization.kind in BRANCH_KINDS:
            return False
        return not self.waiting.is_late or self.is_large

    @cached_property
    def is_large(self) -> bool:
        """Whether more stand here than would be counted at once; by kept rows."""
        size = self.kept_at(self.question).count(indicators()["organizations"], kept.Wanted())
        return size.settled > AT_ONCE

    @cached_property
    def children(self) -> list[tuple[str, str, str]]:
        """Code, name and path of the children in the question's tree, in order of code."""
        scope = self.scope if self.scope.covers(self.placement.path) else operator()
        day, top = self.question.tree_day, scope.path
        given: list[str | int | date] = [day, day, self.placement.organization_id, day, day, top, tree_paths.after(top)]
        return sorted(fetch(CHILDREN, given))

    @cached_property
    def _kept(self) -> dict[tuple[str, bool], Kept]:
        return {}

    def kept_at(self, question: Question) -> Kept:
        """The kept rows of a place, read once."""
        key = question.path, question.alone
        return self._kept.setdefault(key, Kept(*key))


def indicator_by_code(code: str) -> Indicator:
    """Raises `NotVisible` for a code that nobody declared."""
    try:
        return indicators()[code]
    except KeyError:
        raise NotVisible(code) from None


def ask(
    scope: Scope,
    code: str | None = None,
    as_of: date | None = None,
    tree: str = "then",
    *,
    alone: bool = False,
    engine: str = "auto",
) -> Asked:
    """Turn code, day and tree into a question; `alone` is about the organization without those below it.

    Raises `NotVisible` outside the scope, `Refusal` for an unknown tree, a day to come, or a place with no tree yet.
    """
    if tree not in TREES:
        raise Refusal("figure_tree_unknown", tree=tree)
    day = as_of or today()
    if day > today():
        raise Refusal("figure_day_ahead", day=day.isoformat(), today=today().isoformat())
    tree_day = day if tree == "then" else today()
    placement = _placement(scope, code, tree_day)
    placement.organization.name = name_on(placement.organization, tree_day)
    return Asked(scope, placement, Question(placement.path, day, tree_day, alone=alone), tree, engine_name=engine)


def with_engine(asked: Asked, name: str) -> Asked:
    """The same question, put to an engine of `ENGINES`. Raises `Refusal` for any other, and without prepared files."""
    if name not in (*ENGINES, "quick"):
        raise Refusal("engine_missing", engine=name, choices=tuple(ENGINES))
    if name not in ("snapshot", "spark"):
        return replace(asked, engine=live, engine_name=name)
    files = prepared_for(asked.question.day, asked.question.tree_day, asked.tree)
    return replace(asked, engine=engine_of(name, files.folder), engine_name=name)


def _placement(scope: Scope, code: str | None, tree_day: date) -> Placement:
    """Who may see an organization today may see it in the tree of any day; else it must have stood in the scope then."""
    if code is None:
        return _on(_top(scope), tree_day)
    try:
        return _on(placement_by_code(scope, code), tree_day)
    except NotVisible:
        return placement_by_code(scope, code, tree_day)


def _top(scope: Scope) -> Placement:
    """The organization of the viewer's role. Who sees everything and finds nothing stands in an empty place."""
    try:
        return top_of(scope)
    except NotVisible:
        if scope.role != "operator":
            raise
        raise Refusal("figure_empty_place") from None


def _on(placement: Placement, day: date) -> Placement:
    """The place of the same organization on another day; its line upwards may have been another then."""
    if placement.valid_from <= day < placement.valid_to:
        return placement
    found = placements(operator(), day).filter(organization_id=placement.organization_id).first()
    if found is None:
        raise Refusal("figure_no_place", name=placement.organization.name, day=day.isoformat())
    return found


def filters_of(indicator: Indicator, narrow: Narrow | None = None, by: str = "") -> dict[str, Test]:
    """The indicator's own tests, narrowed; a column that lines run over is set free when it is the one to read by.

    Raises `Refusal` for a column that this figure cannot be narrowed or read by.
    """
    for column in [*(narrow or {}), *([by] if by else [])]:
        if column not in indicator.breakdowns or (column == "children" and column in (narrow or {})):
            raise Refusal(
                "figure_no_such_line", title=indicator.title, column=column, choices=tuple(indicator.breakdowns)
            )
    filters = dict(indicator.expected)
    if by in indicator.row_set.lines:
        filters.pop(by, None)
    return filters | dict(narrow or {})
