"""Who holds which post, and who held it."""

from datetime import date

from django.db.models import F, QuerySet

from xuezuo.organizations.queries import holding_on, placement_of
from xuezuo.people.models import PostHolding
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope


def posts_of(member_id: int, day: date | None = None) -> QuerySet[PostHolding]:
    """The posts that a member holds on a day; for the door that makes scopes, which then asks what each allows.

    A post ended today is none of them: its end counts from its own day.
    """
    return (
        PostHolding.objects.filter(holding_on(day or today()), member_id=member_id)
        .select_related("organization")
        .order_by("pk")
    )


def holders(scope: Scope, organization_id: int, day: date | None = None) -> QuerySet[PostHolding]:
    """Who holds a post of one organization on a day. Raises `NotVisible` where the scope may not see names."""
    return _history(scope, organization_id).filter(holding_on(day or today()))


def _history(scope: Scope, organization_id: int) -> QuerySet[PostHolding]:
    placement = placement_of(scope, organization_id)
    if not scope.sees_names_at(placement.path):
        raise NotVisible(organization_id)
    return (
        PostHolding.objects.filter(organization_id=organization_id, valid_to__gt=F("valid_from"))
        .select_related("member", "organization")
        .order_by("post", "valid_from", "pk")
    )
