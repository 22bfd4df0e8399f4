"""Refusals of notices and feedback."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # notices and feedback
    "notice_span": _("The passage was not found in the text of the notice; paste it exactly as it stands there."),
    "notice_span_marked": _("This passage is marked already; edit the proposal that stands there."),
    "notice_due": _("%(due)s is not a due date; write 2016-06-30, one of monthly, quarterly, yearly, or nothing."),
    "notice_word": _("%(word)s is not known for %(field)s; use one of %(choices)s."),
    "notice_addressee_missing": _("No organization is chosen; say to whom the notice goes."),
    "proposal_not_dropped": _("This passage was not dropped, so there is nothing to restore."),
    "feedback_empty": _("Nothing is written; say in a few words what should change."),
    "feedback_too_often": _("Much was said from here within an hour; send it later, or sign in first."),
    "feedback_too_long": _("The text is too long; at most %(limit)s characters are kept."),
    "port_taken": _("Port %(port)s is in use by another program; choose another one with --port (make: PORT=)."),
    "port_unknown": _("%(port)s is no port; choose one from 1 to 65535 with --port (make: PORT=)."),
    "review_incomplete": _("A decision about a function needs its reason, and for merging the other function; add it."),
}
