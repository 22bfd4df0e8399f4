"""`python -m benchmarks root`: the province's page under sixteen readers, against two bare pages of ten queries.

One bare page shows the same figures with the same addresses, as a plain Django view and template; the other the least that
can be shown, two figures of each child without addresses. All are served by granian with as many processes and threads, on
the same database, and read in turns. The same page of a county of 1,000 shows whether it grows with the place. Before
anything is timed the numbers of ours and of the bare page with the same figures are compared, one by one.
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
import django, os, re, statistics, time; django.setup()
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
address = os.environ.get("COUNT_ADDRESS", "/organizations/CODE/").replace("CODE", code)
with CaptureQueriesContext(connection) as found:
    client.get(address)
with CaptureQueriesContext(connection) as found:
    answer = client.get(address)
    queries = len(found)
took = []
for _turn in range(60):
    began = time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200
    took.append((time.process_time() - began) * 1000)
numbers = re.findall('data-number="([0-9]+)"', answer.content.decode())
print(code, queries, round(statistics.median(took), 1), ",".join(numbers) or "-")
"""
"""One process asks itself, without a server: queries of the page, what it takes of the processor whatever else runs (the
queries not written down meanwhile), and the numbers on it."""

LEAST = "/least/CODE/"
SAID = {
    "ours": f"ours, {SCALE}",
    "bare": "bare page, ten queries, the same figures",
    "least": "least page, ten queries, two figures of each child",
    "small": f"ours, {SMALL}",
}


def counted(large: Place, small: Place) -> tuple[dict[str, str], list[str]]:
    """The codes of both places, and a line for each page."""
    codes, lines, numbers = {}, [], {}
    for name, where in {"ours": large, "bare": large, "least": large, "small": small}.items():
        bare = {"DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"} if name in ("bare", "least") else {}
        address = {"COUNT_ADDRESS": LEAST} if name == "least" else {}
        code, queries, spent, numbers[name] = where.run("-c", COUNT, **bare, **address).split()
        codes[name] = code
        lines.append(f"| {large.engine} | {SAID[name]} | {queries} | {spent} |")
    if numbers["ours"] != numbers["bare"] or numbers["ours"] == "-":
        sys.exit("ours and the bare page show other numbers: nothing to compare")
    return codes, lines


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

    told, lines, counts = machine(), [], []
    for engine in [one for one in ENGINES if one in os.environ.get("ROOT_ENGINES", " ".join(ENGINES))]:
        large, small = place(SCALE, engine), place(SMALL, engine)
        codes, found = counted(large, small)
        counts += found
        served = {"ours": Served(large, False), "bare": Served(large, True), "small": Served(small, False)}
        try:
            # one sign-in a place, by the product's own door: the bare page has none
            known = {name: Browser(served[name].port, True).signed_in("alice").cookies for name in ("ours", "small")}
            readers = {name: [Browser(server.port, True) for _ in range(READERS)] for name, server in served.items()}
            for name, some in readers.items():
                for one in some:
                    one.cookies = dict(known["small" if name == "small" else "ours"])
            got: dict[str, list[dict[str, float]]] = {name: [] for name in SAID}
            for turn in range(PAIRS + 1):
                for name in SAID:
                    address = (LEAST if name == "least" else "/organizations/CODE/").replace("CODE", codes[name])
                    run = read(readers["bare" if name == "least" else name], address, codes[name])
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
            said = SAID[name]
            tails = sorted(a["p95"] / b["p95"] for a, b in zip(got["ours"], runs, strict=True))
            rates = statistics.median(a["rate"] / b["rate"] for a, b in zip(got["ours"], runs, strict=True))
            lines.append(
                f"| {engine} | {said} | {mid['rate']:.0f} | {mid['median']:.0f} / {mid['p95']:.0f} |"
                f" {statistics.median(tails):.2f} ({tails[0]:.2f} – {tails[-1]:.2f}) | {rates:.2f} |"
            )
    head = "| engine | page | a second | median / p95, ms | ours, times its p95 | ours, times its rate |\n|---|---|---|---|---|---|\n"
    alone = "| engine | page, asked by one process alone | queries | processor, ms |\n|---|---|---|---|\n"
    told = f"{told}. {READERS} readers, {WORKERS} processes, {PAIRS} turns of {SECONDS:g} s."
    written("root", f"{told}\n\n{alone}{chr(10).join(counts)}\n\n{head}" + "\n".join(lines))


if __name__ == "__main__":
    main()
