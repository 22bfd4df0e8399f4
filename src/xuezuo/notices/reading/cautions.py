"""What the reader should be told besides the requirements: one list of sentences, each with its code.

The English sentence is the gettext source. It is looked up when the sentence is printed, so that the package also
reads where no Django settings are configured.
"""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext
from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    "long": _("The text has %(count)s characters; notices of special work should stay under 4,000 (AF17)."),
    "very_long": _("The text has %(count)s characters; even comprehensive notices should stay under 5,000 (AF17)."),
    "asks_report": _("It asks for a report of implementation (“%(span)s”); by default a notice does not (AF11)."),
    "asks_trace": _("It asks for photographs, screenshots, check-ins or other traces (“%(span)s”) (AF01, AF05)."),
    "misprint": _("“%(printed)s” may be a misprint of “%(likely)s”; the text is kept as printed."),
    "date_impossible": _("The date “%(span)s” does not exist; no deadline was taken from it."),
    "date_past": _("The deadline “%(span)s” lies before the notice's own date %(issued_on)s."),
    "dates_conflict": _("Two dates for one thing: “%(one)s” and “%(other)s”; check which holds."),
    "weekday_wrong": _("“%(span)s” is not that day of the week."),
    "no_signature": _("No signature was found; the issuer is not certain."),
    "no_date": _("No date of issue was found; deadlines without a year stay without one."),
    "noise": _(
        "The text looks read by a machine (blanks within words, odd characters); check it against the original."
    ),
    "withdraws": _("It withdraws or replaces an earlier document: “%(span)s”."),
    "nothing_checkable": _("It asks for nothing that can be checked."),
    "nothing_asked": _("No requirement was found; read the text yourself."),
    "not_chinese": _("The text is not Chinese; only its frame was read."),
}


@dataclass(frozen=True)
class Caution:
    """One remark about the text. `code` is a key of SENTENCES, `where` fills its places."""

    code: str
    where: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        sentence = SENTENCES[self.code]
        try:
            sentence = gettext(sentence)
        except ImproperlyConfigured:
            pass  # outside Django the English source is what we have
        return sentence % dict(self.where)


def caution(code: str, **where: object) -> Caution:
    """A caution with its places filled."""
    return Caution(code, tuple((key, str(value)) for key, value in where.items()))
