"""The clock of whoever speaks: what 年底, 6月底前 or 当月 come to, seen from the date of that document.

A forwarded speech has its own clock. A clock without a date resolves nothing that the text does not print: such a
day keeps the form `--06-20` (contract, `notice read`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from xuezuo.notices.reading import calendar_words as calendar

# a deadline this long before the notice means the next year's: a December notice asks for something by 1月15日;
# a plain day may well be one that is being looked back at, so it needs a wider gap
NEXT_YEAR_AFTER = timedelta(days=120)
NEXT_YEAR_AFTER_PLAIN = timedelta(days=270)


@dataclass(frozen=True)
class Clock:
    """When the document speaks, the year it is about, and the last day of the activity it announces."""

    spoken: date | None = None
    year: int | None = None
    window_end: date | None = None

    @property
    def this_year(self) -> int | None:
        return self.spoken.year if self.spoken else self.year

    def relative_year(self, word: str | None) -> int | None:
        """今年, 明年, 次年 or a printed year; None when the text leaves it open and the clock does not know."""
        if not word:
            return self.this_year
        plain = word.rstrip("年度的")
        if plain in {"今", "本", "当"}:
            return self.this_year
        if plain in {"明", "次", "翌", "来", "去", "上"}:
            step = -1 if plain in {"去", "上"} else 1
            return self.this_year + step if self.this_year else None
        return calendar.year(plain)

    def day(self, word: str | None, month: int, dom: int, *, limit: bool = True) -> str | None:
        """The day in the contract's form; None when the calendar has no such day."""
        year = self.relative_year(word)
        if year is None:
            return f"--{month:02}-{dom:02}" if calendar.day(2000, month, dom) else None
        found = calendar.day(year, month, dom)
        if found and not word and self.is_long_gone(found, limit=limit):
            found = calendar.day(year + 1, month, dom)
        return found.isoformat() if found else None

    def month_end(self, word: str | None, month: int, *, limit: bool = True) -> str | None:
        """The last day of a month; a February of no known year has no last day."""
        year = self.relative_year(word)
        if year is None:
            ends = calendar.month_end(2001, month)
            return f"--{ends:%m-%d}" if ends and month != 2 else None
        ends = calendar.month_end(year, month)
        if ends and not word and self.is_long_gone(ends, limit=limit):
            ends = calendar.month_end(year + 1, month)
        return ends.isoformat() if ends else None

    def is_long_gone(self, found: date, *, limit: bool) -> bool:
        """Is the day so far behind that, printed without a year, it must be the next one?"""
        gap = NEXT_YEAR_AFTER if limit else NEXT_YEAR_AFTER_PLAIN
        return self.spoken is not None and self.spoken - found > gap

    def this_month_end(self, ahead: int = 0) -> str | None:
        """The end of the month of speaking, or `ahead` months later."""
        if not self.spoken:
            return None
        months = self.spoken.year * 12 + self.spoken.month - 1 + ahead
        ends = calendar.month_end(months // 12, months % 12 + 1)
        return ends.isoformat() if ends else None

    def weekday(self, weeks: int, weekday: int) -> str | None:
        """本周五 (weeks=0, weekday=4), 下周一 (1, 0)."""
        if not self.spoken:
            return None
        monday = self.spoken - timedelta(days=self.spoken.weekday())
        return (monday + timedelta(days=weekday, weeks=weeks)).isoformat()
