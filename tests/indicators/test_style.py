"""Numbers as the notice prints them (D13.22-D13.24)."""

import pytest

from xuezuo.indicators import style


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (127_000, "人次", "12.7万人次"),
        (92_000, "人次", "9.2万人次"),
        (260_000, "人次", "26万人次"),
        (103_000, "个", "10.3万个"),
        (760, "个", "760个"),
        (9_999, "人", "9999人"),
        (10_000, "人", "1万人"),
        (10_499, "人", "1万人"),
        (10_500, "人", "1.1万人"),
        (0, "部", "0部"),
    ],
)
def test_counts(value: int, unit: str, printed: str) -> None:
    assert style.counted(value, unit) == printed


@pytest.mark.parametrize(
    ("settled", "expected", "printed"),
    [(24_150, 25_000, "96.6%"), (1, 2, "50.0%"), (1, 8, "12.5%"), (1, 2000, "0.1%"), (3, 3, "100.0%"), (0, 0, "—")],
)
def test_rates(settled: int, expected: int, printed: str) -> None:
    assert style.percent(settled, expected) == printed
