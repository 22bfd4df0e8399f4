"""What a meeting shares with the last one of its branch: copied when asked for. Who was absent is never copied."""

import re
from datetime import date
from typing import Any

from xuezuo.records.models import Record

COUNTED = re.compile(r"(第)(\d{1,3})(次|期|讲|课)")


def said_again(before: Record, day: date) -> dict[str, Any]:
    """The kinds, the place, who lectured and the subject of a record, the subject carried on to another day."""
    return {
        "kinds": [kind.kind for kind in before.kinds.all()],
        "place": before.place,
        "speaker_tier": before.speaker_tier,
        "subject": carried_on(before.subject, before.held_on, day),
        "readings": [],
    }


def carried_on(subject: str, then: date, now: date) -> str:
    """A subject with the month and year of the new day, and the next number: 9月第3次 becomes 10月第4次.

    Only what named the month or year of that meeting moves; every other number stays as it was.
    """
    subject = re.sub(rf"(?<!\d){then.year}年", f"{now.year}年", subject)
    subject = re.sub(rf"(?<!\d)0?{then.month}月(?!\d)", f"{now.month}月", subject)
    return COUNTED.sub(lambda found: f"{found[1]}{int(found[2]) + 1}{found[3]}", subject)
