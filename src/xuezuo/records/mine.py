"""What records hold about one person, for that person: the page "about me" and nobody else."""

from django.db.models import QuerySet

from xuezuo.organizations.models import Member
from xuezuo.records.models import Absence, GuestAttendance
from xuezuo.scopes import NotVisible, Scope


def _only_own(scope: Scope, member: Member) -> None:
    if scope.member_id != member.pk:
        raise NotVisible(member.pk)


def absences(scope: Scope, member: Member) -> QuerySet[Absence]:
    """Meetings at which the viewer was named as absent, newest first, with the make-up if there was one."""
    _only_own(scope, member)
    return member.absences.select_related("record__organization", "make_up").order_by("-record__held_on", "-pk")


def guest_attendances(scope: Scope, member: Member) -> QuerySet[GuestAttendance]:
    """Meetings of other branches at which the viewer was a named guest."""
    _only_own(scope, member)
    return member.guest_attendances.select_related("record__organization").order_by("-record__held_on", "-pk")
