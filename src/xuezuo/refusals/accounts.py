"""Refusals of accounts and roles."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # accounts
    "user_exists": _("Somebody already signs in as %(username)s; choose another name."),
    "password_weak": _("This password is not accepted: %(why)s"),
    "role_unknown": _("%(role)s is no role here; use one of %(choices)s."),
    "role_to_oneself": _("Nobody gives a role to themselves; ask another administrator."),
    "role_needs_branch": _("%(name)s is not a branch, so it has no branch secretary; choose the branch."),
    "role_end_impossible": _("A role held since %(since)s cannot end on %(day)s; choose a day on which it is held."),
}
