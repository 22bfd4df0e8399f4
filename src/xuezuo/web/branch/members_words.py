"""What was done to a member's file, in words. The audit holds codes, and of corrections the names of the fields."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xuezuo.audit.models import Event
from xuezuo.audit.words import sentence
from xuezuo.organizations.completeness import ITEMS

DONE = {
    "member.enter": gettext_noop("entered on the roster"),
    "member.correct": gettext_noop("facts filled in or corrected"),
    "member.group_join": gettext_noop("group entered"),
    "member.group_leave": gettext_noop("group ended"),
    "member.probation": gettext_noop("end of the probation decided"),
    "member.leave": gettext_noop("left the roster"),
    "member.leave_withdrawn": gettext_noop("leaving taken back"),
    "member.restore": gettext_noop("membership restored"),
    "duplicates.state": gettext_noop("said whether two entries are one person"),
    "duplicates.decide": gettext_noop("decided whether two entries are one person"),
    "duplicates.undo": gettext_noop("decision about two entries undone"),
}


def done(event: Event) -> str:
    """The words of an event; the code of one that another room wrote and nobody has put into words here."""
    words = _(DONE[event.action]) if event.action in DONE else sentence(event.action)
    fields = [str(ITEMS[item]) for item in event.detail.get("fields", []) if item in ITEMS]
    return f"{words}{_(' (')}{_(', ').join(fields)}{_(')')}" if fields else words
