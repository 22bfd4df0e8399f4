"""What the system holds about the person who asks: every item, where it came from, and who looked (D14.06)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xuezuo.accounts.models import User
from xuezuo.accounts.queries import assignments_of, names_of
from xuezuo.audit.queries import events_of
from xuezuo.feedback.queries import written_by
from xuezuo.organizations.models import Member
from xuezuo.organizations.sealing import unseal
from xuezuo.records import mine
from xuezuo.scopes import Scope
from xuezuo.web.access import EVERYBODY, access

SHOWN = 4
"""Last characters of a sealed value: enough to recognise one's own, too few to use."""


def masked(sealed: bytes | memoryview | None, column: str) -> str:
    """`••••••••••••••0017` of a sealed value; the same stars in front whatever its length."""
    return "••••••••••••••" + unseal(bytes(sealed), column)[-SHOWN:] if sealed else ""


def _of_member(scope: Scope, member: Member) -> dict[str, object]:
    looks = list(events_of(scope, "member", member.pk).order_by("-pk")[:50])
    names = names_of([look.viewer_id for look in looks if look.viewer_id])
    return {
        "member": member,
        "id_number": masked(member.id_number, "member.id_number"),
        "phone": masked(member.phone, "member.phone"),
        "memberships": member.memberships.select_related("organization").order_by("-valid_from"),
        "groups": member.groups.order_by("-valid_from"),
        "absences": mine.absences(scope, member),
        "guest_attendances": mine.guest_attendances(scope, member),
        "looks": [(look, names.get(look.viewer_id or 0, "")) for look in looks],
    }


@access(*EVERYBODY)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    assert isinstance(request.user, User)
    context: dict[str, object] = {"roles": assignments_of(request.user), "said": written_by(scope)}
    if request.user.member:
        context |= _of_member(scope, request.user.member)
    return render(request, "account/me.html", context)
