"""The background pass: count again what was marked, and add the difference to everything above.

One pass at a time: it notes the version it began with and writes only if that still stands. Facts are read outside of
the writing transaction, so nobody waits; what changes meanwhile leaves a mark of its own and is counted next.

Everything is counted, part by part along the paths, at first, on a new day (dues fall, memberships begin and end),
under a new definition, and when so much was marked that a walk is shorter.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from xuezuo.indicators.declared import indicators
from xuezuo.indicators.kept import marking, storing
from xuezuo.indicators.kept.counting import Counted, own
from xuezuo.indicators.kept.resting import definition
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.duties import Duty, duties, reading_key
from xuezuo.indicators.row_sets.walk import day_of
from xuezuo.periods import today
from xuezuo.statements import among, by_index, fetch

PLACES = 2_000
"""Organizations in one part of a walk: about half a second of counting."""

AT_ONCE = 400
"""Marked organizations counted together."""

SHORTER_TO_WALK = 5_000
END = "~"


@dataclass(frozen=True)
class State:
    """The one row of `Keeping`."""

    day: date | None
    version: int
    definition: str
    duties: str
    walked_to: str | None
    walk_day: date | None
    rolled_at: datetime | None


class Overtaken(Exception):
    """Another pass wrote meanwhile; what this one counted may be older."""


def state() -> State | None:
    text = (
        "SELECT day, version, definition, duties, walked_to, walk_day, rolled_at FROM indicators_keeping"
        " ORDER BY id LIMIT 1"
    )
    for day, version, defined, known, walked_to, walk_day, rolled_at in fetch(text, []):
        return State(
            day_of(day) if day else None,
            version,
            defined,
            known,
            walked_to,
            day_of(walk_day) if walk_day else None,
            datetime.fromisoformat(rolled_at) if isinstance(rolled_at, str) else rolled_at,
        )
    return None


def keep_up(told: Callable[[str], object] | None = None) -> int:
    """Count until nothing is left to be counted; returns how many organizations were."""
    counted = 0
    while True:
        one, more = roll()
        counted += one
        if not more:
            return counted
        if told is not None and (now := state()) is not None and now.walked_to is not None:
            told(now.walked_to)


def roll() -> tuple[int, bool]:
    """One pass: what is marked first, then one part of a walk if there is one. Says how many organizations were
    counted, and whether anything is left.
    """
    now = state() or _begin()
    now = _walk_if_needed(now)
    marks, ids = marking.taken()
    counted, left = 0, False
    if ids and now.walked_to == "":
        now = _forget_what_is_walked_over(now, ids)
    elif ids:
        counted, left = _count_marked(now, marks, ids)
        now = state() or now
    if now.walked_to is not None:
        counted += _count_part(now)
        left = left or (state() or now).walked_to is not None
    return counted, left


def _forget_what_is_walked_over(now: State, ids: list[int]) -> State:
    """A walk that has not begun yet will come to whatever is marked now."""
    with _pass(now):
        _set(taken_up_to=max(ids))
        _forget(ids)
    return _read_again()


@transaction.atomic
def _begin() -> State:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_keeping (id, version, definition, duties, taken_up_to, walked_to)"
            " VALUES (1, 0, '', '', 0, NULL) ON CONFLICT (id) DO NOTHING"
        )
    found = state()
    assert found is not None
    return found


def _walk_if_needed(now: State) -> State:
    """Begin to count everything on a new day or under a new definition."""
    if now.definition == definition() and today() in (now.day, now.walk_day if now.walked_to is not None else None):
        return now
    day = None if now.definition != definition() else now.day
    with _pass(now):
        _set(day=day, definition=definition(), walked_to="", walk_day=today())
    found = state()
    assert found is not None
    return found


@contextmanager
def _pass(now: State) -> Iterator[None]:
    """The writing transaction of a pass. Raises `Overtaken` if another one has written since `now` was read."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # on both engines this locks the row until the end of the transaction
            cursor.execute(
                "UPDATE indicators_keeping SET version = version + 1 WHERE id = 1 AND version = %s", [now.version]
            )
            if cursor.rowcount != 1:
                raise Overtaken
        yield


def _set(**columns: int | str | date | datetime | None) -> None:
    names = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE indicators_keeping SET {names} WHERE id = 1", [*columns.values()])  # noqa: S608


# ---- what was marked ------------------------------------------------------------------------------------------------


def _count_marked(now: State, marks: marking.Marked, ids: list[int]) -> tuple[int, bool]:
    """Take the marks up, count what they lead to, write, and forget the marks."""
    if connection.vendor == "sqlite":
        # from here on a change leaves a new mark, though an old one stands
        with _pass(now):
            _set(taken_up_to=max(ids))
        now = _read_again()
    known = _duties_now(now, marks)
    found, under = marking.organizations_of(marks)
    if known != now.duties:
        found |= set(marking.below(_tops_changed(now.duties, known), today()))
    elif _reads_requirements():
        found |= set(marking.below(under, today()))
    if len(found) > SHORTER_TO_WALK:
        with _pass(now):
            _set(duties=known, walked_to="", walk_day=today(), rolled_at=timezone.now())
            _forget(ids)
        return 0, True
    before, after = _counted(sorted(found))
    change = storing.Change()
    change.compare(before, after)
    with _pass(now):
        change.write()
        _set(duties=known, rolled_at=timezone.now())
        _forget(ids)
    return len(found), False


