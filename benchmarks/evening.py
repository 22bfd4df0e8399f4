"""`python -m benchmarks evening`: the evening of a deadline, over HTTP, beside `xuezuo serve` on a whole province.

First sixteen connections save meetings by the branches' own form, signed in, with its protection and all checks, as fast as
they are answered, while the province's page is read five times a second. Then twenty meetings a second are saved while
sixteen readers open the province's page without pause, and every half second one of them is a lecture of a leading cadre:
how long it takes to stand in the province's figure is looked at in the kept rows. Who sends sits on the same two cores.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.browser import Browser, Fields
from benchmarks.pages import written
from benchmarks.places import ENGINES, FOLDER, TODAY, Place, Server, place

SCALE = os.environ.get("EVENING_SCALE", "province")
SECONDS = float(os.environ.get("EVENING_SECONDS", "20"))
CONNECTIONS, READERS = 16, int(os.environ.get("EVENING_READERS", "16"))
BRANCHES = int(os.environ.get("EVENING_BRANCHES", "640"))
FORMS = bool(os.environ.get("EVENING_FORMS"))
"""Whether each meeting is preceded by its form, opened anew, as a secretary without the kept page does."""
KINDS = "general committee group theme_day study_group group_study talks home_delivery democratic_life training drill".split()
"""Kinds that no requirement of the campaign asks for: what they may count for is the same."""
EARLIER = "2016-10-17"
PROBES = 40


class Branch:
    """A secretary at their form."""

    def __init__(self, said: dict[str, Any], port: int) -> None:
        self.code, self.members = str(said["code"]), [str(one) for one in said["members"]]
        self.browser = Browser(port).signed_in(str(said["name"]))
        self.address = f"/organizations/{self.code}/records/new/"
        self.page = self.browser.opened(self.address)
        self.claimed: set[str] = set()
        self.offers: dict[str, list[str]] = {}
        self.look(TODAY)

    def fields(self, kind: str, day: str, tier: str = "") -> Fields:
        first, second = self.members[:2]
        said = [("client_id", str(uuid.uuid4())), ("kinds", kind), ("held_on", day), ("speaker_tier", tier)]
        said += [("attended", str(len(self.members) - 2)), ("absent", first), ("absent", second), ("place", "会议室")]
        return [*said, (f"reason-{first}", "leave"), (f"reason-{second}", "illness"), ("summary", "学" * 240)]

    def look(self, day: str, kind: str = KINDS[0], on: str = "") -> None:
        """Learn what such a meeting may count for, by sending the form without having seen it; what counts for nothing is
        entered by that, so it is of the first kind, or of a day beside.
        """
        status, page = self.browser.ask("POST", self.address, self.fields(kind, on or day), (200, 302))
        self.offers[day] = re.findall(r'name="offered" value="(\d+)"', page) if status == 200 else []

    def save(self, kind: str, day: str, tier: str = "") -> float:
        """One meeting; the first one also meets two requirements. Seconds until it was answered that it is entered."""
        seen = [one for one in self.offers[day] if one not in self.claimed]
        claims = [] if self.claimed or tier else seen[:2]
        more = [("offered", one) for one in seen] + [("claims", one) for one in claims]
        self.browser.ask("POST", self.address, [*self.fields(kind, day, tier), *more], (302,))
        self.claimed |= set(claims)
        return self.browser.took


def together(workers: list[Callable[[], None]]) -> None:
    """All at once; one that fails ends the run."""
    failed: list[BaseException] = []

    def safely(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as why:  # noqa: BLE001 - also an exit
            failed.append(why)

    threads = [threading.Thread(target=safely, args=[one]) for one in workers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failed:
        sys.exit(f"failed: {failed[0]}")


def processor(serving: int) -> dict[str, float]:
    """Seconds of processor used so far: by what answers pages, by the worker beside it, and by PostgreSQL."""
    stats, used = {}, {"pages": 0.0, "worker": 0.0, "database": 0.0}
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                stats[int(one.name)] = (one / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
    lock = FOLDER / "postgresql/data/postmaster.pid"
    database = int(lock.read_text().split()[0]) if lock.exists() else -1
    for pid, stat in stats.items():
        at, kind = pid, ""
        while at in stats and not kind:
            kind = {serving: "worker" if pid == serving else "pages", database: "database"}.get(at, "")
            at = int(stats[at][1])
        if kind:
            used[kind] += (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    return used


def costs(work: Callable[[], object], times: int, serving: int) -> float:
    """Milliseconds of processor that one answer takes of web and database, asked one after another."""
    before = processor(serving)
    for _turn in range(times):
        work()
    after = processor(serving)
    return sum(after[kind] - before[kind] for kind in ("pages", "database")) / times * 1000


def paced(rate: float, until: float) -> Iterator[int]:
    """Turns at a steady pace until the time is over; one that is late is not made up for."""
    number, due = 0, time.perf_counter()
    while due < until:
        time.sleep(max(due - time.perf_counter(), 0))
        yield number
        number, due = number + 1, max(due + 1 / rate, time.perf_counter() - 1)


def tail(took: list[float], part: float = 0.95) -> float:
    return sorted(took)[int(len(took) * part)] * 1000


def evening(branches: list[Branch], root: str, alice: Browser) -> dict[str, float]:
    """As fast as sixteen connections go, the province's page beside it."""
    saved: list[float] = []
    read: list[float] = []
    until = time.perf_counter() + SECONDS

    def one(mine: list[Branch]) -> None:
        for kind, branch in product(KINDS[1:], mine):
            if time.perf_counter() > until:
                return
            opened = 0.0
            if FORMS:
                branch.browser.opened(branch.address)
                opened = branch.browser.took
            saved.append(opened + branch.save(kind, TODAY))
        raise RuntimeError("a connection ran out of branches")

    def look() -> None:
        for _turn in paced(5, until):
            assert root in alice.opened(f"/organizations/{root}/")
            read.append(alice.took)

    together([*(lambda mine=branches[n::CONNECTIONS]: one(mine) for n in range(CONNECTIONS)), look])
    return {
        "rate": len(saved) / SECONDS,
        "p95": tail(saved),
        "p99": tail(saved, 0.99),
        "longest": max(saved) * 1000,
        "page": statistics.median(read) * 1000,
        "page95": tail(read),
        "pages": len(read) / SECONDS,
        "saves": len(saved),
    }


