"""People who were entered twice and merged: which entries are one person."""

from collections.abc import Collection

from xuezuo.statements import among, fetch


def owners(people: Collection[int]) -> dict[int, int]:
    """By entry, the member of `people` who is that person; every one of `people` is their own."""
    found = {member: member for member in people}
    for same in _merged(people).values():
        counted = next((member for member in sorted(same) if member in found), None)
        found |= {} if counted is None else {member: counted for member in same if member not in found}
    return found


def persons(people: Collection[int]) -> dict[int, int]:
    """By entry, the entry that stays: of all who are one of `people`, under whatever entry."""
    found = {member: member for member in people}
    for stays, same in _merged(people).items():
        found |= dict.fromkeys(same, stays)
    return found


def _merged(people: Collection[int]) -> dict[int, set[int]]:
    """By the entry that stays, all entries of a person; of those of `people` who have more than one."""
    merged = among("g.member_id", people), among("g.into_id", people)
    text = (
        "SELECT h.member_id, h.into_id FROM organizations_merge h WHERE h.into_id IN"  # noqa: S608
        f" (SELECT g.into_id FROM organizations_merge g WHERE {merged[0]} OR {merged[1]})"
    )
    entries: dict[int, set[int]] = {}
    for member, into in fetch(text):
        entries.setdefault(into, {into}).add(member)
    return entries
