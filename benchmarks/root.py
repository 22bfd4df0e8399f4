"""`python -m benchmarks root`: the province's page under sixteen readers, against a bare page of ten queries.

Both are served by granian with as many processes and threads, on the same database, and read in turns. The same page of a
county of 1,000 shows whether it grows with the place; its queries are counted in each.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time

from benchmarks.browser import Browser
from benchmarks.evening import tail, together
from benchmarks.pages import written
from benchmarks.places import ENGINES, Place, place

SCALE = os.environ.get("ROOT_SCALE", "province")
SMALL = "county"
SECONDS = float(os.environ.get("ROOT_SECONDS", "4"))
READERS, PAIRS = 16, int(os.environ.get("ROOT_PAIRS", "5"))
WORKERS = os.environ.get("XUEZUO_WORKERS", "2")

COUNT = """
import django, statistics, time; django.setup()
from django.conf import settings; settings.ALLOWED_HOSTS = ["*"]
from django.db import connection; from django.test import Client; from django.test.utils import CaptureQueriesContext
from xuezuo.organizations.models import Placement; from xuezuo.accounts.models import User
from benchmarks.browser import PASSWORD, TOKEN
client = Client()
if settings.ROOT_URLCONF == "benchmarks.bare_page":
    client.force_login(User.objects.get(username="alice"), backend="django.contrib.auth.backends.ModelBackend")
else:
    page = client.get("/sign-in/").content.decode()
    client.post("/sign-in/", {"csrfmiddlewaretoken": TOKEN.search(page)[1], "login": "alice", "password": PASSWORD})
code = Placement.objects.select_related("organization").order_by("path")[0].organization.code
took = []
for _turn in range(31):
    began = time.process_time()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(f"/organizations/{code}/")
    assert answer.status_code == 200
    took.append((time.process_time() - began) * 1000)
print(code, len(found), round(statistics.median(took[1:]), 1))
"""
"""One process asks itself, without a server: queries of the page, and what it takes of the processor whatever else runs."""


class Served:
    """A server on a place: ours, or the bare page's."""

    def __init__(self, where: Place, bare: bool) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = "benchmarks.bare_settings" if bare else "xuezuo.config.settings"
        application = "benchmarks.bare_page:application" if bare else "xuezuo.config.wsgi:application"
        line = (
            f"-m granian --interface wsgi --host 127.0.0.1 --port {self.port} --workers {WORKERS} --blocking-threads 2"
        )
        environment = where.environment | {"DJANGO_SETTINGS_MODULE": settings}
        if not bare:
            where.run("-m", "django", "collectstatic", "--noinput", "-v", "0")
        self.process = subprocess.Popen(
            [sys.executable, *line.split(), "--no-ws", "--log-level", "warning", application],
            env=environment,
        )
        for _try in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.2)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def read(readers: list[Browser], address: str, sure: str) -> dict[str, float]:
    took: list[float] = []
    until = time.perf_counter() + SECONDS

    def one(reader: Browser) -> None:
        while time.perf_counter() < until:
            _status, page = reader.ask("GET", address)
            assert sure in page, "an empty page is not timed"
            took.append(reader.took)

    together([lambda who=reader: one(who) for reader in readers])  # type: ignore[misc]
    return {"rate": len(took) / SECONDS, "median": statistics.median(took) * 1000, "p95": tail(took)}


def main() -> None:
    from benchmarks.frame import machine  # reason: the load is that of now

    told, lines = machine(), []
    for engine in [one for one in ENGINES if one in os.environ.get("ROOT_ENGINES", " ".join(ENGINES))]:
        large, small = place(SCALE, engine), place(SMALL, engine)
        codes = {}
        for where in (large, small):
            codes[where.scale], queries, spent = where.run("-c", COUNT).split()
            lines.append(f"| {engine} | {where.scale}: {queries} queries, {spent} ms of processor | | | | |")
        served = {"ours": Served(large, False), "bare": Served(large, True), "small": Served(small, False)}
        try:
            # one sign-in a place, by the product's own door: the bare page has none
            known = {name: Browser(served[name].port, True).signed_in("alice").cookies for name in ("ours", "small")}
            readers = {name: [Browser(server.port, True) for _ in range(READERS)] for name, server in served.items()}
            for name, some in readers.items():
                for one in some:
                    one.cookies = dict(known["small" if name == "small" else "ours"])
            got: dict[str, list[dict[str, float]]] = {name: [] for name in served}
            for turn in range(PAIRS + 1):
                for name in served:
                    code = codes[SMALL if name == "small" else SCALE]
                    run = read(readers[name], f"/organizations/{code}/", f"{code}")
                    if turn:  # the first turn warms
                        got[name].append(run)
                        print(
                            engine,
                            name,
                            {key: round(value, 1) for key, value in run.items()},
                            file=sys.stderr,
                            flush=True,
                        )
        finally:
            for server in served.values():
                server.end()
        for name, runs in got.items():
            mid = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            said = {"ours": f"ours, {SCALE}", "bare": "bare page, ten queries", "small": f"ours, {SMALL}"}[name]
            tails = sorted(a["p95"] / b["p95"] for a, b in zip(got["ours"], runs, strict=True))
            rates = statistics.median(a["rate"] / b["rate"] for a, b in zip(got["ours"], runs, strict=True))
            lines.append(
                f"| {engine} | {said} | {mid['rate']:.0f} | {mid['median']:.0f} / {mid['p95']:.0f} |"
                f" {statistics.median(tails):.2f} ({tails[0]:.2f} – {tails[-1]:.2f}) | {rates:.2f} |"
            )
    head = "| engine | page | a second | median / p95, ms | ours, times its p95 | ours, times its rate |\n|---|---|---|---|---|---|\n"
    written(
        "root",
        f"{told}. {READERS} readers, {WORKERS} processes, {PAIRS} turns of {SECONDS:g} s.\n\n{head}" + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
