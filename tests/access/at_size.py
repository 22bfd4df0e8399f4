"""The access matrix against a database of any size: `python -m tests.access.at_size DATA` (a folder with a copy of one).

Below some places of the given tree, chosen evenly in the order of their codes and always the same, the matrix's own small
tree is put with its planted words, and every address is asked by every role at every position, as `test_matrix_everywhere`
does. On top, an officer of each level asks every address that takes an organization's code about real places: their own, one
below, one beside, the one above, one far away. What is outside answers like what does not exist, and no answer carries the
code of a place that stands elsewhere. Everything happens in one transaction that is taken back; still, give it a copy.

It prints what is wrong for each place and role, and at the end counts and times (of the processor: another's load says nothing
about the product); ends with 1 if anything is wrong.
"""

import argparse
import os
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CODE = re.compile(r"(?<![0-9A-Za-z_-])[0-9]{9,21}(?![0-9A-Za-z_-])")
LEVELS = ("officer", "inspector")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.access.at_size", description=__doc__.split("\n\n")[0])
    parser.add_argument("data", type=Path, help="a folder with the copy of a database (XUEZUO_DATA)")
    parser.add_argument("--places", type=int, default=2, help="so many places get the planted tree")
    parser.add_argument("--roles", nargs="*", help="these roles only")
    asked = parser.parse_args()
    os.environ |= {"XUEZUO_DATA": str(asked.data.resolve()), "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
    os.environ |= {"XUEZUO_FAST_PASSWORDS": "1", "XUEZUO_SECOND_FACTOR": "offered"}
    # reason: needs the environment above
    import django

    django.setup()
    # reason: needs Django set up
    from django.test.utils import setup_test_environment

    setup_test_environment()
    return _run(asked.places, asked.roles)


def _run(places: int, roles: list[str] | None) -> int:
    # reason: needs Django set up
    from django.db import transaction

    # reason: needs Django set up
    from xuezuo.web.access import EVERYBODY

    told = Told()
    Elsewhere.read()
    with transaction.atomic():
        try:
            for number, (above, own, spots) in enumerate(_planted(places)):
                for role in roles or EVERYBODY:
                    _matrix(told, role, above, own, spots, of=f"place {number + 1} of {places}")
            _levels(told)
        finally:
            transaction.set_rollback(True)
    return told.end()


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


class Told:
    """Counts and times of all that was asked, in seconds of processor, and what was wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.times: dict[str, list[tuple[float, str]]] = defaultdict(list)

    def line(self, what: str, before: int) -> None:
        asked = [one for times in self.times.values() for one in times]
        spent = self.times[what]
        say(
            f"{what}: asked {len(spent)} times in {sum(one for one, _ in spent):.0f} s, {len(self.wrong) - before} wrong"
            f" ({len(asked)} so far)",
            *(f"  {one}" for one in self.wrong[before:]),
        )

    def end(self) -> int:
        every = sorted(one for times in self.times.values() for one in times)
        if not every:
            say("nothing was asked")
            return 1
        middle, late = every[len(every) // 2][0], every[int(len(every) * 0.95)][0]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        say(f"{len(every)} questions, {sum(one for one, _ in every):.0f} s, median {middle * 1000:.0f} ms,")
        say(f"95 % within {late * 1000:.0f} ms, {memory} MB; the slowest:")
        for spent, where in reversed(every[-12:]):
            say(f"  {spent * 1000:6.0f} ms  {where}")
        say(f"{len(self.wrong)} wrong")
        return 1 if self.wrong else 0


def _planted(places: int) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """A place of the tree, the planted tree's `own` below it, and what stands at every position."""
    # reason: needs Django set up
    from tests.access.place import build
    from xuezuo.organizations.kinds import BRANCH_KINDS
    from xuezuo.organizations.queries import placements
    from xuezuo.scopes import operator

    offices = placements(operator()).exclude(organization__kind__in=BRANCH_KINDS).exclude(parent=None)
    lowest = offices.filter(organization__kind="committee").order_by("organization__code")
    ids = list(lowest.values_list("pk", flat=True))
    for number in range(places):
        above = lowest.get(pk=ids[(2 * number + 1) * len(ids) // (2 * places)])
        own, spots = build(above.organization, f"99{number}")
        yield above, own, spots


def _matrix(told: Told, role: str, above: Any, own: Any, spots: dict[str, Any], of: str) -> None:
    # reason: needs Django set up
    from tests.access import test_matrix
    from tests.access.place import POSITIONS
    from xuezuo.organizations.queries import placement_of
    from xuezuo.scopes import operator

    what, before = f"{role}, {of} (below {above.organization.code})", len(told.wrong)
    path = placement_of(operator(), own.pk).path
    session, asks, elsewhere = test_matrix.session_of(role, own), test_matrix.ask, Elsewhere(path)

    def timed(session: str, method: str, name: str, spot: Any, *given: Any, **more: Any) -> Any:
        began = time.process_time()
        answer, written = asks(session, method, name, spot, *given, **more)
        where = f"{role} {method} {name} {spot.position}"
        told.times[what].append((time.process_time() - began, where))
        told.wrong += elsewhere.carried(where, answer.body)
        return answer, written

    test_matrix.ask = timed
    try:
        told.wrong += test_matrix.problems(session, role, spots, POSITIONS)
    finally:
        test_matrix.ask = asks
    told.line(what, before)


class Elsewhere:
    """The codes of the given database's places that are neither in the viewer's part of the tree nor above it."""

    codes: dict[str, str] = {}

    @classmethod
    def read(cls) -> None:
        """Before anything is planted: a planted meeting has a guest, and its branch may read where the guest is from."""
        # reason: needs Django set up
        from xuezuo.api.outbox import ENVELOPE

        # reason: needs Django set up
        from xuezuo.organizations.queries import placements
        from xuezuo.scopes import operator

        cls.codes = dict(placements(operator()).values_list("organization__code", "path"))
        cls.codes.pop(
            str(ENVELOPE["organization"]), None
        )  # written in the program as an example, and told to everybody

    def __init__(self, path: str) -> None:
        self.path = path

    def carried(self, where: str, body: bytes, but: str = "") -> Iterator[str]:
        """Codes that an answer tells, other than the one that was asked for."""
        for code in {*CODE.findall(body.decode(errors="replace"))} - {but}:
            path = self.codes.get(code)
            if path and not path.startswith(self.path) and not self.path.startswith(path):
                yield f"{where}: carries the code {code} of another place"


def _levels(told: Told) -> None:
    """An officer and an inspector of each level, at every address that takes a code, about real places."""
    # reason: needs Django set up
    from tests.access.test_matrix import session_of

    for own, targets in _line():
        for role in LEVELS:
            what, before = f"{role} of {own.organization.get_kind_display()} {own.organization.code}", len(told.wrong)
            elsewhere, session = Elsewhere(own.path), session_of(role, own.organization)
            for where, answer, unknown, spent, code in _asked(session, role, targets):
                told.times[what].append((spent, f"{what} {where}"))
                outside = where.rsplit(" ", 1)[1] in ("parent", "sibling", "far")
                told.wrong += elsewhere.carried(f"{what} {where}", answer.body, but=code)
                if answer.status >= 500:
                    told.wrong.append(f"{what} {where}: {answer.status}")
                if outside and answer[:2] != unknown[:2]:
                    told.wrong.append(f"{what} {where}: {answer.status}, differs from what does not exist")
            told.line(what, before)


def _line() -> Iterator[tuple[Any, dict[str, str]]]:
    """From the top of the tree down to a branch: a place of each level, and the codes of places around it."""
    # reason: needs Django set up
    from xuezuo.organizations.queries import placements
    from xuezuo.scopes import operator
    from xuezuo.tree_paths import covers

    standing = placements(operator()).select_related("organization").order_by("organization__code")
    own = standing.filter(parent=None).order_by("path").first()
    while own is not None:
        below = list(standing.filter(parent_id=own.organization_id)[:200])
        child = below[len(below) // 2] if below else None
        beside = standing.filter(parent_id=own.parent_id).exclude(pk=own.pk).first() if own.parent_id else None
        last = standing.reverse().first()
        around = {
            "own": own,
            "child": child,
            "grandchild": standing.filter(parent_id=child.organization_id).first() if child else None,
            "parent": standing.filter(organization_id=own.parent_id).first() if own.parent_id else None,
            "sibling": beside,
            "far": last if last and not covers(own.path, last.path) and not covers(last.path, own.path) else None,
        }
        yield own, {position: one.organization.code for position, one in around.items() if one}
        own = child


def _asked(session: str, role: str, targets: dict[str, str]) -> Iterator[tuple[str, Any, Any, float, str]]:
    # reason: needs Django set up
    from tests.access.addresses import ADDRESSES, code, organization
    from tests.access.place import Spot
    from tests.access.test_matrix import ask, is_let_in

    for name, entry in ADDRESSES.items():
        by_code = entry.parts is code or (entry.parts is None and entry.query is organization)
        if not by_code or not is_let_in(name, role):
            continue
        unknown, _ = ask(session, "get", name, Spot("none"))
        for position, target in targets.items():
            if (entry.seen_from(role, "get") or frozenset()) & {"parent", "sibling"}:
                continue
            began = time.process_time()
            answer, _ = ask(session, "get", name, Spot(position, code=target))
            yield f"get {name} {position}", answer, unknown, time.process_time() - began, target


if __name__ == "__main__":
    sys.exit(main())
