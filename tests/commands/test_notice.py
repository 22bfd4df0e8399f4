"""`xuezuo notice read` and `notice issue`."""

import json

import pytest
from django.db import connection

from tests import factories
from xuezuo.commands.line import run
from xuezuo.notices.models import Notice

TEXT = "关于学习的通知\n\n各党支部：\n各党支部要在2016年6月30日前组织一次专题讨论。\n\n县委组织部\n2016年5月8日\n"
KEYS = {
    "title", "issuer", "issued_on", "addressee", "doc_no", "published_by", "published_at", "forwards", "attachments",
    "language", "requirements", "numbers", "warnings",
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(TEXT)
    return path


def test_reading_needs_no_database_and_prints_the_contract(file, capsys):
    def touched(*_args):
        raise AssertionError("the database was touched")

    with connection.execute_wrapper(touched):
        code = run(["notice", "read", str(file), "--json"])

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(document) == KEYS
    first = document["requirements"][0]
    assert first["due"] == "2016-06-30"
    assert {"span", "start", "end", "topic", "audience", "due", "due_text", "strength", "deliverable"} <= set(first)


def test_the_text_is_what_the_offsets_count_in(file, capsys):
    run(["notice", "read", str(file), "--text"])
    text = capsys.readouterr().out
    run(["notice", "read", str(file), "--json"])
    for one in json.loads(capsys.readouterr().out)["requirements"]:
        assert text[one["start"] : one["end"]] == one["span"]


def test_words_go_to_standard_error(file, capsys):
    assert run(["notice", "read", str(file)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "关于学习的通知" in err


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, capsys, content):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert run(["notice", "read", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert "x.pdf" in json.loads(out)["message"]
    assert "Traceback" not in err


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert run(["notice", "read", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_issue_stores_and_sends(db, file, capsys):
    factories.organization("901002", factories.organization("901", kind="local_committee"))

    assert run(["notice", "issue", str(file), "--from", "901", "--to", "901002", "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    notice = Notice.objects.get()
    assert document == {"notice": notice.pk, "title": "关于学习的通知", "proposals": 1, "issued_to": ["901002"]}
    assert notice.text == TEXT or notice.text.strip() == TEXT.strip()


def test_an_unknown_addressee_stores_nothing(db, file, capsys):
    factories.organization("901", kind="local_committee")
    assert run(["notice", "issue", str(file), "--from", "901", "--to", "999"]) == 2
    assert "999" in capsys.readouterr().err
    assert Notice.objects.count() == 0