def lectures_of(where: Place, path: str) -> Callable[[], int]:
    """Looks at the kept row of the province's lectures past the pages, so that looking costs them nothing."""
    text = f"SELECT settled FROM indicators_node WHERE path = '{path}' AND indicator = 'lectures_given'"
    link: Any
    if where.database:
        import psycopg  # reason: only where PostgreSQL is measured

        link = psycopg.connect(Server().address(where.database), autocommit=True)
    else:
        link = sqlite3.connect(where.folder / "xuezuo.sqlite3", isolation_level=None, check_same_thread=False)
    return lambda: int(link.execute(text).fetchone()[0])


def freshness(branches: list[Branch], where: Place, root: str, path: str, port: int) -> dict[str, float]:
    """Twenty saves a second, sixteen readers, and how old the province's figure is."""
    until = time.perf_counter() + SECONDS
    saved: list[float] = []
    read: list[float] = []
    fresh: list[float] = []
    probes, others = branches[:PROBES], branches[PROBES:]

    figure = lectures_of(where, path)

    def save() -> None:
        # eight hands, so that one slow answer does not slow the pace
        turns = iter(product(KINDS[1:], others))
        lock = threading.Lock()

        def hand() -> None:
            for _turn in paced(20 / 8, until):
                with lock:
                    kind, branch = next(turns)
                saved.append(branch.save(kind, EARLIER))

        together([hand] * 8)

    def look(reader: Browser) -> None:
        while time.perf_counter() < until:
            assert root in reader.opened(f"/organizations/{root}/")
            read.append(reader.took)

    def probe() -> None:
        standing = figure()
        for number, _turn in enumerate(paced(2, until - 3)):
            if number >= len(probes):
                return
            probes[number].save("lecture", EARLIER, "cadre")
            began = time.perf_counter()
            while figure() < standing + number + 1:
                if time.perf_counter() - began > 30:
                    raise RuntimeError("a lecture did not reach the province's figure in half a minute")
                time.sleep(0.01)
            fresh.append(time.perf_counter() - began)

    readers = [Browser(port).signed_in("alice") for _ in range(READERS)]
    together([save, probe, *(lambda who=one: look(who) for one in readers)])
    return {
        "saves": len(saved) / SECONDS,
        "save95": tail(saved),
        "pages": len(read) / SECONDS,
        "page": statistics.median(read) * 1000,
        "page95": tail(read),
        "fresh": statistics.median(fresh),
        "fresh95": tail(fresh) / 1000,
        "oldest": max(fresh),
        "probes": len(fresh),
    }


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    told, lines, later = machine(), [], []
    for engine in [one for one in ENGINES if one in os.environ.get("EVENING_ENGINES", " ".join(ENGINES))]:
        where = place(SCALE, engine).copied(f"evening-{engine.lower()}")
        made = json.loads(where.run("-m", "benchmarks.evening", str(BRANCHES)))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = "from xuezuo.config.command import main; main()"
        log = (where.folder / "serve.log").open("w")
        server = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--port", str(port)], env=where.environment, stdout=log, stderr=log
        )
        try:
            _wait(port)
            one, other = _measured(made, where, port, server.pid)
        finally:
            server.terminate()
            server.wait()
        lines.append(
            f"| {engine} | {one['rate']:.0f} | {one['p95']:.0f} | {one['p99']:.0f} | {one['longest']:.0f} |"
            f" {one['pages']:.1f} | {one['page']:.0f} / {one['page95']:.0f} | {103_000 / one['rate'] / 60:.1f} min |"
            f" {one['cost']:.1f} / {one['form_cost']:.1f} / {one['page_cost']:.1f} |"
        )
        later.append(
            f"| {engine} | {other['saves']:.1f} | {other['save95']:.0f} | {other['pages']:.0f} | {other['page']:.0f} /"
            f" {other['page95']:.0f} | {other['fresh']:.2f} s | {other['fresh95']:.2f} s | {other['oldest']:.2f} s |"
        )
        where.gone()
    head = "| engine | saves a second | p95, ms | p99 | longest | province's page, a second | median / p95, ms | 103,000 branches | processor, ms: a save / its form / the page |"
    second = "| engine | saves a second | p95, ms | pages a second, 16 readers | median / p95, ms | age of the figure | p95 | oldest |"
    bar = "\n|---|---|---|---|---|---|---|---|\n"
    written(
        "evening",
        f"{told}. {SCALE}, {SECONDS:g} s each, {BRANCHES} branches signed in, {CONNECTIONS}"
        f" connections{', each save with its form opened before it' if FORMS else ''}.\n\n"
        f"{head}{bar[:-1]}---|\n" + "\n".join(lines) + f"\n\n{second}{bar}" + "\n".join(later),
    )


