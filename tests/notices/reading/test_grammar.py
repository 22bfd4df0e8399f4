"""The grammar of asking: what is a requirement, what only stands beside it."""

import pytest

from xuezuo.notices.reading import read_text

FRAME = "关于某项工作的通知\n\n各科室:\n  {body}\n\n  某某局\n  2024年3月1日\n"


def spans(body: str) -> list[str]:
    return [requirement.span for requirement in read_text(FRAME.format(body=body)).requirements]


@pytest.mark.parametrize(
    "body",
    [
        "去年各科室共排查隐患320处。",
        "有的科室台账不全,必须引起重视。",
        "前不久,李局长指出,要抓好消防安全。",
        "县里将召开现场会。",
        "特此通知。",
        "附件下载\n扫一扫在手机上查看当前页面\n相关链接",
        "联系人:张某,电话:0000-1234567。",
        "一、活动时间:3月5日至30日",
    ],
)
def test_asks_nothing(body):
    assert spans(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("请各科室自查,确保安全。", ["请各科室自查"]),
        ("一、人事科每月核对1次名册,财务科每季度核对1次账目。", ["人事科每月核对1次名册", "财务科每季度核对1次账目"]),
        ("对逾期未报的,由办公室督办。", ["对逾期未报的,由办公室督办"]),
        ("各科室要在4月底前清点资产,建立台账,为搬迁打下基础。", ["各科室要在4月底前清点资产,建立台账"]),
        ("各科室要登记造册;要专人保管;不得外借。", ["各科室要登记造册", "要专人保管", "不得外借"]),
        ("他们的做法是每天晨会通报,这种做法很好,各科室要认真借鉴。", ["每天晨会通报"]),
    ],
)
def test_asks(body, expected):
    assert spans(body) == expected


def test_the_speech_counts_from_its_own_day():
    text = (
        "关于印发赵平同志讲话的通知\n各科室:\n  现将讲话印发你们。\n  某某局\n  2024年1月8日\n\n"
        "在年终会上的讲话\n(2023年11月20日)\n赵平\n\n  各科室年底前要完成清查。\n"
    )
    reading = read_text(text)
    assert (reading.forwards.kind, reading.forwards.speaker, reading.forwards.on) == ("speech", "赵平", "2023-11-20")
    assert [requirement.due for requirement in reading.requirements] == ["2023-12-31"]


def test_each_says_why_and_the_contract_shape_holds():
    document = read_text(FRAME.format(body="请各科室于4月1日前报送名单。")).as_json()
    [requirement] = document["requirements"]
    assert requirement["why"] == "duty:请; due:4月1日前"
    assert set(requirement) == {
        "span",
        "start",
        "end",
        "topic",
        "audience",
        "due",
        "due_text",
        "strength",
        "deliverable",
        "why",
    }
    assert requirement["deliverable"] == "名单"
    assert list(document) == [
        "title", "issuer", "issued_on", "addressee", "doc_no", "published_by", "published_at", "forwards", "attachments", "language",
        "requirements", "numbers", "warnings",
    ]  # fmt: skip
