"""Who is looking or acting, in which role, over which part of the tree.

A leaf module because every room takes a `Scope`; real ones are made in one place, `accounts.queries.scope_for`.
"""

from dataclasses import dataclass

from xuezuo import tree_paths


class NotVisible(Exception):
    """What was asked for does not exist for this viewer. Forbidden looks like not found."""


SEES_NAMES = ("secretary", "officer", "operator")
"""Roles that work with the roster. An inspector will see names for the branches of an open visit, once there are visits;
members see what is held about themselves, on their own page."""


@dataclass(frozen=True)
class Scope:
    """`path` is the subtree the role holds ("" is the whole forest); `organization_id` its top, None for the operator.

    Whoever acts by delegation acts `for_id`, and sees names no deeper than that person does (`names_down_to`); a program
    acts by `token_id`. Both stand in every event.
    """

    viewer_id: int | None
    viewer_name: str
    role: str
    organization_id: int | None
    path: str
    member_id: int | None = None
    for_id: int | None = None
    for_name: str = ""
    names_down_to: int | None = None
    token_id: int | None = None

    def covers(self, path: str) -> bool:
        return self.role != "nobody" and tree_paths.covers(self.path, path)

    def sees_names_at(self, path: str) -> bool:
        """Names of members: the branch and its direct superior only (architecture section 9, decision 2)."""
        return self.covers(path) and self.sees_names_down_to(tree_paths.depth(path))

    def sees_names_down_to(self, depth: int) -> bool:
        """The same for everything in the scope down to a depth of the tree."""
        deepest = tree_paths.depth(self.path) + 1
        if self.names_down_to is not None:
            deepest = min(deepest, self.names_down_to)
        return self.role in SEES_NAMES and depth <= deepest

    def told(self) -> dict[str, int]:
        """What an event says beside who acted: for whom, and by which token."""
        return {name: value for name in ("for_id", "token_id") if (value := getattr(self, name)) is not None}


OPERATOR_ID = 0
"""`decided_by`, `entered_by` and the like of acts from the command line; people have ids from 1."""


def operator() -> Scope:
    """The person at the machine's own command line."""
    return Scope(viewer_id=OPERATOR_ID, viewer_name="operator", role="operator", organization_id=None, path="")