def _wait(port: int) -> None:
    for _try in range(600):
        try:
            Browser(port).ask("GET", "/sign-in/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the server did not come up")


def _measured(made: dict[str, Any], where: Place, port: int, serving: int) -> tuple[dict[str, float], dict[str, float]]:
    people: list[dict[str, Any]] = made["people"]
    signing = time.perf_counter()
    branches = [Branch(one, port) for one in people]
    print(
        f"signed in: {(time.perf_counter() - signing) / len(people) * 1000:.0f} ms each, form included", file=sys.stderr
    )
    root, path = str(made["root"]), str(made["path"])
    alice = Browser(port).signed_in("alice")
    once = iter(product(KINDS[1:], branches[:PROBES]))
    page = costs(lambda: alice.opened(f"/organizations/{root}/"), 40, serving)

    def next_save() -> None:
        kind, branch = next(once)
        branch.save(kind, TODAY)

    save = costs(next_save, 80, serving)
    form = costs(lambda: branches[0].browser.opened(branches[0].address), 40, serving)
    before = _records(where)
    one = evening(branches[PROBES:], root, alice) | {"cost": save, "page_cost": page, "form_cost": form}
    if _records(where) - before != one["saves"]:
        sys.exit(f"{one['saves']} saves left {_records(where) - before} records")
    print({name: round(value, 2) for name, value in one.items()}, file=sys.stderr, flush=True)
    time.sleep(10)  # the background pass counts what the evening left
    for number, branch in enumerate(branches):
        if number < PROBES:
            branch.look(EARLIER, "lecture", on="2016-10-16")
        else:
            branch.look(EARLIER)
    other = freshness(branches, where, root, path, port)
    print({name: round(value, 2) for name, value in other.items()}, file=sys.stderr, flush=True)
    return one, other


def _records(where: Place) -> int:
    return int(json.loads(where.run("-m", "benchmarks.saves", "rows"))[0])


def people(count: int) -> dict[str, Any]:
    """Secretaries of as many branches, all with the demo's password, hashed once; and the province's code and path."""
    from django.contrib.auth.hashers import make_password  # reason: Django is set up by the caller

    from benchmarks.browser import PASSWORD
    from benchmarks.saves import tasks
    from xuezuo.accounts.models import Role, RoleAssignment, User
    from xuezuo.organizations.models import Organization, Placement

    chosen = tasks(count)
    hashed = make_password(PASSWORD)
    codes = dict(Organization.objects.filter(pk__in=[one.organization for one in chosen]).values_list("pk", "code"))
    made = [User.objects.create(username=f"s{n}", display_name=f"s{n}", password=hashed) for n in range(count)]
    given = {field.name for field in RoleAssignment._meta.fields}
    more = {"given_by": 0} if "given_by" in given else {}
    for user, task in zip(made, chosen, strict=True):
        RoleAssignment.objects.create(user=user, role=Role.SECRETARY, organization_id=task.organization, **more)
    top = Placement.objects.select_related("organization").order_by("path")[0]
    said = [{"name": f"s{n}", "code": codes[one.organization], "members": one.members} for n, one in enumerate(chosen)]
    return {"people": said, "root": top.organization.code, "path": top.path}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(people(int(sys.argv[1]))))
