"""Entering a publication, and the total of its views on a day."""

from datetime import date

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations.queries import placement_of
from xuezuo.publicity import rules
from xuezuo.publicity.models import Publication, ViewTotal
from xuezuo.scopes import Scope


@transaction.atomic
def publish(
    *, by: Scope, organization_id: int, kind: str, title: str, published_on: date, outlet: str = ""
) -> Publication:
    """Something an organization published: a film, a short film or an article."""
    rules.may_write(by, placement_of(by, organization_id).path)
    rules.check_publication(kind, title, published_on)
    made = Publication.objects.create(
        organization_id=organization_id,
        kind=kind,
        title=title.strip()[:200],
        outlet=outlet.strip()[:100],
        published_on=published_on,
        entered_by=by.viewer_id or 0,
    )
    audit.record(
        by=by, action="publish", kind="publication", object_id=made.pk, organization_id=organization_id, form=kind
    )
    return made


@transaction.atomic
def enter_view_total(*, by: Scope, publication: Publication, counted_on: date, views: int) -> ViewTotal:
    """How often it had been seen in all by the end of a day, as a person read it off. The same day again corrects it."""
    rules.may_write(by, placement_of(by, publication.organization_id).path)
    rules.check_day(counted_on, publication.published_on)
    rules.check_views(views)
    before = ViewTotal.objects.filter(publication=publication, counted_on=counted_on).first()
    total, _ = ViewTotal.objects.update_or_create(
        publication=publication, counted_on=counted_on, defaults={"views": views}
    )
    audit.record(
        by=by,
        action="views.enter",
        kind="publication",
        object_id=publication.pk,
        organization_id=publication.organization_id,
        counted_on=counted_on.isoformat(),
        views=views,
        before=before.views if before else None,
    )
    return total
