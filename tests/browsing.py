"""A real browser for the journeys: Debian's chromium, driven by Playwright, told to stay off the network.

`live_page` is a phone in Chinese; `browse(user=…, width=…, locale=…)` opens others; `axe(page)` lists what a reader
with a screen reader or without a mouse would stumble over.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = 390
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

QUIET, LOOKS = 100, 50
"""Milliseconds without a request after which a page is at rest, and how often that is waited for. Playwright's own
"networkidle" takes five hundred on every fresh page.
"""

Browse = Callable[..., Page]
Axe = Callable[[Page], list[str]]


class Traffic:
    """The requests of a page that nothing has come back for, and how many there were."""

    of: dict[Page, "Traffic"] = {}

    def __init__(self, page: Page) -> None:
        self.open: set[Any] = set()
        self.begun = 0
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)
        self.of[page] = self

    def _begin(self, request: Any) -> None:
        self.open.add(request)
        self.begun += 1

    def _end(self, request: Any) -> None:
        self.open.discard(request)


def rest(page: Page) -> None:
    """Wait until the page is there whole and asks for nothing more."""
    page.wait_for_load_state()
    for _ in range(LOOKS if page in Traffic.of else 0):
        traffic = Traffic.of[page]
        begun = traffic.begun
        page.wait_for_timeout(QUIET)
        if not traffic.open and traffic.begun == begun:
            return
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("Journeys need a browser. On Debian: apt-get install chromium fonts-noto-cjk", pytrace=False)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def _one_request_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite the suite's database lies in memory, so that all threads of the live server share one connection and would
    stand in each other's transactions. The product has one writing process there, and a connection for each thread.
    """
    if connection.vendor != "sqlite":
        return
    answer, turn = WSGIHandler.__call__, Lock()

    def in_turn(self: WSGIHandler, environ: Any, start_response: Any) -> Any:
        with turn:
            return answer(self, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", in_turn)


@pytest.fixture
def browse(_one_request_at_a_time: None, live_server: Any, browser: Browser) -> Iterator[Browse]:
    """Open a page on the live server. A script error or a breach of the security policy fails the test at its end."""
    contexts = []
    problems: list[str] = []

    def note(message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def open_page(user: AbstractBaseUser | None = None, width: int = PHONE, locale: str = "zh-CN") -> Page:
        phone = width < 768
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if phone else 900},
            locale=locale,
            timezone_id="Asia/Shanghai",
            is_mobile=phone,
            has_touch=phone,
        )
        context.set_default_timeout(30_000)  # machines that share two cores are slow
        contexts.append(context)
        cookies = {"django_language": "en"} if locale.startswith("en") else {}
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        Traffic(page)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", note)
        return page

    yield open_page
    for context in contexts:
        context.close()
    Traffic.of.clear()
    assert not problems, problems


@pytest.fixture
def live_page(browse: Browse) -> Page:
    """A phone of a stranger: 390 pixels wide, Chinese, Shanghai time."""
    return browse()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`assert axe(page) == []`: each breach of WCAG 2.2 A and AA as "rule: help, first place".

    Runs in the page as it stands now, through the debugging protocol, so the page's own security policy stays on.
    """
    if not AXE.exists():
        pytest.fail("axe-core is not there yet: make tests/vendor/axe-core/.stamp", pytrace=False)
    source = AXE.read_text()

    def violations(page: Page) -> list[str]:
        rest(page)  # a page that is being left has no document to look at
        session = page.context.new_cdp_session(page)

        def evaluate(expression: str) -> Any:
            answer = session.send(
                "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
            )
            assert "exceptionDetails" not in answer, answer["exceptionDetails"]
            return answer["result"].get("value")

        evaluate(source + ";0")
        look = f"axe.run({{runOnly: {WCAG}}}).then(result => result.violations)"
        found = evaluate(look)
        if found:  # a busy machine may still be laying the page out; a real breach is there a moment later too
            page.wait_for_timeout(500)
            found = evaluate(look)
        session.detach()
        return [f"{one['id']}: {one['help']}, {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]

    return violations
