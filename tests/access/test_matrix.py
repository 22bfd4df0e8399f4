"""Every address x method x role x position, generated: who gets in, who finds nothing, and what no page may carry.

Forbidden looks like not found: the answer to a row outside the scope is, byte for byte, that to one that is not there.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Max
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.address import BELOW, LINE, NAMES, Address
from tests.access.addresses import ADDRESSES
from tests.access.place import POSITIONS, Spot, build, canary, key_of, viewer
from tests.house import on_postgres
from xuezuo.audit.models import Event
from xuezuo.web.access import EVERYBODY

READERS = ("secretary", "officer", "inspector", "member")
CARRIED = {
    "name": dict.fromkeys(("secretary", "officer"), NAMES),
    "text": dict.fromkeys(("secretary", "officer", "inspector"), BELOW),
    "draft": {"officer": BELOW},
    "issued": {role: BELOW | {"parent"} for role in READERS},
    "said": dict.fromkeys(("officer", "administrator"), BELOW),
    "token": {"security": BELOW},
    "shared": dict.fromkeys(("secretary", "officer", "inspector"), LINE),
    "private": {},
}
"""Which planted words a role may ever read, and from which positions."""

OUTSIDE = ("sibling", "parent")
"""Positions of which a viewer must not learn that anything stands there."""

A_FEW = 5
"""Questions more that an address with a row's number may ask: numbers are given in turn, so that one was given is no
secret. Codes are words that somebody may try out: for these it has to be none."""

CHANGING = re.compile(
    rb'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|"X-CSRFToken": "\w+"|&quot;X-CSRFToken&quot;: &quot;\w+'
)


def views() -> Iterator[tuple[str, URLPattern]]:
    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        yield pattern.name or str(pattern.pattern), pattern


VIEWS = dict(views())


def address_of(name: str, spot: Spot) -> str:
    parts = ADDRESSES[name].parts
    return reverse(name, kwargs=parts(spot) if parts else {})


class Answer(NamedTuple):
    status: int
    body: bytes
    queries: int = 0
    """How often the database was asked: who counts milliseconds must not learn more than who reads."""


def settled(response: HttpResponse, path: str) -> tuple[int, bytes]:
    """Status and body without what differs by design: tokens, and the address itself in the links of the frame.

    Files are read to their end, and workbooks and documents opened.
    """
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(body)) as file:
            body = b"".join(file.read(name) for name in sorted(file.namelist()))
    return response.status_code, CHANGING.sub(b"", body).replace(path.encode(), b"PATH")


HANDLER = ClientHandler(enforce_csrf_checks=False)
"""For all requests: a new one would load every part of the product's way to a page again."""


class Counting:
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., object], *given: object) -> object:
        self.queries += 1
        return execute(*given)


def ask(
    session: str, method: str, name: str, spot: Spot, headers: dict[str, str] | None = None, **more: str
) -> tuple[Answer, str]:
    """The answer, and what was written meanwhile ("" for nothing). Whatever it wrote is taken back."""
    entry, path = ADDRESSES[name], address_of(name, spot)
    query = (entry.query(spot) if entry.query else {}) | more
    client = Client()  # a fresh one: signing out must not end the others
    client.handler = HANDLER
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    cache.clear()  # whoever asked too often a moment ago is turned away, and nothing would be seen
    with transaction.atomic():
        before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        form = {"content_type": "application/json"} if method == "post" and is_for_programs(name) else {}
        with connection.execute_wrapper(counting := Counting()):
            response = getattr(client, method)(
                path, entry.sent(spot) if method == "post" else {}, query_params=query, headers=headers, **form
            )
            status, body = settled(response, path)
        written = ", ".join(Event.objects.filter(pk__gt=before).order_by("pk").values_list("action", flat=True))
        transaction.set_rollback(True)
    return Answer(status, body, counting.queries), written


def is_for_programs(name: str) -> bool:
    return name.startswith("api-")


def is_public(name: str) -> bool:
    return bool(VIEWS[name].callback.access[1])


def is_let_in(name: str, role: str) -> bool:
    roles, public = VIEWS[name].callback.access
    return public or role in roles


def test_every_address_says_who_may_come() -> None:
    assert [name for name, pattern in VIEWS.items() if not hasattr(pattern.callback, "access")] == []


def test_every_address_has_its_example() -> None:
    assert sorted(set(VIEWS) - set(ADDRESSES)) == [], "add them to tests/access/addresses.py"
    assert sorted(set(ADDRESSES) - set(VIEWS)) == [], "these addresses are gone"
    assert [name for name, one in ADDRESSES.items() if VIEWS[name].pattern.converters and not one.parts] == []


def test_no_address_is_named_twice() -> None:
    names = [name for name, _ in views()]
    assert sorted(names) == sorted(set(names))


@pytest.fixture
def place(db: None) -> tuple[object, dict[str, Spot]]:
    return build()


