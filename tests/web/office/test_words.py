"""What the reader says in codes stands on the page in words."""

from datetime import date

import pytest
from django.utils import translation

from xuezuo.campaigns.models import Campaign
from xuezuo.notices.models import Notice, Proposal
from xuezuo.web.office.notice_forms import first_answers
from xuezuo.web.office.words import due_from_words, due_in_words, why_in_words


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("monthly", "每月"),
        ("event+15d", "活动后15天内"),
        ("event+10wd", "活动后10个工作日内"),
        ("2016-06-30", "2016-06-30"),
        ("", ""),
    ],
)
def test_when_something_is_due(due: str, said: str) -> None:
    with translation.override("zh-hans"):
        assert due_in_words(due) == said
        assert due_from_words(f" {said} ") == due_from_words(due) == due


def test_why_a_passage_was_marked() -> None:
    with translation.override("zh-hans"):
        assert why_in_words("duty:要; due:每个月; chain") == "要求用语（要）；时间（每个月）；审批环节"
        assert why_in_words("a rule without words:要") == "a rule without words（要）"


@pytest.mark.parametrize(
    ("issued_on", "spoken", "first"),
    [
        (date(2016, 5, 8), None, date(2016, 5, 8)),
        (date(2017, 1, 12), "2016-10-20", date(2016, 10, 20)),
        (date(2017, 3, 1), None, date(2016, 4, 16)),
        (None, None, date(2016, 4, 16)),
    ],
)
def test_nobody_could_act_before_it_was_said(issued_on: date | None, spoken: str | None, first: date) -> None:
    notice = Notice(text="各支部要组织学习。", issued_on=issued_on, reading={"forwards": spoken and {"on": spoken}})
    campaign = Campaign(starts_on=date(2016, 4, 16), ends_on=date(2017, 1, 31))
    assert first_answers(Proposal(notice=notice, start=0, end=8), notice, campaign)["opens_on"] == first
