"""A large roster by the browser, for real: the program served, the file sent, the work done beside the pages."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.slow

STARTER = "from xuezuo.config.command import main; main()"
ROWS = 40_000


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A made-up town, served with its people; ended with everything it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
    environment |= {"XUEZUO_DATA": str(tmp_path / "data"), "XUEZUO_SECOND_FACTOR": "offered"}
    environment |= {"XUEZUO_FAST_PASSWORDS": "1", "XUEZUO_LANGUAGE": "en"}
    made = [sys.executable, "-c", STARTER, "demo", "--scale", "town", "--no-serve"]
    subprocess.run(made, env=environment, check=True, capture_output=True, timeout=120)
    command = [sys.executable, "-c", STARTER, "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(address)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _wait_until_it_answers(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")


class Visitor:
    """A browser without a screen: cookies, forms, one file."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
        self.page = self.url = ""

    def get(self, path: str) -> str:
        return self._read(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: str) -> str:
        data = urlencode(fields | {"csrfmiddlewaretoken": self._token()}).encode()
        return self._read(urllib.request.Request(self.address + path, data))

    def send(self, path: str, what: str, name: str, content: bytes) -> str:
        mark = uuid.uuid4().hex
        fields = {"csrfmiddlewaretoken": self._token(), "what": what}
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._read(urllib.request.Request(self.address + path, body, kind))

    def wait_for(self, word: str, path: str) -> list[str]:
        """What the page's bar said until the word stood there."""
        said = []
        for _ in range(600):
            page = self.get(path)
            if word in page:
                return said
            said += re.findall(r'<label for="progress">([^<]*)', page)
            time.sleep(0.05)
        raise AssertionError(self.page)

    def _token(self) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert found, self.page
        return found[1]

    def _read(self, request: urllib.request.Request) -> str:
        with self.open(request, timeout=60) as answer:
            self.url, self.page = answer.url.removeprefix(self.address), answer.read().decode()
        return self.page


def roster(top: str) -> bytes:
    lines = ["党组织代码,党组织全称,上级党组织代码,组织类别,所属领域"]
    lines += [f"{top}{9_000_000 + n},中共漪湾镇新设第{n}党支部委员会,{top},党支部,建制村" for n in range(ROWS)]
    return "\n".join(lines).encode()


def test_pages_are_served_while_forty_thousand_rows_are_written(served: str) -> None:
    alice = Visitor(served)
    alice.get("/sign-in/")
    alice.post("/sign-in/", login="alice", password="look-and-learn-2016")
    top = re.search(r"/organizations/(\d+)/", alice.page)
    assert top, alice.page
    alice.get("/imports/")
    alice.send("/imports/", "organizations", "新设.csv", roster(top[1]))
    place = alice.url
    alice.wait_for(f"{place}writing/", place)
    assert f"{ROWS:,}" in alice.page

    alice.post(f"{place}writing/")
    steps = alice.wait_for("<dt>", place)
    assert set(steps) <= {
        "Starting",
        "Reading and checking the rows",
        "Checking the tree",
        "Writing",
        "Waiting for another roster to be finished",
    }
    assert f"<dd>{ROWS:,}</dd>" in alice.page