def session_of(role: str, own: object) -> str:
    client = Client()
    client.force_login(viewer(role, own), backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


QUICK = ("own", "child", "sibling")
"""Positions of the quick run: what is shown, what is shown below, and what must not be told from nothing. The slow one
asks at every position."""


def _positions(entry: Address, *, let_in: bool, of: tuple[str, ...] = QUICK) -> tuple[str, ...]:
    """For a role that the view turns away before it looks at anything, one is as good as seven."""
    if not entry.varies:
        return ("none",)
    return (*of, "none") if let_in else ("own",)


def problems(session: str, role: str, spots: dict[str, Spot], of: tuple[str, ...]) -> Iterator[str]:
    turned_away: dict[tuple[bool, int], Answer] = {}
    for name, entry in ADDRESSES.items():
        if on_postgres() and not is_let_in(name, role):
            continue  # turned away by the view's rule before any row is looked for: no engine changes that
        positions = _positions(entry, let_in=is_let_in(name, role), of=of)
        for method in ("get", "post"):
            unknown = Answer(404, b"")
            for position in reversed(positions):
                if unknown[0] == 405 and position != "own":  # no method here, so no row is looked for either
                    continue
                where = f"{role} {method} {name} {position}"
                try:
                    answer, written = ask(session, method, name, spots[position])
                except Exception as broken:  # noqa: BLE001 - one broken page must not hide the others
                    yield f"{where}: {type(broken).__name__} {broken}"
                    continue
                unknown = answer if position == "none" else unknown
                if entry.varies and not is_let_in(
                    name, role
                ):  # what is closed to a role is closed in the same words everywhere
                    unknown = turned_away.setdefault((is_for_programs(name), answer.status), answer)
                yield from leaks(where, role, answer[1])
                expected = is_let_in(name, role) and is_shown(entry, role, method, position)
                yield from judged(where, entry, expected, answer, unknown, written)


def is_shown(entry: Address, role: str, method: str, position: str) -> bool:
    """Whether the address has something for the role at this position; one without parts knows no positions."""
    seen = entry.seen_from(role, method)
    return position in seen if entry.varies else bool(seen)


def judged(
    where: str,
    entry: Address,
    expected: bool,
    answer: Answer,
    unknown: Answer,
    written: str,
) -> Iterator[str]:
    """What is wrong with one answer."""
    status = answer[0]
    if status >= 500:
        yield f"{where}: {status}"
    elif expected and status in (403, 404):
        yield f"{where}: {status}, should be let in"
    elif not expected:
        if status not in (404, 405):
            yield f"{where}: {status}, should find nothing"
        if answer[:2] != unknown[:2]:
            yield f"{where}: differs from what does not exist"
        elif where.endswith(OUTSIDE) and answer.queries - unknown.queries > may_ask_more(entry):
            yield f"{where}: asks {answer.queries} times, {unknown.queries} for what does not exist"
        if written:
            yield f"{where}: wrote {written}"


def may_ask_more(entry: Address) -> int:
    parts = (entry.parts(Spot("none")) if entry.parts else {}) | (entry.query(Spot("none")) if entry.query else {})
    return A_FEW if any(isinstance(value, int) for value in parts.values()) else 0


def leaks(where: str, role: str, body: bytes) -> Iterator[str]:
    text = body.decode(errors="replace")
    for kind, readers in CARRIED.items():
        for position in POSITIONS:
            if position not in readers.get(role, ()) and canary(kind, position) in text:
                yield f"{where}: carries {canary(kind, position)}"
    for position in POSITIONS:
        key = key_of(position)
        if any(form in body for form in (key, key.hex().encode(), b64encode(key).rstrip(b"="))):
            yield f"{where}: carries the key of a token of {position}"


@pytest.mark.parametrize("role", EVERYBODY)
def test_matrix(role: str, place: tuple[object, dict[str, Spot]]) -> None:
    own, spots = place

    found = list(problems(session_of(role, own), role, spots, QUICK))

    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.slow
@pytest.mark.parametrize("role", EVERYBODY)
def test_matrix_everywhere(role: str, place: tuple[object, dict[str, Spot]]) -> None:
    own, spots = place

    found = list(problems(session_of(role, own), role, spots, POSITIONS))

    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_strangers_come_to_the_sign_in_page(place: tuple[object, dict[str, Spot]]) -> None:
    _, spots = place
    wrong = []
    for name, entry in ADDRESSES.items():
        for spot in (spots[position] for position in _positions(entry, let_in=is_public(name))):
            for method in ("get", "post"):
                (status, body, _), written = ask("", method, name, spot)
                wrong += leaks(f"stranger {method} {name} {spot.position}", "stranger", body)
                refused = (401, 405) if is_for_programs(name) else (302,)
                if not is_public(name) and (status not in refused or written):
                    wrong.append(f"{method} {name} {spot.position}: {status} {written}")
    assert wrong == []


def test_strangers_are_sent_to_sign_in_and_back(place: tuple[object, dict[str, Spot]]) -> None:
    assert Client().get("/me/")["Location"] == "/sign-in/?next=/me/"


def test_a_leak_would_be_seen() -> None:
    own = canary("name", "sibling").encode()
    assert list(leaks("x", "officer", own)) == ["x: carries 秘name·sibling秘"]
    assert list(leaks("x", "officer", canary("name", "child").encode())) == []
    key = key_of("own")
    for form in (key, key.hex().encode(), b64encode(key)):
        assert list(leaks("x", "security", form)) == ["x: carries the key of a token of own"]


def test_a_different_answer_would_be_seen() -> None:
    entry = Address(lambda spot: {})
    same, other, slow = Answer(404, b"a", 3), Answer(404, b"b", 3), Answer(404, b"a", 4)
    assert list(judged("x", entry, False, other, same, "")) == ["x: differs from what does not exist"]
    assert list(judged("x get y own", entry, False, slow, same, "")) == []
    assert list(judged("x get y sibling", entry, False, slow, same, "")) == [
        "x get y sibling: asks 4 times, 3 for what does not exist"
    ]
    assert list(judged("x", Address(lambda spot: {"pk": 1}), False, slow, same, "")) == []
    assert list(judged("x", entry, False, same, same, "read")) == ["x: wrote read"]
    assert list(judged("x", entry, True, same, same, "")) == ["x: 404, should be let in"]
