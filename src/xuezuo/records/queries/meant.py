"""Whom of a branch a text is meant for: a requirement may ask it of the members of some groups alone."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from xuezuo.campaigns.audiences import audience_of
from xuezuo.campaigns.queries import requirements_for
from xuezuo.organizations.models import GroupMembership, Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.organizations.same_person import persons
from xuezuo.scopes import Scope


class Meant:
    """What is asked of these members of one branch on a day. `due` are the readings whose date is over."""

    def __init__(self, scope: Scope, placement: Placement, members: Collection[int], day: date) -> None:
        """Raises `NotVisible` outside the scope."""
        self._everybody = frozenset(members)
        asked = [
            (one, set(audience_of(one.audience).groups), one.due_on <= day)
            for one in requirements_for(scope, placement, day)
        ]
        groups = _groups_of(members, day) if any(wanted for _, wanted, _ in asked) else {}
        self.due: set[int] = set()
        self._of: dict[tuple[int, bool], set[int]] = defaultdict(set)
        for one, wanted, due in asked:
            people = {member for member in members if wanted & groups[member]} if wanted else self._everybody
            for reading in one.readings.all():
                self.due |= {reading.pk} if due else set()
                self._of[reading.pk, due] |= people

    def of(self, reading: int) -> Collection[int]:
        """Those of whom it is due; else those of whom it will be; everybody, for a text that the branch took up by itself."""
        for due in (True, False):
            if (reading, due) in self._of:
                return self._of[reading, due]
        return self._everybody


def _groups_of(members: Collection[int], day: date) -> dict[int, set[str]]:
    """All groups of each person, under whatever entry."""
    person = persons(members)
    found: dict[int, set[str]] = {one: set() for one in person.values()}
    rows = GroupMembership.objects.filter(holding_on(day), member_id__in=person)
    for entry, group in rows.values_list("member_id", "group"):
        found[person[entry]].add(group)
    return {member: found[person[member]] for member in members}
