"""Terms of elected committees: entering one, correcting it or taking it back, and putting an election off by decision of
the superior (D6.05, D6.10).

Actions with the rules and the reads that they alone need.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.audit import actions as audit
from xuezuo.organizations.kinds import BRANCH_KINDS, OrganizationKind, Sector
from xuezuo.organizations.models import Deferral, Organization, Placement, Term
from xuezuo.organizations.queries import holding_on, placement_of, within
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.rule_packs.queries import rule
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
def correct_term(*, by: Scope, term: Term, elected_on: date, ends_on: date, reason: str) -> Term:
    """What was entered wrongly. The term keeps its place between its neighbours, and the day on which it renewed the one
    before follows; one of another place is taken back and entered anew."""
    term = _locked(by, term)
    reason = _reason(reason)
    before = {"elected_on": term.elected_on, "ends_on": term.ends_on}
    if before == {"elected_on": elected_on, "ends_on": ends_on}:
        raise Refusal("correction_changes_nothing")
    check_term(elected_on, ends_on)
    earlier, later = _neighbours(term)
    if earlier and elected_on <= earlier.elected_on:
        raise Refusal("term_collides", elected_on=earlier.elected_on.isoformat())
    if later and elected_on >= later.elected_on:
        raise Refusal("term_collides", elected_on=later.elected_on.isoformat())
    for each in term.deferrals.all():
        if not timedelta(0) < each.until - ends_on <= LONGEST_DEFERRAL:
            raise Refusal("term_put_off", until=each.until.isoformat())
    _renew(earlier, term.elected_on, elected_on)
    term.elected_on, term.ends_on = elected_on, ends_on
    term.save(update_fields=["elected_on", "ends_on"])
    _told(by, "term.correct", term, reason, before, after={"elected_on": elected_on, "ends_on": ends_on})
    return term


@transaction.atomic
def take_back_term(*, by: Scope, term: Term, reason: str) -> None:
    """There was no such election: the term before it is renewed by the next, or by none. The event keeps its days."""
    term = _locked(by, term)
    reason = _reason(reason)
    if (put_off := term.deferrals.first()) is not None:
        raise Refusal("term_put_off", until=put_off.until.isoformat())
    earlier, later = _neighbours(term)
    _renew(earlier, term.elected_on, later.elected_on if later else None)
    Term.objects.filter(pk=term.pk).delete()
    _told(by, "term.take_back", term, reason, {"elected_on": term.elected_on, "ends_on": term.ends_on})


def _locked(by: Scope, term: Term) -> Term:
    """The term as it stands now, for somebody who may enter terms there."""
    may_write_terms(by, placement_of(by, term.organization_id).path)
    Organization.objects.select_for_update().get(pk=term.organization_id)
    found = Term.objects.filter(pk=term.pk).first()
    if found is None:  # taken back meanwhile
        raise NotVisible(term.pk)
    return found


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("people_reason_missing")
    return reason.strip()[:300]


def _neighbours(term: Term) -> tuple[Term | None, Term | None]:
    others = Term.objects.filter(organization_id=term.organization_id).exclude(pk=term.pk).order_by("elected_on")
    return others.filter(elected_on__lt=term.elected_on).last(), others.filter(elected_on__gt=term.elected_on).first()


def _renew(earlier: Term | None, was: date, now: date | None) -> None:
    """The day on which the term before was renewed follows, if it was that of this election."""
    if earlier is not None and earlier.renewed_on == was:
        earlier.renewed_on = now
        earlier.save(update_fields=["renewed_on"])


def _told(
    by: Scope, action: str, term: Term, reason: str, before: dict[str, date], after: dict[str, date] | None = None
) -> None:
    audit.record(
        by=by,
        action=action,
        kind="term",
        object_id=term.pk,
        organization_id=term.organization_id,
        reason=reason,
        before={name: day.isoformat() for name, day in before.items()},
        after={name: day.isoformat() for name, day in (after or {}).items()},
    )


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


REMINDERS = ("term.remind_first_months", "term.remind_again_months", "term.remind_last_months")
SEES_TERMS = ("operator", "secretary", "officer", "inspector")


@dataclass(frozen=True)
class Running:
    """The latest term of an organization as it stands on a day. `remind` is the smallest number of months before its end
    at which a reminder is due (D6.06); None before that, and once it has ended."""

    term: Term
    deferral: Deferral | None
    late: bool
    remind: int | None

    @property
    def put_off(self) -> bool:
        return self.deferral is not None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def usual_end(organization: Organization, elected_on: date) -> date | None:
    """The last day of a term of usual length, by the rule of the day of the election: whoever was elected under an older
    rule keeps its length (D6.01 to D6.04). A suggestion; None for bodies that are appointed.
    """
    if organization.kind == OrganizationKind.LEADING_GROUP:
        return None
    if organization.sector in (Sector.VILLAGE, Sector.COMMUNITY):
        key = "term.village_years"
    else:
        branches = (*BRANCH_KINDS, OrganizationKind.GENERAL_BRANCH)
        key = "term.branch_years" if organization.kind in branches else "term.committee_years"
    years = rule(key, elected_on)
    return months_later(elected_on, 12 * years) - timedelta(days=1) if years else None


def terms_of(scope: Scope, organization_id: int) -> QuerySet[Term]:
    """Every known term of one organization with its deferrals, the latest first. Raises `NotVisible`."""
    if scope.role not in SEES_TERMS:
        raise NotVisible(organization_id)
    placement_of(scope, organization_id)
    return Term.objects.filter(organization_id=organization_id).prefetch_related("deferrals").order_by("-elected_on")


def term(scope: Scope, pk: int) -> Term:
    """One term. Raises `NotVisible` outside the scope, as for an unknown number."""
    found = Term.objects.filter(pk=pk).select_related("organization").first()
    if found is None:
        raise NotVisible(pk)
    terms_of(scope, found.organization_id)
    return found


def running_terms(
    scope: Scope, top: Placement, which: str, *, below: bool = False, day: date | None = None
) -> QuerySet[Term]:
    """Terms that nobody has renewed yet, at an organization and directly below it (`below`: at any depth), by their end.

    `which`: "soon" ends within the first reminder's time, "late" ended without an election, "put_off" by decision.
    """
    day = day or today()
    if scope.role not in SEES_TERMS or not scope.covers(top.path):
        raise NotVisible(top.organization_id)
    here = Q(parent_id=top.organization_id) | Q(organization_id=top.organization_id)
    places = Placement.objects.filter(within(top.path) if below else here, holding_on(day))
    open_ones = Term.objects.filter(organization_id__in=places.values("organization_id"), renewed_on__isnull=True)
    deferred = Deferral.objects.filter(until__gte=day).values("term_id")
    if which == "soon":
        found = open_ones.filter(ends_on__gte=day, ends_on__lt=months_later(day, rule(REMINDERS[0], day) or 0))
    elif which == "put_off":
        found = open_ones.filter(pk__in=deferred)
    else:
        found = open_ones.filter(ends_on__lt=day).exclude(pk__in=deferred)
    return (
        found.select_related("organization")
        .prefetch_related(Prefetch("deferrals", Deferral.objects.order_by("-until")))
        .order_by("ends_on", "organization_id")
    )


def running(one: Term, day: date | None = None) -> Running:
    """How a term stands that nobody has renewed; with its deferrals at hand no query is made."""
    day = day or today()
    lasting = max(
        (each for each in one.deferrals.all() if each.until >= day), key=lambda each: each.until, default=None
    )
    left = [months for key in REMINDERS if (months := rule(key, day)) and months_later(day, months) > one.ends_on]
    ended = one.ends_on < day
    renewed = one.renewed_on is not None
    return Running(
        one,
        deferral=None if renewed else lasting,
        late=ended and lasting is None and not renewed,
        remind=None if ended or renewed else min(left, default=None),
    )
