"""Reading publications and their views, as typed."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, within
from xuezuo.periods import today
from xuezuo.publicity.models import Publication, ViewTotal
from xuezuo.scopes import NotVisible, Scope


def publications(scope: Scope, day: date | None = None) -> QuerySet[Publication]:
    """What organizations of the scope published by a day, latest first, with `views`: the latest total typed by then."""
    if scope.role == "nobody":
        return Publication.objects.none()
    day = day or today()
    here = Placement.objects.filter(within(scope.path), holding_on(day)).values("organization_id")
    latest = ViewTotal.objects.filter(publication_id=OuterRef("pk"), counted_on__lte=day).order_by("-counted_on")
    return (
        Publication.objects.filter(organization_id__in=here, published_on__lte=day)
        .select_related("organization")
        .annotate(views=Subquery(latest.values("views")[:1]))
        .order_by("-published_on", "-pk")
    )


def publication(scope: Scope, publication_id: int) -> Publication:
    """One of them. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = publications(scope).filter(pk=publication_id).first()
    if found is None:
        raise NotVisible(publication_id)
    return found
