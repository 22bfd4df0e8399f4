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


def dues(body: str) -> list[str | None]:
    return [requirement.due for requirement in read_text(FRAME.format(body=body)).requirements]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # only the new time is asked
        ("方案报送时间由3月10日前调整为3月20日前。", ["2024-03-20"]),
        ("启动仪式由3月8日推迟至3月15日。", ["2024-03-15"]),
        # a season in brackets and a proposal in brackets limit nothing
        ("汛期(5月1日至9月30日)各科室要有人值班。", [None]),
        ("各科室要组织一次参观(建议安排在5月1日前后)。", [None]),
        # a day that is over limits nothing
        ("各科室要按2月5日的名单逐人核对。", [None]),
    ],
)
def test_which_time_counts(body, expected):
    assert dues(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("各科室每月自查1次,对走过场的责令重做。", ["各科室每月自查1次", "对走过场的责令重做"]),
        ("各科室要召开专题会议,会后5日内将记录报办公室。", ["各科室要召开专题会议", "会后5日内将记录报办公室"]),
        ("各科室每月报送1次数据,县局将对数据进行抽查。", ["各科室每月报送1次数据", "县局将对数据进行抽查"]),
        ("各科室使用时长不超过30%,鼓励职工参加体育锻炼。", ["各科室使用时长不超过30%", "鼓励职工参加体育锻炼"]),
        ("各科室每周清点1次库存,达标率不低于98%。", ["各科室每周清点1次库存,达标率不低于98%"]),
        ("原定的参观活动取消。", []),
        ("今年以来,各科室认真落实部署,取得了较好成效。", []),
        ("本局成立由局长任组长的安全工作领导小组。", []),
    ],
)
def test_what_is_one_and_what_is_two(body, expected):
    assert spans(body) == expected


def test_a_speech_that_admits_a_gap_still_asks_in_its_points():
    body = (
        "离群众的期望还有差距。下面我讲两点。\n"
        "  第一,要把服务抓起来。各科室要在4月底前清点资产。\n"
        "  第二,要把纪律严起来。各科室每周通报1次考勤。"
    )
    assert spans(body) == ["各科室要在4月底前清点资产", "各科室每周通报1次考勤"]
