"""Pieces that are written once: what they may hold, and that none is ever shown in another's place."""

import re
import sys
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from tests.principles import tree
from xuezuo.organizations.models import Organization
from xuezuo.web.shared import desk, pure
from xuezuo.web.shared.addresses import address_of, address_with

PLACE = "shared/head_place.html"
USED = re.compile(r"""\{%\s*pure\s+["']([^"']+)["']""")
INCLUDED = re.compile(r"""\{%\s*include\s+["']([^"']+)["']""")
TAGS = re.compile(r"\{%\s*(\w+)")
READ = re.compile(r"\{\{\s*([\w.]+)|\{%\s*(?:if|elif|for [\w, ]+ in)\s+([\w.]+)")
FILTERED = re.compile(r"hole_\w+\s*\|\s*\w+")
PURE_TAGS = set(
    "load blocktranslate endblocktranslate if elif else endif for endfor translate static url include figures_written rows_below".split()
)
OF_A_REQUEST = {"request", "user", "scope", "desk", "csrf_token", "messages", "CSP_NONCE", "perms", "phone_mark"}


def place(**more: object) -> str:
    return pure.piece(PLACE, {"label": "Notices", "icon": "user", "address": "/notices/", "here": False} | more)


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> pure.Pieces:
    fresh = pure.Pieces()
    monkeypatch.setattr(pure, "pieces", fresh)
    return fresh


def test_the_same_values_are_written_once(pieces: pure.Pieces) -> None:
    assert place() is place()
    assert len(pieces) == 1


@pytest.mark.parametrize(
    "more", [{"address": "/other/"}, {"here": True}, {"label": "Home"}, {"icon": "key"}, {"address": 1}]
)
def test_whatever_differs_is_another_piece(more: dict[str, object]) -> None:
    assert place() != place(**more)


def test_values_that_python_calls_equal_are_told_apart() -> None:
    assert 'href="True"' in place(address=True)
    assert 'href="1"' in place(address=1)
    assert 'href="1.0"' in place(address=1.0)


def test_each_language_has_its_own() -> None:
    said = []
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with override(language):
            said.append(place())
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert "通知" in said[0]
    assert "Notices" in said[1]


def test_each_place_where_the_product_is_mounted_has_its_own() -> None:
    before = get_script_prefix()
    values = {"is_signed_in": True, "own": [], "role": "officer", "bar": [], "drawers": []}
    own = pure.piece("shared/head_line.html", values)
    try:
        set_script_prefix("/0-0/")
        below = pure.piece("shared/head_line.html", values)
        address = address_with("organization", "099")
    finally:
        set_script_prefix(before)
    assert 'href="/account/sessions/"' in own
    assert 'href="/0-0/account/sessions/"' in below
    assert address == "/0-0/organizations/099/"
    assert address_with("organization", "099") == "/organizations/099/"


@pytest.mark.parametrize(
    "value", [Organization(code="1"), AnonymousUser(), gettext_lazy("Home"), Organization.objects.none(), {1}]
)
def test_only_plain_values_go_in(value: object) -> None:
    with pytest.raises(TypeError):
        place(address=value)


def test_what_was_marked_as_safe_is_escaped_all_the_same() -> None:
    assert place(address=mark_safe('"><b>')) == place(address='"><b>')
    assert "<b>" not in place(address=mark_safe('"><b>'))


def test_in_development_templates_are_read_anew(settings: object, pieces: pure.Pieces) -> None:
    place()
    settings.DEBUG = True
    assert place() == place()
    assert len(pieces) == 1


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    said = {name: mark_safe(letter * 100) for name, letter in (("a", "1"), ("b", "2"), ("c", "学"))}
    cost = {name: sys.getsizeof(name) + sys.getsizeof(text) for name, text in said.items()}
    few = pure.Pieces(at_most=cost["a"] + cost["c"])
    few.keep("a", said["a"])
    few.keep("b", said["b"])
    assert few.get("a")
    few.keep("c", said["c"])
    assert (few.get("a"), few.get("b"), few.get("c")) == (said["a"], None, said["c"])
    assert few.size == cost["a"] + cost["c"]
    few.keep("d", mark_safe("4" * 2_000))  # too large for all of it: nothing is kept, and nothing is counted
    assert (len(few), few.size) == (0, 0)


def parts(name: str) -> Iterator[tuple[str, str]]:
    text = re.sub(r"\{#.*?#\}", "", tree.text(tree.SOURCE / "web" / name))
    yield name, text
    for inner in INCLUDED.findall(text):
        yield from parts(inner)


def of_a_request(text: str) -> set[str]:
    """The tags of a piece that could bring anything else in, and the names in it that only a request brings."""
    names = {(one or other).split(".")[0] for one, other in READ.findall(text)}
    looked_at = {one for _written, one in READ.findall(text) if one.startswith("hole_")} | set(FILTERED.findall(text))
    return looked_at | {tag for tag in TAGS.findall(text) if tag not in PURE_TAGS} | (names & OF_A_REQUEST)


def test_pieces_hold_nothing_of_a_request() -> None:
    used = {name for file in tree.templates() for name in USED.findall(tree.text(file))}
    assert "overview/organization_figures.html" in used
    assert [(name, found) for one in sorted(used) for name, text in parts(one) if (found := of_a_request(text))] == []
    assert of_a_request("{% csrf_token %}") == {"csrf_token"}
    assert of_a_request("{{ request.path }}{% if scope.role %}") == {"request", "scope"}
    assert of_a_request("{% if hole_next %}{{ hole_next|upper }}") == {"hole_next", "hole_next|upper"}


def around(**holes: object) -> str:
    return pure.piece_around("shared/foot.html", {"is_signed_in": True}, holes)


def test_holes_are_filled_each_time_and_not_kept(pieces: pure.Pieces) -> None:
    assert 'href="/feedback/new/?about=/one/"' in around(hole_about="/one/")
    assert 'href="/feedback/new/?about=/two/"' in around(hole_about="/two/")
    assert len(pieces) == 1
    assert not [text for text in [*pieces._texts, *pieces._texts.values()] if "/one/" in text or "/two/" in text]


def test_what_fills_a_hole_is_escaped_and_no_hole_itself() -> None:
    assert "=<b>" in around(hole_about=mark_safe("<b>"))
    assert "&quot;&gt;&lt;b&gt;" in around(hole_about='"><b>')
    inner = f"{pure.HOLE}hole_about;"
    assert inner in around(hole_about=inner)


@pytest.mark.parametrize(
    "code", ["099", "099001001", "a b", "学", "a&b=c", "0-0", "(x);~:@", "a%2Fb", "'\"<>", "-", "?#"]
)
def test_addresses_are_those_of_reverse(code: str) -> None:
    for name in ("organization", "figure-list", "members", "branch-today"):
        if name != "figure-list" or re.fullmatch(r"[-\w]+", code, re.ASCII):
            assert address_with(name, code) == reverse(name, args=[code])


@pytest.mark.parametrize("code", ["", "a/b"])
def test_what_is_no_code_has_no_address(code: str) -> None:
    with pytest.raises(NoReverseMatch):
        address_with("organization", code)


def test_every_entry_of_every_desk_leads_where_its_name_does() -> None:
    drawers = [entries for some in desk.DRAWERS.values() for _label, entries in some]
    for name, _label, _icon, takes_code in {
        one for some in [*desk.BARS.values(), *drawers, *desk.OWN.values()] for one in some
    }:
        if takes_code:
            assert address_with(name, "099001") == reverse(name, args=["099001"])
        else:
            assert address_of(name) == reverse(name)
