"""Requests to correct, for those who asked and for the branch that answers."""

from django.db.models import Exists, OuterRef, QuerySet

from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.organizations.sealing import unseal
from xuezuo.periods import today
from xuezuo.privacy import rules
from xuezuo.privacy.models import CorrectionAnswer, CorrectionRequest
from xuezuo.scopes import NotVisible, Scope


def requests_of(scope: Scope, member_id: int) -> QuerySet[CorrectionRequest]:
    """One's own requests with their answers, newest first."""
    rules.may_act_for_oneself(scope, member_id)
    found = CorrectionRequest.objects.filter(member_id=member_id)
    return found.prefetch_related("answers").select_related("organization").order_by("-pk")


def requests_to(scope: Scope, placement: Placement) -> QuerySet[CorrectionRequest]:
    """All requests to one branch: those without an answer first, then the newest."""
    rules.may_see_member(scope, placement)
    found = CorrectionRequest.objects.filter(organization_id=placement.organization_id)
    return (
        found.select_related("member")
        .prefetch_related("answers")
        .order_by(Exists(CorrectionAnswer.objects.filter(request=OuterRef("pk"))), "-pk")
    )


def open_requests(scope: Scope, placement: Placement) -> int:
    """How many wait for an answer of one branch."""
    rules.may_see_member(scope, placement)
    return CorrectionRequest.objects.filter(
        organization_id=placement.organization_id, answers__isnull=True, member__erasure__isnull=True
    ).count()


def request_to(scope: Scope, pk: int) -> CorrectionRequest:
    """One request, for the branch that it was made to. Raises `NotVisible`."""
    found = CorrectionRequest.objects.select_related("member", "organization").filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    rules.may_see_member(scope, found.organization.placements.filter(holding_on(today())).first())
    return found


def wish_of(request: CorrectionRequest) -> str:
    """What the member asks for, in plain; "" once it was erased. For the member and the branch that answers."""
    wish = bytes(request.wish)
    return unseal(wish, "correction_request.wish") if wish else ""
