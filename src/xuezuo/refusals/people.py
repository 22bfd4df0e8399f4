"""Refusals of terms, posts and transfers."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # terms
    "term_in_future": _("%(day)s has not come yet (today is %(today)s); enter the election after it was held."),
    "term_dates": _("A term from %(elected_on)s to %(ends_on)s cannot be; put the dates in order, six years at most."),
    "term_known": _("The term elected on %(elected_on)s is known and ends on %(ends_on)s; correct the date."),
    "deferral_reason_missing": _("A deferral needs a reason; write it in a few words."),
    "deferral_too_long": _("The term ended on %(ends_on)s; an election is put off beyond that day, by a year at most."),
}
