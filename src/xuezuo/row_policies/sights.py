"""What the database shows to whoever is at work: a request's scope, nothing at all, or everything through a named door.

On PostgreSQL a request works as the role `xuezuo_web`, which owns no table and is therefore under the policies, with
its scope in session variables; commands, and code inside `wide`, work as the owner. On SQLite nothing of this happens.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection

from xuezuo import tree_paths
from xuezuo.scopes import Scope
from xuezuo.statements import keeping

Row = TypeVar("Row")

WEB_ROLE = "xuezuo_web"

IDLE, IN_ERROR = 0, 3
"""libpq's PQTRANS_IDLE: no transaction; PQTRANS_INERROR: it has failed and waits for its rollback."""

SEES_ROWS = ("secretary", "officer", "inspector")
"""Roles whose work is over rows about members; to all others, also to roles not yet thought of, only their own show."""

DOORS = {
    "import": "a roster is compared with everybody, wherever they stand; whoever imports stands at the top",
    "enter_member": "the same identity number must be recognised wherever it is; a new member has no branch yet",
    "home_of": "a rule asks where a member belongs, and then whether the actor covers that place; no name leaves it",
    "same_number": "whoever already knows somebody's identity number may learn that they are on a roster",
    "pair": "two entries of one person may stand in two branches; who may see the pair is asked before names are shown",
    "hosts": "a branch sees the floating members who live there, because their own branch named it (D8.11)",
    "transfer": "a relation moves between two parts of the tree, by an office of one side at a time (D8.05)",
    "scope": "before it is known who asks: the roles and posts that say so",
    "count": "a figure counts members by branch and group, also who they were elsewhere; a row set carries no person",
    "figures": "figures count whole subtrees, already narrowed to the viewer's; ids stay inside the engine, no name is read",
    "practice": "whether a published practice names anybody: strangers are shown none that does, and no name",
    "guest": "somebody of another branch may be a named guest: whether they exist, and their name on the record",
}
"""Every way around the policies that a request may take, with its reason. Tests walk this table."""

SET = (
    "SELECT set_config('role', %s, false), set_config('xuezuo.path', %s, false), set_config('xuezuo.until', %s, false),"
    " set_config('xuezuo.names', %s, false), set_config('xuezuo.member', %s, false)"
)


@dataclass(frozen=True)
class Sight:
    """`names` is the length of the deepest path whose members' names show; `member` the viewer's own id in the roster."""

    everything: bool = False
    path: str = "~"
    until: str = ""
    names: int = 0
    member: int | None = None


EVERYTHING = Sight(everything=True)
NOTHING = Sight()

_said: WeakKeyDictionary[Any, Sight] = WeakKeyDictionary()
"""By the driver's connection, what its session was told outside of any transaction."""

_of_process = EVERYTHING
_current: ContextVar[Sight | None] = ContextVar("sight", default=None)


def close_process() -> None:
    """For the web server: whatever does not say who is at work sees nobody."""
    global _of_process  # noqa: PLW0603 - a fact about the process, said once, at its start
    _of_process = NOTHING


def now() -> Sight:
    return _current.get() or _of_process


def of(scope: Scope) -> Sight:
    """What a scope may be shown: its subtree if its role works with rows, names as deep as it sees them, and itself."""
    if scope.role == "operator":
        return EVERYTHING
    if scope.role not in SEES_ROWS:
        return Sight(member=scope.member_id)
    depth = tree_paths.depth(scope.path)
    while scope.sees_names_down_to(depth + 1) and depth < 12:
        depth += 1
    names = depth * tree_paths.SEGMENT if scope.sees_names_down_to(depth) else 0
    return Sight(path=scope.path, until=tree_paths.after(scope.path), names=names, member=scope.member_id)


def begin(sight: Sight = NOTHING) -> None:
    """A request begins (with nothing to be seen), or it is known now who asks. `end` ends it."""
    _current.set(sight)
    _tell(sight)


def end(**signal: object) -> None:
    """The request is over, also its streamed answer."""
    was = _current.get()
    _current.set(None)
    if was is not None and was != _of_process:
        _tell(_of_process)


@contextmanager
def wide(door: str) -> Iterator[None]:
    """Meanwhile everything shows: for the few reads of `DOORS` that go across scopes by right. Also a decorator.

    Whoever comes through hands on no more than the door's sentence says. A query that is only run later finds the
    policies again.
    """
    if door not in DOORS:
        raise KeyError(door)
    before = _current.get()
    _current.set(EVERYTHING)
    _tell(EVERYTHING)
    try:
        yield
    finally:
        _current.set(before)
        _tell(before or _of_process)


@contextmanager
def finding_out() -> Iterator[Callable[[Sight], None]]:
    """As `wide("scope")`, and what is handed to the given function holds afterwards: the database is told once, not twice.

    Whoever fails in between sees what they saw before.
    """
    before = _current.get()
    known = [before]
    _current.set(EVERYTHING)
    _tell(EVERYTHING)
    try:
        yield lambda sight: known.__setitem__(0, sight)
    finally:
        _current.set(known[0])
        _tell(known[0] or _of_process)


def through(door: str, rows: Iterator[Row], size: int = 500) -> Iterator[Row]:
    """Rows that are made as they are read, made behind a door and handed out in front of it, some at a time."""
    while True:
        with wide(door):
            part = list(islice(rows, size))
        if not part:
            return
        yield from part


def connected(connection: Any, **signal: object) -> None:
    """A new connection knows nothing yet; a fresh one is the owner's."""
    if now() != EVERYTHING:
        _tell(now(), connection)


def as_owner(**signal: object) -> None:
    """Migrations change tables, and may change rows."""
    begin(EVERYTHING)


def _tell(sight: Sight, to: Any = connection) -> None:
    """Set the session. In a transaction that has failed nothing can be set: its rollback brings back what was before."""
    if to.vendor != "postgresql" or to.connection is None or to.connection.closed:
        return
    if to.connection.info.transaction_status == IN_ERROR:
        return
    if _said.get(to.connection) == sight:
        return
    _said.pop(to.connection, None)
    role = "none" if sight.everything else WEB_ROLE
    told = [role, sight.path, sight.until, str(sight.names), str(sight.member or "")]
    with keeping(to.connection) as cursor:  # the driver's own: no query of the page's
        cursor.execute(SET, told)
    # said outside of a transaction it stands until something else is said, and needs not be said twice; what is said
    # inside of one a rollback may take back
    if to.connection.info.transaction_status == IDLE:
        _said[to.connection] = sight
