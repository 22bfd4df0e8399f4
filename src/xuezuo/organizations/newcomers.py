"""Writing many new members at once, for `actions.import_members` alone and inside its transaction."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection

from xuezuo.organizations import bulk
from xuezuo.organizations.entries import MEMBER_FACTS, NewMembers
from xuezuo.organizations.models import GroupMembership, Member, Membership
from xuezuo.organizations.scratch import COLUMNS
from xuezuo.periods import FOREVER, LONG_AGO

Told = Callable[[int], None]
"""Called with the number of rows written so far."""

BATCH = 50_000
TAKEN_BACK = 10_000
TABLES = (Member, Membership, GroupMembership)
ALONGSIDE = "newcomers_"


def write(new: Iterator[NewMembers], told: Told, taken_back: Callable[[], Sequence[int]] = tuple) -> int:
    """How many came in. `new` is read once and may be longer than memory; who is taken back is asked at its end."""
    begun = next(new, None)
    if begun is None:
        return 0
    first, membership, grouped = map(bulk.first_free_id, TABLES)
    done = groups = 0
    with bulk.filled_at_once(*TABLES if len(begun.since) >= bulk.LARGE else ()):
        for lot in chain([begun], new):
            start, count = first + done, len(lot.since)
            bulk.insert(Member, ("id", *MEMBER_FACTS), zip(range(start, start + count), *lot.facts, strict=True))
            _write_memberships(lot, start, membership + done)
            groups += _write_groups(lot, start, grouped + groups)
            done += count
            told(done)
        gone = taken_back()
        _take_back(gone, first, membership)
    bulk.numbered_up_to(Member, first + done - 1)
    bulk.numbered_up_to(Membership, membership + done - 1)
    if groups:
        bulk.numbered_up_to(GroupMembership, grouped + groups - 1)
    return done - len(gone)


def _take_back(gone: Sequence[int], first: int, membership: int) -> None:
    """Before there are indexes again, so groups are found by reading all of them: once for many people."""
    for start in range(0, len(gone), TAKEN_BACK):
        some = gone[start : start + TAKEN_BACK]
        members = [first + at for at in some]
        bulk.delete(GroupMembership, "member_id", members)
        bulk.delete(Membership, "id", [membership + at for at in some])
        bulk.delete(Member, "id", members)


def _write_memberships(lot: NewMembers, first_member: int, first: int) -> None:
    """A member stands on the roster from the day of joining, unless the row says since when: nobody was due before."""
    count, long_ago = len(lot.since), LONG_AGO.isoformat()
    columns = (
        range(first, first + count),
        range(first_member, first_member + count),
        lot.organization_ids,
        [since or long_ago for since in lot.since],
        [FOREVER.isoformat()] * count,
    )
    bulk.insert(
        Membership, ("id", "member_id", "organization_id", "valid_from", "valid_to"), zip(*columns, strict=True)
    )


def _write_groups(lot: NewMembers, first_member: int, first: int) -> int:
    rows = [(member, group) for member, groups in enumerate(lot.groups, first_member) for group in groups]
    long_ago, forever = LONG_AGO.isoformat(), FOREVER.isoformat()
    bulk.insert(
        GroupMembership,
        ("id", "member_id", "group", "valid_from", "valid_to"),
        ((first + i, member, group, long_ago, forever) for i, (member, group) in enumerate(rows)),
    )
    return len(rows)


def take_over(file: Path, told: Told) -> int:
    """The same from a file that `scratch.Filling` made, on SQLite. It stays at the connection's side until `let_go`."""
    first, membership, grouped = map(bulk.first_free_id, TABLES)
    long_ago, forever = LONG_AGO.isoformat(), FOREVER.isoformat()
    with connection.cursor() as cursor:
        name = f"{ALONGSIDE}{len(_alongside(cursor))}"
        cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(file)])
        cursor.execute(f"SELECT max(id) FROM {name}.newcomer")  # noqa: S608 - all names here are ours
        last, done = cursor.fetchone()[0], 0
        with bulk.filled_at_once(*TABLES if (last or 0) >= bulk.LARGE else ()):
            for start in range(0, -1 if last is None else last + 1, BATCH):
                among = f"FROM {name}.newcomer WHERE id BETWEEN {start} AND {start + BATCH - 1}"
                cursor.execute(
                    f"INSERT INTO {Member._meta.db_table} (id, {COLUMNS}) SELECT id + %s, {COLUMNS} {among}",
                    [first],
                )
                done += cursor.rowcount
                cursor.execute(
                    f"INSERT INTO {Membership._meta.db_table} (id, member_id, organization_id, valid_from, valid_to)"
                    f" SELECT id + %s, id + %s, organization_id, CASE since WHEN '' THEN %s ELSE since END, %s {among}",
                    [membership, first, long_ago, forever],
                )
                told(done)
            cursor.execute(
                f'INSERT INTO {GroupMembership._meta.db_table} (id, member_id, "group", valid_from, valid_to)'  # noqa: S608
                f' SELECT rowid + %s, newcomer + %s, "group", %s, %s FROM {name}.grouped',
                [grouped, first, long_ago, forever],
            )
    return done


def let_go() -> None:
    """Files that were taken over are no longer held open; inside a transaction they cannot be let go."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            for name in _alongside(cursor):
                cursor.execute(f"DETACH DATABASE {name}")


def _alongside(cursor: Any) -> list[str]:
    cursor.execute("PRAGMA database_list")
    return [name for _, name, _ in cursor.fetchall() if name.startswith(ALONGSIDE)]
