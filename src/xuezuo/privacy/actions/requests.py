"""A member asks for a correction, the branch answers with a reason; a member replies to a decision about them."""

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations.sealing import seal
from xuezuo.privacy import rules
from xuezuo.privacy.models import CorrectionAnswer, CorrectionRequest, Outcome, Reply
from xuezuo.privacy.queries import decisions_on, last_home
from xuezuo.privacy.queries.requests import request_to
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

ABOUT = (
    *("name", "sex", "nationality", "birth_on", "id_number", "phone", "education", "post", "joined_on", "full_on"),
    *("category", "groups", "memberships", "meetings", "other"),
)
"""What a request may be about."""
LONGEST_WISH, LONGEST_REPLY = 500, 1000


@transaction.atomic
def request_correction(*, by: Scope, about: str, wish: str) -> CorrectionRequest:
    """Ask one's branch to put something right (PIPL art. 46)."""
    member_id = rules.oneself(by)
    home, wish = last_home(member_id), wish.strip()
    if home is None:
        raise Refusal("correction_no_branch")
    if about not in ABOUT or not 0 < len(wish) <= LONGEST_WISH:
        raise Refusal("correction_wish_missing", longest=LONGEST_WISH)
    made = CorrectionRequest.objects.create(
        member_id=member_id,
        organization_id=home.organization_id,
        about=about,
        wish=seal(wish, "correction_request.wish"),
        requested_by=by.viewer_id or 0,
    )
    audit.record(
        by=by,
        action="correction.request",
        kind="member",
        object_id=member_id,
        organization_id=home.organization_id,
        about=about,
        request=made.pk,
    )
    return made


@transaction.atomic
def answer_correction(*, by: Scope, request_id: int, outcome: str, reason: str) -> CorrectionAnswer:
    """What was done and why. The correction itself is an act of its own on the member's page."""
    request = request_to(by, request_id)
    if by.member_id == request.member_id:
        raise Refusal("correction_own")
    reason = reason.strip()
    if outcome not in Outcome.values or not 0 < len(reason) <= LONGEST_WISH:
        raise Refusal("correction_answer_missing", longest=LONGEST_WISH)
    made, new = CorrectionAnswer.objects.get_or_create(
        request=request, outcome=outcome, reason=reason, answered_by=by.viewer_id or 0
    )
    if not new:  # the button was pressed twice
        return made
    audit.record(
        by=by,
        action="correction.answer",
        kind="member",
        object_id=request.member_id,
        organization_id=request.organization_id,
        outcome=outcome,
        request=request.pk,
    )
    return made


@transaction.atomic
def reply(*, by: Scope, kind: str, decision: int, text: str) -> Reply:
    """Say something about a decision on oneself; it stands beside the decision wherever that is shown."""
    member_id, text = rules.oneself(by), text.strip()
    own = {(one.kind, one.pk) for one in decisions_on(by, member_id)}
    if (kind, decision) not in own:
        raise NotVisible(decision)
    if not 0 < len(text) <= LONGEST_REPLY:
        raise Refusal("reply_missing", longest=LONGEST_REPLY)
    made = Reply.objects.create(
        member_id=member_id, kind=kind, decision=decision, text=text, replied_by=by.viewer_id or 0
    )
    home = last_home(member_id)
    audit.record(
        by=by,
        action="decision.reply",
        kind="member",
        object_id=member_id,
        organization_id=home.organization_id if home else None,
        decision_kind=kind,
        decision=decision,
    )
    return made
