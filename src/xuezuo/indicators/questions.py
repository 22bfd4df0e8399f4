"""What is asked of an engine: which part of the tree, of which day, seen in which tree."""

from dataclasses import dataclass, replace
from datetime import date

from xuezuo import tree_paths


@dataclass(frozen=True)
class Question:
    """`path` is the subtree in the tree of `tree_day`; facts are read up to the end of `day`.

    `after` is the place `(path, row_id)` behind which a list goes on. `alone` leaves out everything below the path.
    """

    path: str
    day: date
    tree_day: date
    after: tuple[str, str] | None = None
    alone: bool = False

    @property
    def from_path(self) -> str:
        """Nothing before this path is wanted: where a paged list goes on, it need not start again."""
        return max(self.path, self.after[0]) if self.after else self.path

    @property
    def until(self) -> str:
        """The first path behind the subtree."""
        return self.path + tree_paths.DIGITS[0] if self.alone else tree_paths.after(self.path)

    def continued(self, after: tuple[str, str] | None) -> "Question":
        return replace(self, after=after)
