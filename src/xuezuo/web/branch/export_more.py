"""What a branch entered beside its meetings, as further sheets of the file it takes along (AF19)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xuezuo.cases.models import Case, CaseKind
from xuezuo.cases.queries import cases
from xuezuo.commitments import queries
from xuezuo.organizations.models import Placement
from xuezuo.scopes import Scope

Cell = str | int


@dataclass(frozen=True)
class Sheet:
    title: str
    head: list[str]
    rows: list[list[Cell]]


def sheets(scope: Scope, placement: Placement) -> list[Sheet]:
    """Problems with their steps, commitments with their deeds, and deeds that stand by themselves."""
    return [_problems(scope, placement), _taken_on(scope, placement), _deeds(scope, placement)]


def _problems(scope: Scope, placement: Placement) -> Sheet:
    head = [
        _("Found on"),
        _("What is to be put right"),
        _("Who sees to it"),
        _("By when"),
        _("How it was put right"),
        _("Closed"),
    ]
    found = (
        cases(scope)
        .filter(organization_id=placement.organization_id, kind=CaseKind.PROBLEM)
        .prefetch_related("steps", "closures")
        .order_by("found_on", "pk")
    )
    return Sheet(_("problems"), head, [_problem(one) for one in found])


def _problem(one: Case) -> list[Cell]:
    steps = "; ".join(f"{step.taken_on.isoformat()} {step.note}".strip() for step in one.steps.all())
    closed = "; ".join(f"{closure.closed_on.isoformat()} {closure.reason}" for closure in one.closures.all())
    due_on = one.due_on.isoformat() if one.due_on else ""
    return [one.found_on.isoformat(), one.title, one.owner, due_on, steps, closed]


def _taken_on(scope: Scope, placement: Placement) -> Sheet:
    head = [_("Day"), _("Who took it on"), _("What was taken on"), _("Until when"), _("What came of it")]
    rows: list[list[Cell]] = []
    unit = placement.organization_id
    found = queries.commitments_of(scope, unit).prefetch_related("deeds").order_by("made_on", "pk")
    for one in queries.doers_told_apart(scope, unit, found):
        done = "; ".join(f"{deed.done_on.isoformat()} {deed.what}" for deed in one.deeds.all())
        done = _("taken back") if one.is_taken_back else done
        who = one.member.shown if one.member else _("the branch")
        rows.append([one.made_on.isoformat(), who, one.what, one.due_on.isoformat(), done])
    return Sheet(_("commitments"), head, rows)


def _deeds(scope: Scope, placement: Placement) -> Sheet:
    head = [_("Day"), _("Who"), _("Deed"), _("How much")]
    unit = placement.organization_id
    found = queries.own_deeds(scope, unit).filter(withdrawal__isnull=True)
    rows: list[list[Cell]] = [
        [
            one.done_on.isoformat(),
            one.member.shown if one.member else _("the branch"),
            one.what,
            f"{one.amount.normalize():f} {one.unit}" if one.amount is not None else "",
        ]
        for one in queries.doers_told_apart(scope, unit, found)
    ]
    return Sheet(_("deeds"), head, rows)
