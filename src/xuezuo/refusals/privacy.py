"""Refusals of what touches personal data, and of the audit."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # self-checks
    "self_check_not_locked": _(
        "This did not arrive locked, so it was not kept. Load the page again and try once more."
    ),
    "self_check_lock_there": _(
        "There is a passphrase already; open your self-checks with it, or delete everything and begin anew."
    ),
    "self_check_lock_missing": _("Choose a passphrase first; nothing is kept without one."),
    "self_check_too_many": _("At most %(most)s texts are kept; delete one first."),
    # values shown in plain
    "disclosure_field": _("This is no value that can be shown; choose one of %(choices)s."),
    "disclosure_purpose": _("Choose what you need the value for; the member will read it."),
    "disclosure_words": _("Say in a few words (%(shortest)s characters at least) what you need it for."),
    "disclosure_nothing": _("No such value is stored for this member."),
    # requests to correct, and replies
    "correction_no_branch": _("You are on no roster, so no branch can correct it; write a complaint instead."),
    "correction_wish_missing": _("Say what is wrong and what would be right, in %(longest)s characters at most."),
    "correction_answer_missing": _("Choose what was done and give the reason, in %(longest)s characters at most."),
    "correction_own": _("This request is your own; somebody else of the branch or its superior answers it."),
    "reply_missing": _("Write what you have to say, in %(longest)s characters at most."),
    # erasure
    "erasure_reason_missing": _("An erasure needs a reason; write it in a few words."),
    "erasure_on_roster": _("This person stands on a roster; whoever belongs to a branch is not erased."),
    "erasure_has_role": _("This person's account still has a role; end the role first."),
    "erasure_done": _("This person's data were erased already."),
    # the second line
    "web_role_missing": _(
        "The database has no role %(role)s that %(user)s may become; its administrator makes one: "
        "CREATE ROLE %(role)s NOLOGIN; GRANT %(role)s TO %(user)s."
    ),
    # the log
    "log_organization_unknown": _("No organization of your part of the tree has the code %(code)s."),
    # suite and keys
    "index_change_under_way": _("Identity numbers are being sealed anew; run `xuezuo seal rotate` to its end first."),
}
