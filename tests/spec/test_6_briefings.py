"""简报：每个数字都能打开

简报的数字不是填上去的，而是从党支部的记录里数出来的。正文里写的是数据项，打印时换成数字；
签发以后，数字和它背后的明细一起固定下来，多年以后仍能打开当天计入的那些记录。
"""

from datetime import date

import pytest

from tests import factories
from xuezuo.briefings import actions, queries
from xuezuo.briefings.numbers import unbound_numbers
from xuezuo.organizations.models import Organization
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

DAY = date(2016, 10, 20)
LECTURE = {"kinds": ("lecture",), "speaker_tier": "cadre"}


@pytest.fixture(autouse=True)
def october(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def branch() -> Organization:
    """A township with one branch of five members, where a leading cadre has lectured once."""
    town = factories.organization("099", name="中共青杉镇委")
    branch = factories.organization("099001", town, name="东村党支部")
    for _ in range(5):
        factories.member(branch)
    factories.record(branch, date(2016, 5, 10), **LECTURE)
    return branch


def test_a_draft_counts_when_it_is_read(branch: Organization) -> None:
    """送审稿按模板生成，数字随读随算：支部补录一次党课，送审稿里的数字就跟着变。

    数字按公文习惯印出，单位由指标自带；没有内容可说的句子自动略去。
    """
    draft = actions.draft(by=operator(), organization="099", as_of=DAY)
    assert "讲党课1人次" in queries.rendered(operator(), draft).blocks[1].text

    factories.record(branch, date(2016, 6, 10), **LECTURE)
    assert "讲党课2人次" in queries.rendered(operator(), draft).blocks[1].text
    assert "先进事迹片" not in queries.rendered(operator(), draft).blocks[1].text


def test_signing_makes_the_figures_stand_still(branch: Organization) -> None:
    """签发时，每个数字连同计入的明细一起固定。此后补录的记录只影响下一期，不影响这一期。"""
    draft = actions.draft(by=operator(), organization="099", as_of=DAY)
    actions.sign(by=operator(), briefing_id=draft.pk, name="林望舒")
    factories.record(branch, date(2016, 6, 10), **LECTURE)

    signed = queries.briefing(operator(), draft.pk)
    assert "讲党课1人次" in queries.rendered(operator(), signed).blocks[1].text
    assert [row.on for row in queries.frozen_rows(operator(), signed, "lectures_given")] == [date(2016, 5, 10)]


def test_a_number_without_a_figure_cannot_be_signed(branch: Organization) -> None:
    """正文里写了没有数据依据的数字，就不能签发；系统指出是哪一段、哪一句、哪个数字。

    换成数据项，或者删去这个数字，才能签发。
    """
    draft = actions.draft(by=operator(), organization="099", as_of=DAY)
    actions.add_paragraph(by=operator(), briefing_id=draft.pk, heading="", text="成效明显。九成党员受到教育。")

    with pytest.raises(Refusal) as refused:
        actions.sign(by=operator(), briefing_id=draft.pk)
    assert refused.value.where["number"] == "九成"
    assert refused.value.where["sentence"] == "九成党员受到教育。"


def test_words_that_only_look_like_numbers_pass() -> None:
    """日期、文号、序号、引号里的名称和固定说法不算数字；比例、人数、成数、倍数一律算。"""
    assert unbound_numbers("一是落实“三会一课”；二是按〔2016〕12号文件，10月底前完成。") == []
    assert [found.text for found in unbound_numbers("整改率97.1%，比上季度提高两倍，惠及七百户。")] == [
        "97.1%",
        "两倍",
        "七百",
    ]


def test_a_signed_briefing_is_never_changed(branch: Organization) -> None:
    """签发后的简报不再改动。有新情况，另起一期。"""
    first = actions.draft(by=operator(), organization="099", as_of=DAY)
    actions.sign(by=operator(), briefing_id=first.pk)
    with pytest.raises(Refusal):
        actions.add_paragraph(by=operator(), briefing_id=first.pk, heading="", text="补充一句。")

    second = actions.draft(by=operator(), organization="099", as_of=DAY)
    assert (first.number, second.number) == (1, 2)
