"""One mail a week, by the worker that seals the log; the clock is given, so a test can be any hour."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from xuezuo.accounts.queries import scope_for
from xuezuo.digests import actions, queries, rules
from xuezuo.scopes import Scope

A_MINUTE_S = 50
"""Mails a call: the worker that sends them also seals the log once a minute."""


def send_week(*, by: Scope, now: datetime) -> int:
    """Send this week's digest to some of those who have not had it; how many mails went out. Safe to call every minute.

    Nothing at night, nothing where no mail server is set, nothing where there is nothing to say. It counts as sent
    before it goes: whatever breaks in between, nobody gets two.
    """
    if not settings.DIGEST_MAIL or rules.is_quiet(now):
        return 0
    week, went = rules.week_of(now), 0
    for user in queries.waiting(by, week, A_MINUTE_S):
        scope = scope_for(user)
        silent = scope.role == "nobody" or queries.silence_of_organization(scope) is not None
        lines = [] if silent else queries.lines_for(scope, now.date())
        if not actions.claim_week(by=by, user=user, week=week) or not lines:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            body = "\n".join([*(line.words for line in lines), "", _("Switch it off on the page of the week.")])
            try:
                send_mail(_("This week"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
            except OSError:
                actions.give_week_back(by=by, user=user, week=week)
                raise
        went += 1
    return went
