"""What is asked of an engine: which part of the tree, of which day, seen in which tree."""

from dataclasses import dataclass, replace
from datetime import date

from xuezuo import tree_paths


def moment_of(day: date) -> str:
    """A day as every document says it. Facts are read up to its end; the hour is part of the contract and says nothing."""
    return f"{day.isoformat()}T00:00:00+08:00"


@dataclass(frozen=True)
class Question:
    """`path` is the subtree in the tree of `tree_day`; facts are read up to the end of `day`.

    `after` is the place `(path, row_id)` behind which a list goes on. `alone` leaves out everything below the path.
    `between` (the first path, and the first behind) and `only` (some paths) leave a part of the subtree: figures are
    kept part by part.
    """

    path: str
    day: date
    tree_day: date
    after: tuple[str, str] | None = None
    alone: bool = False
    between: tuple[str, str] | None = None
    only: tuple[str, ...] = ()

    @property
    def from_path(self) -> str:
        """Nothing before this path is wanted: where a paged list goes on, it need not start again."""
        first = max(self.path, self.between[0]) if self.between else self.path
        return max(first, self.after[0]) if self.after else first

    @property
    def until(self) -> str:
        """The first path behind what is wanted."""
        if self.between:
            return self.between[1]
        return self.path + tree_paths.DIGITS[0] if self.alone else tree_paths.after(self.path)

    def continued(self, after: tuple[str, str] | None) -> "Question":
        return replace(self, after=after)
