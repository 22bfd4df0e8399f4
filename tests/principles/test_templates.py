"""What a page may hold: the security policy allows no inline style and no inline script, so nobody writes one."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from tests.principles import tree

FORBIDDEN = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"(?:application/json|importmap)\")", re.IGNORECASE
    ),
    "event handler in the markup": re.compile(r"\s(?:hx-on[:\w-]*|on[a-z]{3,})\s*=", re.IGNORECASE),
    "script in a value": re.compile(r"[\"'](?:js|javascript):", re.IGNORECASE),
    "condition that htmx would compile": re.compile(r"hx-trigger\s*=\s*[\"'][^\"']*\["),
    "address of another site's file": re.compile(
        r"<(?:script|link|img)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "button that says nothing of its kind": re.compile(r"<button(?![^>]*\btype=)", re.IGNORECASE),
}
SENTENCE = re.compile(r"(?s)\{%-?\s*blocktrans.*?endblocktrans(?:late)?\s*%\}|\{%\s*translate\b.*?%\}|\{\{.*?\}\}")
TAG = re.compile(r"(?s)\{%.*?%\}|<script\b.*?</script>|<[^>]*>")
LATIN_MARK = re.compile(r"§\s*(?:[,;!?]|:(?!//)|\.\s|\()|\)\s*(?=[§\n])")
"""Beside a sentence or a value, and in none: every language would get it. `§` stands for either."""

COMMENT = re.compile(r"(?s)\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->")
STATIC = re.compile(r"\{%\s*static\s+[\"']([^\"']+)[\"']")


def breaches(source: str) -> Iterator[str]:
    # comments are blanked, not cut, so that lines keep their numbers
    source = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    for what, pattern in FORBIDDEN.items():
        for match in pattern.finditer(source):
            yield f"{source.count(chr(10), 0, match.start()) + 1}: {what}"


def test_pages_keep_to_their_security_policy() -> None:
    assert [f"{tree.name(file)}:{breach}" for file in tree.templates() for breach in breaches(tree.text(file))] == []


def loose_marks(source: str) -> Iterator[str]:
    def blank(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    source = TAG.sub(blank, SENTENCE.sub(lambda match: "§" + blank(match), COMMENT.sub(blank, source)))
    for match in LATIN_MARK.finditer(source):
        yield f"{source.count(chr(10), 0, match.start()) + 1}: {match[0].strip()}"


def test_marks_between_sentences_are_translated_too() -> None:
    """`{% translate ": " %}`, else Latin punctuation stands in a Chinese page."""
    found = [f"{tree.name(file)}:{mark}" for file in tree.templates() for mark in loose_marks(tree.text(file))]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Answer" %}: {{ text }}', ["1: §:"]),
        ("{{ a }}{% if not last %}, {% endif %}", ["1: §,"]),
        ("<p>{{ a }} ({{ b }})</p>", ["1: § ("]),
        ('{{ a }}{% translate ": " %}{{ b|date:"H:i" }} · <a href="{{ c }}?d=1">', []),
    ],
)
def test_loose_marks_would_be_seen(source: str, found: list[str]) -> None:
    assert list(loose_marks(source)) == found


def test_files_that_pages_name_exist() -> None:
    missing = [
        f"{tree.name(file)}: {name}"
        for file in tree.templates()
        for name in STATIC.findall(tree.text(file))
        if finders.find(name) is None
    ]
    assert missing == []


def test_a_manifest_of_all_static_files_can_be_made(tmp_path) -> None:
    """Sheets name each other and pictures; the manifest storage refuses one that names what is not there."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", "--noinput", verbosity=0)
    assert list(tmp_path.glob("vendor/tabler/tabler.min.*.css.gz"))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('<p style="color:red">', "inline style"),
        ("<style>p {}</style>", "inline style"),
        ("<script>x()</script>", "inline script"),
        ('<a hx-on:click="x()">', "event handler in the markup"),
        ('<a onclick="x()">', "event handler in the markup"),
        ("<a hx-vals='js:{a: 1}'>", "script in a value"),
        ('<a href="javascript:x()">', "script in a value"),
        ('<a hx-trigger="keyup[ctrlKey]">', "condition that htmx would compile"),
        ('<script src="https://example.org/x.js"></script>', "address of another site's file"),
        ("<button>", "button that says nothing of its kind"),
    ],
)
def test_breaches_would_be_seen(source: str, what: str) -> None:
    assert list(breaches(f"<p>\n{source}")) == [f"2: {what}"]


def test_plain_pages_pass() -> None:
    assert list(breaches('{# style="x" #}<script src="{% static "js/a.js" %}" defer></script>')) == []
    assert list(breaches('<script type="application/json" id="chart">{}</script><button type="submit">')) == []
