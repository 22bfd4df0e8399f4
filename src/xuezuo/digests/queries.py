"""What stands in somebody's week: counts with their place, never a name, and nothing that is not theirs to do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from xuezuo.accounts.models import User
from xuezuo.campaigns.queries import campaigns_for
from xuezuo.digests.models import Sent, Silence
from xuezuo.feedback.models import Answer
from xuezuo.feedback.queries import mine_to_answer
from xuezuo.notices.queries import listing
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.queries import placements
from xuezuo.periods import today
from xuezuo.records.queries import outstanding_for
from xuezuo.scopes import Scope

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """`kind` is what a page links it to."""

    kind: str
    count: int

    @property
    def words(self) -> str:
        return _words(self.kind, self.count) % {"count": self.count}


def _words(kind: str, count: int) -> str:
    if kind == "due":
        return ngettext("%(count)s thing is due within a week", "%(count)s things are due within a week", count)
    if kind == "late":
        return ngettext("%(count)s thing is past its date", "%(count)s things are past their date", count)
    if kind == "notices":
        return ngettext("%(count)s new notice", "%(count)s new notices", count)
    if kind == "campaigns":
        return ngettext("%(count)s new campaign", "%(count)s new campaigns", count)
    if kind == "answers":
        return ngettext("%(count)s answer to what you wrote", "%(count)s answers to what you wrote", count)
    return ngettext("%(count)s complaint waits for your answer", "%(count)s complaints wait for your answer", count)


def lines_for(scope: Scope, day: date | None = None) -> list[Line]:
    """The lines of a week that have something in them."""
    day = day or today()
    found = [*_of_branch(scope, day), *_from_above(scope, day), Line("answers", _answers(scope, day))]
    if scope.role in ("officer", "administrator"):
        found.append(Line("complaints", mine_to_answer(scope).filter(answers__isnull=True).count()))
    return [line for line in found if line.count]


def _of_branch(scope: Scope, day: date) -> list[Line]:
    if scope.role != "secretary" or scope.organization_id is None:
        return []
    own = placements(scope, day).filter(organization_id=scope.organization_id).first()
    if own is None or own.organization.kind not in BRANCH_KINDS:
        return []
    due = outstanding_for(scope, own.organization_id, day)
    soon = [one for one in due if not one.late and one.requirement.due_on <= day + WEEK]
    return [Line("late", sum(one.late for one in due)), Line("due", len(soon))]


def _from_above(scope: Scope, day: date) -> list[Line]:
    since = day - WEEK
    campaigns = campaigns_for(scope, day).filter(issued_at__date__gt=since)
    return [
        Line("notices", listing(scope).filter(issues__issued_at__date__gt=since).distinct().count()),
        Line("campaigns", campaigns.count()),
    ]


def _answers(scope: Scope, day: date) -> int:
    if scope.viewer_id is None:
        return 0
    return Answer.objects.filter(feedback__written_by=scope.viewer_id, answered_on__gt=day - WEEK).count()


def own_silence(scope: Scope) -> Silence | None:
    return Silence.objects.filter(user_id=scope.viewer_id, ended_at__isnull=True).first() if scope.viewer_id else None


def silence_of_organization(scope: Scope) -> Silence | None:
    if scope.organization_id is None:
        return None
    return Silence.objects.filter(organization_id=scope.organization_id, ended_at__isnull=True).first()


def waiting(scope: Scope, week: date, most: int) -> list[User]:
    """People with an address who have not had this week's mail and did not switch it off, some at a time."""
    sent = Sent.objects.filter(user=OuterRef("pk"), week=week)
    silent = Silence.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    found = User.objects.filter(Q(is_active=True, is_program=False), ~Q(email=""), ~Exists(sent), ~Exists(silent))
    return list(found.order_by("pk")[:most]) if scope.role == "operator" else []
