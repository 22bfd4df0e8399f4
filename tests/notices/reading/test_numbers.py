"""Figures and what only looks like one."""

import pytest

from xuezuo.notices.reading import read_text


def found(text: str) -> list[tuple]:
    return [(figure.span, figure.value, figure.unit) for figure in read_text(text).numbers]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("培训12.7万人次。", [("12.7万人次", 127000, "人次")]),
        ("按期率达96.6%。", [("96.6%", 96.6, "%")]),
        ("少交4312.50元。", [("4312.50元", 4312.5, "元")]),
        ("投入1,436万元。", [("1,436万元", 14360000, "元")]),
        ("共３８００余场。", [("３８００余场", 3800, "场")]),
        ("每年至少讲两次党课。", [("两次", 2, "次")]),
        ("占百分之三十。", [("百分之三十", 30, "%")]),
        ("“两学一做”、“三会一课”、7项重点任务、4个方面。", []),
        ("第22个宣传月,2023年6月16日上午9时,〔2023〕27号。", []),
        ("联系电话:0591-8765432。", []),
    ],
)
def test_figures(text, figures):
    assert found(text) == figures
