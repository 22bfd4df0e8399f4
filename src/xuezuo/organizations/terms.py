"""Terms of elected committees: entering one, and putting an election off by decision of the superior (D6.05, D6.10)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.organizations import rules
from xuezuo.organizations.models import Deferral, Term
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def enter_term(*, by: Scope, organization_id: int, elected_on: date, ends_on: date) -> Term:
    """A committee was elected on `elected_on` until `ends_on`. The term before it is thereby renewed on that day.

    Entered again with the same dates it is the term of the first time.
    """
    rules.may_write_terms(by, placement_of(by, organization_id).path)
    rules.check_term(elected_on, ends_on)
    known = Term.objects.filter(organization_id=organization_id, elected_on=elected_on).first()
    if known is not None:
        if known.ends_on != ends_on:
            raise Refusal("term_known", elected_on=elected_on.isoformat(), ends_on=known.ends_on.isoformat())
        return known
    before = (
        Term.objects.filter(organization_id=organization_id, elected_on__lt=elected_on).order_by("elected_on").last()
    )
    if before is not None and before.renewed_on is None:
        before.renewed_on = elected_on
        before.save(update_fields=["renewed_on"])
    made = Term.objects.create(organization_id=organization_id, elected_on=elected_on, ends_on=ends_on)
    audit.record(
        by=by,
        action="term.enter",
        kind="term",
        object_id=made.pk,
        organization_id=organization_id,
        elected_on=elected_on.isoformat(),
        ends_on=ends_on.isoformat(),
        renews=before.pk if before else None,
    )
    return made


@transaction.atomic
def defer(*, by: Scope, term: Term, until: date, reason: str) -> Deferral:
    """The superior committee puts the election off, generally by a year at most (D6.05): longer is refused."""
    placement = placement_of(by, term.organization_id)
    rules.may_defer(by, placement.path)
    rules.check_deferral(term, until, reason)
    made = Deferral.objects.create(
        term=term, until=until, reason=reason.strip(), decided_by=by.viewer_id, decided_at=timezone.now()
    )
    audit.record(
        by=by,
        action="term.defer",
        kind="term",
        object_id=term.pk,
        organization_id=term.organization_id,
        until=until.isoformat(),
    )
    return made
