"""What the reader says in codes stands on the page in words."""

import pytest
from django.utils import translation

from xuezuo.web.office.words import due_in_words, why_in_words


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


def test_why_a_passage_was_marked() -> None:
    with translation.override("zh-hans"):
        assert why_in_words("duty:要; due:每个月; chain") == "要求用语(要);时间(每个月);审批环节"
        assert why_in_words("a rule without words:要") == "a rule without words(要)"
