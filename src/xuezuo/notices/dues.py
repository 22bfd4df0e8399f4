"""The written forms of a due date, as `notice read` gives them, and what they fix."""

import re
from datetime import date

from xuezuo.refusals import Refusal

CADENCES = ("weekly", "monthly", "quarterly", "half-yearly", "yearly")
FORMS = re.compile(rf"(?:{'|'.join(CADENCES)}|before-event|event\+\d{{1,3}}w?d|--\d{{2}}-\d{{2}})")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?)?")


def checked(due: str) -> str:
    """The due date as written, or "". Raises `Refusal` for a form that the contract does not know."""
    due = due.strip()
    if due and not FORMS.fullmatch(due) and day_of(due) is None:
        raise Refusal("notice_due", due=due)
    return due


def day_of(due: str) -> date | None:
    """The day that a due date fixes; None for a rhythm, an event, or a day without a year."""
    found = DAY.fullmatch(due)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def lacks_year(due: str) -> bool:
    return due.startswith("--")
