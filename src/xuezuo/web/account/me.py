"""What the system holds about the person who asks: every item, who looked and what for, and what is asked (D14.06)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xuezuo.accounts.models import User
from xuezuo.accounts.queries import member_of, seats_of
from xuezuo.audit.words import sentence
from xuezuo.feedback.queries import written_by
from xuezuo.organizations.models import Member
from xuezuo.privacy.queries import decisions_on, everything_held, looks_at, masked, requests_of, wish_of
from xuezuo.records import mine
from xuezuo.scopes import Scope
from xuezuo.web.access import EVERYBODY, access
from xuezuo.web.account.me_requests import CorrectionForm
from xuezuo.web.account.me_words import ABOUT

LOOKS = 50


def _of_member(scope: Scope, member: Member) -> dict[str, object]:
    return {
        "member": member,
        "id_number": masked(member.id_number, "member.id_number"),
        "phone": masked(member.phone, "member.phone"),
        "memberships": member.memberships.select_related("organization").order_by("-valid_from"),
        "groups": member.groups.order_by("-valid_from"),
        "absences": mine.absences(scope, member),
        "guest_attendances": mine.guest_attendances(scope, member),
        "decisions": decisions_on(scope, member.pk),
        "asked": [(one, ABOUT.get(one.about, one.about), wish_of(one)) for one in requests_of(scope, member.pk)],
        "looks": [(look, sentence(look.action)) for look in looks_at(scope, member.pk, LOOKS)],
        "held": everything_held(scope, member),
        "form": CorrectionForm(),
    }


@access(*EVERYBODY)
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    assert isinstance(request.user, User)
    context: dict[str, object] = {"roles": seats_of(request.user), "said": written_by(scope)}
    if member := member_of(request.user):
        context |= _of_member(scope, member)
    return render(request, "account/me.html", context)
