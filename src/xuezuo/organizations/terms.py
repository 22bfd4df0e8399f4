"""Terms of elected committees: entering one, and putting an election off by decision of the superior (D6.05, D6.10).

Actions with the rules that they alone need.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.audit import actions as audit
from xuezuo.organizations.models import Deferral, Term
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

LONGEST_TERM = timedelta(days=6 * 366)
LONGEST_DEFERRAL = timedelta(days=366)
"""D6.05: generally at most a year."""


@transaction.atomic
def enter_term(*, by: Scope, organization_id: int, elected_on: date, ends_on: date) -> Term:
    """A committee was elected on `elected_on` until `ends_on`. The term before it is thereby renewed on that day,
    and it itself on the day of the next one, whichever of them was entered first.

    Entered again with the same dates it is the term of the first time.
    """
    may_write_terms(by, placement_of(by, organization_id).path)
    check_term(elected_on, ends_on)
    known = Term.objects.filter(organization_id=organization_id, elected_on=elected_on).first()
    if known is not None:
        if known.ends_on != ends_on:
            raise Refusal("term_known", elected_on=elected_on.isoformat(), ends_on=known.ends_on.isoformat())
        return known
    others = Term.objects.filter(organization_id=organization_id).order_by("elected_on")
    before, later = others.filter(elected_on__lt=elected_on).last(), others.filter(elected_on__gt=elected_on).first()
    if before is not None and (before.renewed_on is None or (later and before.renewed_on == later.elected_on)):
        before.renewed_on = elected_on
        before.save(update_fields=["renewed_on"])
    made = Term.objects.create(
        organization_id=organization_id,
        elected_on=elected_on,
        ends_on=ends_on,
        renewed_on=later.elected_on if later else None,
    )
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
    may_defer(by, placement.path)
    check_deferral(term, until, reason)
    made = Deferral.objects.create(
        term=term, until=until, reason=reason.strip(), decided_by=by.viewer_id or 0, decided_at=timezone.now()
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


def may_write_terms(by: Scope, path: str) -> None:
    """The organization's own secretary, an officer of it or above, the operator; else `NotVisible`."""
    if by.role not in ("operator", "secretary", "officer") or not by.covers(path):
        raise NotVisible(path)


def may_defer(by: Scope, path: str) -> None:
    """An officer above the organization: nobody puts off their own election."""
    above = by.covers(path) and tree_paths.depth(by.path) < tree_paths.depth(path)
    if by.role not in ("operator", "officer") or not above:
        raise NotVisible(path)


def check_term(elected_on: date, ends_on: date, latest: date | None = None) -> None:
    """Raises `Refusal` for dates out of order, an election that has not been held, a term no committee has."""
    latest = latest or today()
    if elected_on > latest:
        raise Refusal("term_in_future", day=elected_on.isoformat(), today=latest.isoformat())
    if not timedelta(0) < ends_on - elected_on <= LONGEST_TERM:
        raise Refusal("term_dates", elected_on=elected_on.isoformat(), ends_on=ends_on.isoformat())


def check_deferral(term: Term, until: date, reason: str) -> None:
    if not reason.strip():
        raise Refusal("deferral_reason_missing")
    if not timedelta(0) < until - term.ends_on <= LONGEST_DEFERRAL:
        raise Refusal("deferral_too_long", ends_on=term.ends_on.isoformat())
