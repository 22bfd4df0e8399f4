"""A correction in words: what each field said before and after."""

from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.records.models import AbsenceReason, Correction, SpeakerTier
from xuezuo.web.branch.forms import MeetingForm


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    correction: Correction
    lines: list[Line]


def told(correction: Correction, names: dict[int, str], minutes: bool = False) -> Told:
    """Names of people appear where the viewer may see them; elsewhere their number only. Votes are `minutes` (D3.32)."""
    lines = [
        Line(
            str(MeetingForm.base_fields[name].label),
            _in_words(name, correction.before.get(name), names),
            _in_words(name, correction.after.get(name), names),
        )
        for name in correction.after
        if name in MeetingForm.base_fields
    ]
    vote = correction.before.get("resolution")
    if vote and minutes:
        numbers = {"yes": vote["in_favour"], "no": vote["against"], "none": vote["abstained"]}
        words = _("%(text)s, for %(yes)s, against %(no)s, abstained %(none)s") % ({"text": vote["text"]} | numbers)
        lines.append(Line(_("Vote"), "", _("taken back, was: %(vote)s") % {"vote": words}))
    withdrawn = len(correction.after.get("claims_withdrawn", []))
    if withdrawn:
        text = ngettext("%(count)s requirement less", "%(count)s requirements less", withdrawn)
        lines.append(Line(_("What it settles"), "", text % {"count": withdrawn}))
    return Told(correction, lines)


def _in_words(name: str, value: Any, names: dict[int, str]) -> str:
    nothing = _("nothing")
    if name == "held_on" and value:
        day = parse_date(value)
        return date_format(day) if day else nothing
    if name == "kinds":
        return _(", ").join(str(ActivityKind(kind).label) for kind in value) or nothing
    if name == "speaker_tier" and value:
        return str(SpeakerTier(value).label)
    if name == "absent" and value:
        if not all(member in names for member, _reason in value):
            return _("%(count)s people") % {"count": len(value)}
        return _(", ").join(f"{names[member]} {AbsenceReason(reason).label}" for member, reason in value)
    if name == "guest_members" and value:
        if not all(member in names for member in value):
            return _("%(count)s people") % {"count": len(value)}
        return _(", ").join(names[member] for member in value)
    if name == "readings" and value:
        return _("%(count)s texts") % {"count": len(value)}
    return str(value) if value not in ("", None, []) else nothing
