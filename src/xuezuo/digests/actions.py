"""Switching the digest off and on, and keeping which weeks went out."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.accounts.models import User
from xuezuo.audit import actions as audit
from xuezuo.digests import queries
from xuezuo.digests.models import Sent, Silence
from xuezuo.scopes import NotVisible, Scope


@transaction.atomic
def silence(*, by: Scope, organization: bool = False) -> Silence:
    """No digest any more for the person, or for their whole branch (a secretary or officer decides that)."""
    if by.viewer_id is None or (organization and by.role not in ("secretary", "officer")):
        raise NotVisible("digest")
    standing = queries.silence_of_organization(by) if organization else queries.own_silence(by)
    if standing is not None:
        return standing
    made = Silence.objects.create(
        user_id=None if organization else by.viewer_id,
        organization_id=by.organization_id if organization else None,
        silenced_by=by.viewer_id,
    )
    audit.record(by=by, action="digest.off", kind="digest", object_id=made.pk, organization_id=by.organization_id)
    return made


@transaction.atomic
def end_silence(*, by: Scope, organization: bool = False) -> None:
    """The digest again."""
    if by.viewer_id is None or (organization and by.role not in ("secretary", "officer")):
        raise NotVisible("digest")
    standing = queries.silence_of_organization(by) if organization else queries.own_silence(by)
    if standing is None:
        return
    standing.ended_by, standing.ended_at = by.viewer_id, timezone.now()
    standing.save(update_fields=["ended_by", "ended_at"])
    audit.record(by=by, action="digest.on", kind="digest", object_id=standing.pk, organization_id=by.organization_id)


@transaction.atomic
def claim_week(*, by: Scope, user: User, week: date) -> bool:
    """Whether this week's mail to somebody is still to be sent; from now on it counts as sent, so no second one goes."""
    _, new = Sent.objects.get_or_create(user=user, week=week)
    return new


@transaction.atomic
def give_week_back(*, by: Scope, user: User, week: date) -> None:
    """The mail server refused it: it may be tried again."""
    Sent.objects.filter(user=user, week=week).delete()
