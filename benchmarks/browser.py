"""A browser without a screen: one kept connection, cookies, forms. An answer that was not expected ends the run."""

from __future__ import annotations

import http.client
import re
import sys
import time
from collections.abc import Sequence
from itertools import count
from urllib.parse import urlencode

PASSWORD = "look-and-learn-2016"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

NUMBERS = count()

Fields = Sequence[tuple[str, str]]


class Browser:
    def __init__(self, port: int, shared: bool = False) -> None:
        # each from an address of its own, as branches are (from one address only so many may sign in in a minute), but for
        # those who share a session: another address each time would be written down each time
        number = next(NUMBERS)
        here = ("127.0.0.1", 0) if shared else (f"127.0.{number // 250 + 1}.{number % 250 + 1}", 0)
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=here)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.took = 0.0

    def ask(
        self, method: str, address: str, fields: Fields = (), expected: tuple[int, ...] = (200,)
    ) -> tuple[int, str]:
        """The answer's status and text; how long it took stands in `took`."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode([("csrfmiddlewaretoken", self.token), *fields])
        began = time.perf_counter()
        try:
            self.link.request(method, address, body, headers)
            answer = self.link.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # the server closes what rests for half a minute; a browser connects again
            self.link.close()
            self.link.request(method, address, body, headers)
            answer = self.link.getresponse()
        text = answer.read()
        self.took = time.perf_counter() - began
        if answer.status not in expected:
            sys.exit(f"{method} {address} answered {answer.status}:\n{text.decode()[:2000]}")
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text.decode()

    def opened(self, address: str) -> str:
        """A page; the protection of its form is kept for what is sent next."""
        _status, page = self.ask("GET", address)
        found = TOKEN.search(page)
        self.token = found[1] if found else self.token
        return page

    def signed_in(self, name: str) -> Browser:
        self.opened("/sign-in/")
        self.ask("POST", "/sign-in/", [("login", name), ("password", PASSWORD)], (302,))
        if "sessionid" not in self.cookies:
            sys.exit(f"{name} could not sign in")
        return self
