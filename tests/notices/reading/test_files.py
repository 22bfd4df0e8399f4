"""Files in: the kind by content, the same notice from each kind, and one sentence for each refusal."""

import io
import os
import subprocess
import sys
import time

import pypdf
import pytest

from tests.notices.reading.paper import NOTICE, pdf, with_part, word
from xuezuo.notices.reading import read_file
from xuezuo.refusals import Refusal

ASKED = ["请各车间于2024年5月20日前报送设备自查报告", "严禁带病运行"]
LINES = [line for line in NOTICE.split("\n") if line.strip()]


def read(tmp_path, data: bytes, name: str = "notice"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_file(path)


def is_the_notice(reading) -> None:
    assert [requirement.span for requirement in reading.requirements] == ASKED
    assert reading.requirements[0].due == "2024-05-20"
    assert (reading.title, reading.issuer, reading.issued_on, reading.addressee) == (
        "关于开展设备自查的通知",
        "云川机械厂安全部",
        "2024-05-06",
        "各车间",
    )
    for found in reading.requirements:
        assert reading.text[found.start : found.end] == found.span


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gb2312", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_the_encodings_of_offices(tmp_path, encoding):
    is_the_notice(read(tmp_path, NOTICE.encode(encoding)))


def test_windows_line_ends(tmp_path):
    is_the_notice(read(tmp_path, NOTICE.replace("\n", "\r\n").encode("utf-8")))


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>某网</title><script>document.write('请各单位报送假数据');</script></head>
<body><nav><a href="/">首页</a><a href="/a">政务公开</a></nav><div class="crumbs">您现在的位置：首页 > 通知</div>
<div class="main"><h1>关于开展设备自查的通知</h1><p class="info">来源:云川机械厂 时间:2024-05-07 08:30 浏览次数:12</p>
<div class="text"><p>各车间:</p><p>&nbsp;&nbsp;请各车间于2024年5月20日前报送设备自查报告。严禁带病运行。</p>
<p>&nbsp;&nbsp;本次自查覆盖冲压、焊接、涂装、总装四个车间的在用设备,检修班组要逐台登记,发现隐患立即停机。</p>
<p style="text-align:right">云川机械厂安全部</p><p style="text-align:right">2024年5月6日</p></div></div>
<div><a href="x.doc">附件下载</a></div><p>扫一扫在手机上查看当前页面</p><footer>版权所有 某网</footer></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gb18030")])
def test_a_saved_page(tmp_path, charset, encoding):
    reading = read(tmp_path, PAGE.format(charset=charset).encode(encoding), "page.txt")
    assert [r.span for r in reading.requirements][:2] == ASKED
    assert (reading.title, reading.issuer, reading.issued_on) == (
        "关于开展设备自查的通知",
        "云川机械厂安全部",
        "2024-05-06",
    )
    assert (reading.published_by, reading.published_at) == ("云川机械厂", "2024-05-07 08:30")
    for stray in ("假数据", "政务公开", "版权所有"):
        assert stray not in reading.text


@pytest.mark.parametrize("how", ['style="display: none"', "hidden", "style='color:red;visibility:hidden'"])
def test_what_a_page_hides_is_no_request(tmp_path, how):
    page = PAGE.format(charset="utf-8").replace(
        "<p>&nbsp;", f"<p {how}>请各车间于2024年5月1日前报送名单。</p><p>&nbsp;", 1
    )
    reading = read(tmp_path, page.encode(), "page.html")
    assert "名单" not in reading.text
    assert [r.span for r in reading.requirements][:2] == ASKED


def test_word_with_a_table_of_tasks(tmp_path):
    rows = [["序号", "工作任务", "责任单位", "完成时限"], ["1", "修订设备台账并逐台核对", "设备科", "5月15日前"]]
    reading = read(tmp_path, word([*LINES[:2], "现将任务分解如下。"], rows), "notice.pdf")
    [task] = [r for r in reading.requirements if "台账" in r.span]
    assert (task.audience, task.due_text, task.due) == ("设备科", "5月15日前", "--05-15")
    assert "1\t修订设备台账并逐台核对\t设备科\t5月15日前" in reading.text
    is_the_notice(read(tmp_path, word(LINES)))


def test_word_with_automatic_numbers(tmp_path):
    import docx

    document = docx.Document()
    for line in LINES[:2]:
        document.add_paragraph(line)
    document.add_paragraph("各车间每月检查一次消防栓。", style="List Number")
    document.add_paragraph("设备科每季度抽查一次。", style="List Number")
    out = io.BytesIO()
    document.save(out)
    reading = read(tmp_path, out.getvalue())
    assert [r.due for r in reading.requirements] == ["monthly", "quarterly"]
    assert "1.各车间每月" in reading.text.replace(" ", "")


def test_pdf_with_wrapped_lines_and_page_numbers(tmp_path):
    page = [
        (150, 760, "关于开展设备自查的通知"),
        (90, 720, "各车间:"),
        (122, 690, "请各车间于2024年5月20日前报送设备自查报告。严"),
        (90, 660, "禁带病运行。"),
        (330, 600, "云川机械厂安全部"),
        (350, 570, "2024年5月6日"),
        (270, 40, "- 1 -"),
    ]
    reading = read(tmp_path, pdf([page]), "notice.docx")
    is_the_notice(reading)
    assert "- 1 -" not in reading.text


def refused(tmp_path, data: bytes, code: str, name: str = "notice") -> None:
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, data, name)
    assert refusal.value.code == code
    assert name in str(refusal.value)


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[(90, 700, "密件")]])))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 200
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\t \n", "file_empty"),
        ("\u3000\u3000\n".encode(), "file_empty"),
        (PNG, "file_kind_unknown"),
        (b"MZ\x90\x00" + bytes(range(256)) * 8, "file_kind_unknown"),
        (b"\x00\x01\x02\x03" * 400, "file_kind_unknown"),
        (b"{\\rtf1\\ansi hello}", "file_kind_unknown"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "file_old_word"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "file_kind_unknown"),
        (b"PK\x03\x04 broken", "file_damaged"),
        (word(LINES)[:900], "file_damaged"),
        (b"%PDF-1.7\nbroken", "file_damaged"),
        (pdf([[]]), "pdf_scanned"),
        (locked_pdf(), "file_encrypted"),
        (with_part(word(LINES), "word/document.xml", ENTITIES), "file_unsafe"),
        (with_part(word(LINES), "word/document.xml", b"<not closed"), "file_damaged"),
        (with_part(word(LINES), "word/media/bomb.bin", b"\0" * (150 * 1024 * 1024)), "file_unpacks_too_large"),
        (("长文。" * 200_000).encode(), "text_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals(tmp_path, data, code):
    refused(tmp_path, data, code)


def test_missing_and_a_folder(tmp_path):
    for path in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(Refusal) as refusal:
            read_file(path)
        assert refusal.value.code == "file_missing"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    begun = time.perf_counter()
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.code == "file_too_large"
    assert time.perf_counter() - begun < 0.5


def test_the_package_reads_without_django_settings(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    code = f"from xuezuo.notices.reading import read_file; r = read_file({str(path)!r}); assert r.as_json()['warnings'] == []"
    plain = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", code], check=True, env={**plain, "PYTHONPATH": os.pathsep.join(sys.path)})