def _read_again() -> State:
    found = state()
    if found is None:
        raise Overtaken
    return found


def _forget(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(ids), 10_000):
            cursor.execute(f"DELETE FROM indicators_mark WHERE {among('id', ids[start : start + 10_000])}")  # noqa: S608


def _counted(ids: list[int]) -> tuple[dict[storing.Key, storing.Stored], dict[storing.Key, Counted]]:
    """What stands of these organizations, and what their rows say now, wherever they are read now."""
    before = storing.own_of_organizations(ids)
    after: dict[storing.Key, Counted] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        paths = _paths_of(some)
        if paths:
            wanted = set(some)
            question = Question("", today(), today(), only=tuple(paths))
            with by_index():
                after |= {key: counted for key, counted in count_all(question).items() if key[0] in wanted}
    return before, after


def count_all(question: Question) -> dict[storing.Key, Counted]:
    return {
        (home, indicator.code): counted
        for indicator in indicators().values()
        for home, counted in own(indicator, question).items()
    }


def _paths_of(ids: list[int]) -> list[str]:
    """Where these organizations are read today: at their place, or at their heir's."""
    day, wanted = today(), among("p.organization_id", ids)
    placed = f"SELECT p.path FROM organizations_placement p WHERE {wanted} AND p.valid_from <= %s AND p.valid_to > %s"  # noqa: S608
    ended = (
        "SELECT heir.path FROM reorganizations_inheritance p CROSS JOIN organizations_placement heir"  # noqa: S608
        f" WHERE {wanted} AND p.valid_from <= %s AND p.valid_to > %s AND heir.organization_id = p.heir_id"
        " AND heir.valid_from <= %s AND heir.valid_to > %s"
    )
    found = {path for (path,) in fetch(placed, [day, day])} | {path for (path,) in fetch(ended, [day] * 4)}
    return sorted(found)


def _duties_now(now: State, marks: marking.Marked) -> str:
    """The requirements due today, each with its top, as one text; looked at again when a mark may concern one."""
    if now.duties and not _concerns_requirements(marks):
        return now.duties
    return "\n".join(sorted(map(_said, duties(today())))) or "-"


def _said(duty: Duty) -> str:
    """Everything about a requirement that decides how rows count."""
    texts = [(reading.pk, reading_key(reading)) for reading in duty.readings]
    return f"{duty.top} {duty.requirement_id} {duty.versions} {duty.code} {duty.due_on} {texts} {duty.audience!r}"


def _concerns_requirements(marks: marking.Marked) -> bool:
    if any(kind == marking.BELOW or kind.startswith(f"{marking.SPREADING}_") for kind in marks):
        return True
    issuers = {one for (one,) in fetch("SELECT DISTINCT issuer_id FROM campaigns_requirement", [])}
    return bool(issuers & marks.get(marking.ORGANIZATION, set()))


def _tops_changed(before: str, after: str) -> set[int]:
    """The organizations at the tops of the requirements that are not the same in both."""
    changed = set(before.split("\n")) ^ set(after.split("\n"))
    tops = sorted({line.partition(" ")[0] for line in changed if " " in line})
    if not tops:
        return set()
    places = ", ".join(["%s"] * len(tops))
    day = today()
    text = (
        f"SELECT p.organization_id FROM organizations_placement p WHERE p.path IN ({places})"  # noqa: S608
        " AND p.valid_from <= %s AND p.valid_to > %s"
    )
    return {one for (one,) in fetch(text, [*tops, day, day])}


def _reads_requirements() -> bool:
    """Whether a row set reads requirements otherwise than as duties."""
    return any(one.row_set.requirements_too for one in indicators().values())


# ---- everything -----------------------------------------------------------------------------------------------------


def _count_part(now: State) -> int:
    """Count the next part of everything, and note how far that is."""
    assert now.walked_to is not None
    day = today()
    if day != now.walk_day:
        return 0
    first = now.walked_to
    text = (
        "SELECT path FROM organizations_placement WHERE path >= %s AND valid_from <= %s AND valid_to > %s"
        " ORDER BY path LIMIT 1 OFFSET %s"
    )
    behind = next((path for (path,) in fetch(text, [first, day, day, PLACES])), END)
    known = _duties_now(now, {marking.BELOW: set()}) if first == "" else now.duties
    with by_index():
        after = count_all(Question("", day, day, between=(first, behind)))
    before = storing.own_between(first, behind) | storing.own_of_organizations({home for home, _ in after})
    change = storing.Change()
    change.compare(before, after)
    is_over = behind == END
    with _pass(now):
        change.write()
        if is_over:
            _set(walked_to=None, walk_day=None, day=day, rolled_at=timezone.now())
        else:
            _set(walked_to=behind, rolled_at=timezone.now(), duties=known)
        if first == "":
            _set(duties=known)
    if is_over:
        _tell_statistics()
    return len({home for home, _ in after})


def _tell_statistics() -> None:
    """Without statistics SQLite joins from the wrong side, a thousand times slower."""
    with connection.cursor() as cursor:
        for table in ("indicators_own", "indicators_node"):
            cursor.execute(f"ANALYZE {table}")
