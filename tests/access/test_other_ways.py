"""The same addresses by other ways: other methods, as a fragment, as a file; and what numbers tell about hidden places."""

import inspect
import re
from collections.abc import Iterator

import pytest

from tests import factories
from tests.access.addresses import ADDRESSES
from tests.access.place import Spot, build, furnish_more
from tests.access.test_matrix import QUICK, VIEWS, ask, is_for_programs, is_let_in, is_shown, leaks, session_of
from xuezuo.organizations.models import Organization

pytestmark = pytest.mark.django_db

CHANGING_METHODS = ("put", "patch", "delete")
WORKING = ("secretary", "officer", "inspector", "member")
FORMATS = {"figure-list": ("csv", "xlsx")}
"""Addresses that are a file too, by their `format`."""

MADE_ANEW = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # a form's own number
    rb"|\b(?:\d+,)?\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:?\d\d|Z)?"  # a moment, after its event's number
    rb"|\b[0-9a-f]{16}\b"  # the request's number, in the log
)

Place = tuple[Organization, dict[str, Spot]]


@pytest.fixture
def place() -> Place:
    return build()


def answers_fragments(name: str) -> bool:
    return "htmx" in inspect.getsource(inspect.getmodule(inspect.unwrap(VIEWS[name].callback)))  # type: ignore[arg-type]


def refused(name: str) -> tuple[int, ...]:
    """allauth's forms take a PUT as they take a POST; sent empty, they show themselves or lead on."""
    return (200, 302, 403, 404, 405) if name.startswith(("account_", "mfa_", "social")) else (403, 404, 405)


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ["officer", "secretary", "nobody"])
def test_no_other_method_does_anything(role: str, place: Place) -> None:
    own, spots = place
    session, wrong = session_of(role, own), []
    for name in ADDRESSES:
        for method in CHANGING_METHODS:
            answer, written = ask(session, method, name, spots["own"])
            if answer.status not in refused(name) or written:
                wrong.append(f"{method} {name}: {answer.status} {written}")
    assert wrong == []


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ["officer", "secretary"])
def test_heads_and_options_tell_no_more_than_pages(role: str, place: Place) -> None:
    own, spots = place
    session, wrong = session_of(role, own), []
    for name, entry in ADDRESSES.items():
        if not entry.varies or not is_let_in(name, role):
            continue
        for method in ("head", "options"):
            unknown, _ = ask(session, method, name, spots["none"])
            for position in ("sibling", "closed"):
                if is_shown(entry, role, "get", position):
                    continue
                answer, written = ask(session, method, name, spots[position])
                if answer[:2] != unknown[:2] or written:
                    wrong.append(f"{method} {name} {position}: {answer.status}, not {unknown.status} {written}")
    assert wrong == []


def still(body: bytes) -> bytes:
    """A page without what each asking gets anew: numbers of forms and requests, moments."""
    return MADE_ANEW.sub(b"", body)


def ways(role: str) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    for name in ADDRESSES:
        if is_let_in(name, role):
            if answers_fragments(name):
                yield name, {"HX-Request": "true"}, {}
            yield from ((name, {}, {"format": kind}) for kind in FORMATS.get(name, ()))


@pytest.mark.parametrize("role", WORKING)
def test_fragments_and_files_carry_no_more_than_pages(role: str, place: Place) -> None:
    own, spots = place
    session, wrong = session_of(role, own), []
    for name, headers, more in ways(role):
        entry = ADDRESSES[name]
        for position in (*QUICK, "closed") if entry.varies else ("none",):
            answer, _ = ask(session, "get", name, spots[position], headers, **more)
            where = f"{role} get {name} {position} {headers or more}"
            wrong += leaks(where, role, answer.body)
            if not is_shown(entry, role, "get", position) and answer.status not in (404, 405):
                wrong.append(f"{where}: {answer.status}")
    assert wrong == []


def test_there_are_other_ways() -> None:
    found = [name for name, _, _ in ways("officer")]
    assert "figure-list" in found


@pytest.mark.parametrize("role", ["officer", "secretary", "member", "auditor"])
def test_no_number_tells_how_much_stands_at_a_hidden_place(role: str, place: Place) -> None:
    """Every page, before and after three times as much was planted next door: the same, byte for byte."""
    own, spots = place
    session = session_of(role, own)
    shown = [
        (name, position)
        for name, entry in ADDRESSES.items()
        if is_let_in(name, role) and not is_for_programs(name)
        for position in (("own",) if entry.varies else ("none",))
        if is_shown(entry, role, "get", position)
    ]
    before = {one: ask(session, "get", one[0], spots[one[1]])[0] for one in shown}

    sibling = Organization.objects.get(pk=spots["sibling"].organization)
    furnish_more(sibling)
    factories.organization("901003", Organization.objects.get(pk=spots["parent"].organization))

    after = {one: ask(session, "get", one[0], spots[one[1]])[0] for one in shown}
    assert len(before) > 5
    changed = [one for one in shown if still(before[one].body) != still(after[one].body)]
    assert changed == []
