"""Taking back a hand-over that was entered by mistake."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.people import rules
from xuezuo.people.models import HandOver
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

TAKEN_BACK_WITHIN = timedelta(days=1)


@transaction.atomic
def take_back_hand_over(*, by: Scope, made: HandOver) -> None:
    """Within a day, by whoever entered it; the post can be handed over anew. The event keeps whose it was, and the day."""
    incoming = made.incoming
    rules.may_keep_posts(by, placement_of(by, incoming.organization_id).path)
    if made.entered_by != (by.viewer_id or 0):
        raise Refusal("hand_over_of_others")
    if timezone.now() - made.entered_at > TAKEN_BACK_WITHIN:
        raise Refusal("hand_over_too_old")
    if not HandOver.objects.filter(pk=made.pk).delete()[0]:  # taken back meanwhile
        raise NotVisible(made.pk)
    audit.record(
        by=by,
        action="post.hand_over_take_back",
        kind="post",
        object_id=incoming.pk,
        organization_id=incoming.organization_id,
        post=incoming.post,
        outgoing=made.outgoing_id,
        on=made.handed_on.isoformat(),
    )


def may_take_back(by: Scope, made: HandOver) -> bool:
    """The same as a question, for the page that shows the button."""
    return made.entered_by == (by.viewer_id or 0) and timezone.now() - made.entered_at <= TAKEN_BACK_WITHIN
