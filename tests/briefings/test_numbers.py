"""What counts as a number in a sentence, and what merely looks like one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xuezuo.briefings.numbers import unbound_numbers
from xuezuo.briefings.template_files import all_templates

CLAIMS = [
    ("讲党课9.2万人次", "9.2万"),
    ("到会１２人", "１２"),
    ("参加者1,234人", "1,234"),
    ("完成率达96.6％", "96.6％"),
    ("换届率达96.6%", "96.6%"),
    ("九成党员已学", "九成"),
    ("达到九成五以上", "九成五"),
    ("增长两倍", "两倍"),
    ("提高一个百分点", "一个百分点"),
    ("提高1.5个百分点", "1.5个百分点"),
    ("三分之一的支部", "三分之一"),
    ("百分之九十五点五", "百分之九十五点五"),
    ("过半支部已开", "半"),
    ("半数以上", "半"),
    ("产值翻番", "翻番"),
    ("二十一个支部", "二十一"),
    ("共整顿七百六十个", "七百六十"),
    ("壹佰贰拾名", "壹佰贰拾"),
    ("数百名党员", "百"),
    ("十余次会议", "十余"),
    ("历时3个月", "3"),
    ("历时20日", "20"),
    ("完成½", "½"),
    ("完成两个专题", "两"),
    ("召开6次会议", "6"),
    ("共十八大项任务", "十八"),
    ("排名第一名", "一"),
    ("位列第3位", "3"),
    ("三万一千人", "三万一千"),
    ("达到“96.6%”", "96.6%"),
    ("“12.7万人次”参加", "12.7万"),
    ("“760名”党员", "760"),
    ("٣名党员", "٣"),
]

NO_CLAIMS = [
    "截至2016年10月20日",
    "10月18日至20日",
    "1至4月",
    "自2016-10-20起",
    "二〇一六年十月二十日",
    "十月份",
    "第三季度",
    "一季度",
    "2016—2018年",
    "90年代",
    "中办发〔2016〕12号",
    "第3期",
    "第一书记在第一线",
    "一是学习。二是实践；三是督导",
    "一要抓学习，二要抓整改",
    "一、学习\n二、实践",
    "（一）学习",
    "1.学习",
    "（2）整改",
    "③督导",
    "其一，学习",
    "《十二条规定》",
    "《关于2016年第7号文件的通知》",
    "“两学一做”",
    "“5·12”防灾",
    "“三老四严”",
    "三会一课、三严三实、四讲四有",
    "基层党建7项重点任务",
    "党的十八大以来",
    "十八届六中全会精神",
    "一个支部一个支部地抓",
    "进一步统一思想，一定要实事求是",
    "看一看、查一查",
    "一项一项抓好",
    "把老百姓的事一件件办好",
    "事半功倍，一成不变",
    "万无一失，千方百计，十分重要",
    "参加{lectures_given}，占{study_coverage.ratio}",
    "队伍建设",
    "七一前夕走访慰问",
    "十三五时期",
    "非公企业和社会组织",
]


@pytest.mark.parametrize(("text", "number"), CLAIMS)
def test_claims_are_found(text, number):
    assert [found.text for found in unbound_numbers(text)] == [number]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_words_dates_and_marks_pass(text):
    assert unbound_numbers(text) == []


def test_the_sentence_is_named():
    text = "学习抓得紧。“三会一课”开了12次！党员满意。"

    (found,) = unbound_numbers(text)

    assert (found.sentence, found.text, text[found.start : found.end]) == ("“三会一课”开了12次！", "12", "12")


def test_every_template_can_be_signed_as_it_stands():
    for sheet in all_templates().values():
        for one in sheet.paragraphs:
            assert unbound_numbers(f"{one.heading}\n{one.compose(lambda _: True)}") == []


@given(st.integers(0, 10**9), st.sampled_from("人 个 次 部 名 场 万人次 % 小时".split()))
def test_any_arabic_count_is_found(number, unit):
    text = f"全镇完成{number}{unit}。"

    assert [found.start for found in unbound_numbers(text)] == [4]


@given(st.text("零一二三四五六七八九十百千万两", min_size=1, max_size=6), st.sampled_from("名 个支部 户 场次".split()))
def test_any_chinese_count_is_found(number, unit):
    assume(f"{number}{unit[0]}" != "一个" and number != "万一")  # the article, and "should it happen"

    assert unbound_numbers(f"共有党员{number}{unit}") != []


@given(st.text(max_size=80))
def test_offsets_point_at_what_was_found(text):
    for found in unbound_numbers(text):
        assert text[found.start : found.end] == found.text
        assert found.text in found.sentence
