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
    # authority
    "role_separate": _(
        "%(role)s and %(held)s cannot be held by the same person; end the other role first, or choose somebody else."
    ),
    "role_not_yours": _(
        "The role of %(role)s at %(name)s is not yours to give; ask the security administrator above it."
    ),
    "role_dates": _("A role from %(since)s to %(until)s cannot be; put the dates in order."),
    "delegation_to_oneself": _("Nobody acts for themselves; choose somebody else."),
    "delegation_days": _(
        "From %(since)s to %(until)s cannot be lent; begin today or later and lend for %(most)s days at most."
    ),
    "delegation_reason": _("A reason is missing; write in a few words why somebody else acts for you."),
    "delegation_known": _("%(name)s acts for you there already, until %(until)s; end that first."),
    "delegation_over": _("This ended on %(day)s already; nothing is left to end."),
    "delegation_unknown": _("Nobody of your part of the tree signs in as %(username)s; check the name."),
    "token_name": _("A name is missing; write which program will use the token."),
    "token_areas": _("No area is chosen; choose some of %(choices)s."),
    "token_days": _("A token cannot be good until %(day)s; choose a day after today, %(most)s days ahead at most."),
    "token_desk": _("You do not have this desk any more; choose one of those you have."),
    "token_too_many": _("%(most)s tokens are good already; end some that are not needed."),
    "token_factor": _("A token needs an account with a second factor here; set one up first."),
    "user_name_missing": _("The name to sign in with is missing; write one."),
    "account_own": _("Nobody opens, closes or links their own account; ask another administrator."),
    "account_in_use": _(
        "This account is in use; a new code for it comes from the security administrator, or from the officer right above."
    ),
    "account_of_the_three": _(
        "This account holds a role of the three administrators, which is looked after from above; ask the system administrator of the level above, or the operator of the machine."
    ),
    "link_from_above": _(
        "Links of accounts of your own organization are not confirmed by you; ask a security administrator or the officer right above."
    ),
    "link_not_waiting": _(
        "This link waits for nobody: it was confirmed, changed or taken away meanwhile. Look at the account again."
    ),
    "account_reason": _("A reason is missing; write it in a few words."),
    "member_has_account": _("This member has an account already; use that one."),
    # activation codes, second factors, sessions
    "users_exist": _(
        "%(count)s of the names are in use or stand there twice; nothing was made. Change them: %(names)s"
    ),
    "activation_wrong": _(
        "This name and this code open no account: one of them may be mistyped, the code used already or too old. Compare both with your slip; if they are right, ask the officer of your organization for a new code."
    ),
    "factor_of_oneself": _("Nobody does this for themselves; ask another security administrator."),
    "reason_missing_security": _("Say why: the person concerned and the auditor will read it."),
    "accounts_file_column": _("The file has no column %(column)s; the first line names them: %(columns)s."),
    "accounts_file_line": _("Line %(line)s of the file: %(column)s is empty; nothing was made."),
    "accounts_file_code": _(
        "Line %(line)s of the file: there is no organization with the code %(code)s; nothing was made."
    ),
    "accounts_out_exists": _("%(file)s is there already; name another file for the codes."),
}
