"""Every sentence a person may read has a reviewed Chinese one. The sources are English (decision 1 of the house)."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.principles import tree

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LATIN_MARK = re.compile(r"[\u4e00-\u9fff”）][,;:!?]|[,;:!?][\u4e00-\u9fff]|^\s*[.,;:()]+\s*$|MB[,;]")
TYPED = {"yes,no", "yes,no,no", "赵一:病 钱二"}
"""What a filter parts at its commas, and what a person types with one hand."""

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")

Message = tuple[str | None, str]
"""Context and the English sentence (the singular one of two)."""


def messages_of(source: str, *, template: bool) -> Iterator[tuple[int, Message]]:
    if template:
        # Django writes the template's sentences as Python calls and blanks the rest, in lines indented at will
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield line, (context, message if isinstance(message, str) else message[-2] if context else message[0])


def asked() -> dict[Message, str]:
    """Every sentence in the code and the templates, with the place where it is first found."""
    found: dict[Message, str] = {}
    for file in [*tree.python(), *tree.templates()]:
        for line, message in messages_of(tree.text(file), template=file.suffix == ".html"):
            found.setdefault(message, f"{tree.name(file)}:{line}")
    return found


def catalogues() -> list[tuple[Path, Catalog]]:
    files = sorted(tree.SOURCE.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"))
    return [(file, read_po(BytesIO(file.read_bytes()), locale="zh_Hans", abort_invalid=True)) for file in files]


def reviewed(catalogue: Catalog) -> dict[Message, str]:
    """Sentences whose translation is there and not fuzzy."""
    found = {}
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(forms) and not message.fuzzy:
            english = message.id if isinstance(message.id, str) else message.id[0]
            found[(message.context, english)] = forms[-1]
    return found


def places(sentence: str) -> set[str]:
    """What a sentence leaves open: `%(name)s`, `%s`, `{name}`."""
    return {match[0] for match in PLACES.finditer(sentence)}


def test_every_sentence_has_its_chinese() -> None:
    chinese: dict[Message, str] = {}
    for _, catalogue in catalogues():
        chinese |= reviewed(catalogue)
    wanted = asked()
    assert len(wanted) > 20, "the sentences were not found"
    assert [
        f"{place}: {sentence}" for (context, sentence), place in wanted.items() if (context, sentence) not in chinese
    ] == []


def entries(text: str) -> list[tuple[str, str]]:
    """Context and sentence of every entry of a catalogue, as its file has them: Babel keeps the last of two alike."""
    found, spoken, reading = [], {"msgctxt": "", "msgid": ""}, ""
    for line in text.splitlines():
        said = line
        word, _, rest = line.partition(" ")
        if word in ("msgctxt", "msgid", "msgstr", "msgstr[0]", "msgid_plural"):
            reading, said = word, rest
            if word in ("msgstr", "msgstr[0]"):
                found.append((spoken["msgctxt"], spoken["msgid"]))
                spoken = {"msgctxt": "", "msgid": ""}
        if reading in spoken and said.startswith('"'):
            spoken[reading] += said[1:-1]
    return found


def test_no_catalogue_says_a_sentence_twice() -> None:
    assert entries('msgid ""\n"a"\nmsgstr "b"\n\nmsgctxt "c"\nmsgid "a"\nmsgstr "d"\n') == [("", "a"), ("c", "a")]
    twice = {
        f"{tree.name(file)}: {one}"
        for file, _ in catalogues()
        for one, times in Counter(entries(file.read_text(encoding="utf-8"))).items()
        if times > 1
    }
    assert twice == set()


def test_chinese_sentences_leave_the_same_places_open() -> None:
    wrong = [
        f"{tree.name(file)}: {english}"
        for file, catalogue in catalogues()
        for (_, english), chinese in reviewed(catalogue).items()
        if not places(chinese) <= places(english) or places(english) - places(chinese) - {"%(count)d", "%(count)s"}
    ]
    assert wrong == []


def test_chinese_sentences_use_chinese_marks() -> None:
    wrong = [
        f"{tree.name(file)}: {chinese}"
        for file, catalogue in catalogues()
        for (_, english), chinese in reviewed(catalogue).items()
        if LATIN_MARK.search(chinese) and not any(one in (english, chinese) or one in chinese for one in TYPED)
    ]
    assert wrong == []


def test_catalogues_agree_with_each_other() -> None:
    """Two rooms may both translate a sentence, but to the same Chinese: Django keeps only one of them."""
    seen: dict[Message, tuple[str, Path]] = {}
    differing = []
    for file, catalogue in catalogues():
        for message, chinese in reviewed(catalogue).items():
            first, where = seen.setdefault(message, (chinese, file))
            if first != chinese:
                differing.append(f"{message[1]}: {first} in {tree.name(where)}, {chinese} in {tree.name(file)}")
    assert differing == []


@pytest.mark.parametrize(
    ("source", "template", "found"),
    [
        ('x = _("Save")', False, [(None, "Save")]),
        ('gettext_lazy("One " "sentence.")', False, [(None, "One sentence.")]),
        ('ngettext("%(n)d day", "%(n)d days", n)', False, [(None, "%(n)d day")]),
        ('pgettext("month", "May")', False, [("month", "May")]),
        ('{% load i18n %}\n  <p>{% translate "Open" %}</p>\n{% if x %}\n{% endif %}', True, [(None, "Open")]),
        (
            "{% blocktranslate trimmed %}\n  Due on\n  {{ day }}\n{% endblocktranslate %}",
            True,
            [(None, "Due on %(day)s")],
        ),
        ('{% translate "May" context "month" %}', True, [("month", "May")]),
        (
            "{% blocktranslate count n=x %}one{% plural %}many{% endblocktranslate %}",
            True,
            [(None, "one")],
        ),
    ],
)
def test_sentences_are_found(source: str, template: bool, found: list[Message]) -> None:
    assert [message for _, message in messages_of(source, template=template)] == found


@pytest.mark.parametrize(("chinese", "seen"), [("甲,乙", True), ("三次:好", True), ("; ", True), ("甲：乙", False)])
def test_latin_marks_would_be_seen(chinese: str, seen: bool) -> None:
    assert bool(LATIN_MARK.search(chinese)) is seen


def test_unreviewed_sentences_would_be_seen() -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\n'
    po = head + 'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "乙"\n'
    assert reviewed(read_po(BytesIO(po.encode()))) == {}
    assert places("%(a)s %s {b}") == {"%(a)s", "%s", "{b}"}
