"""One member, for those who may know of them."""

from datetime import date

from xuezuo.organizations.models import Member, Membership, Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import today
from xuezuo.privacy import rules
from xuezuo.scopes import NotVisible, Scope


def last_home(member_id: int, day: date | None = None) -> Placement | None:
    """Where the branch stands that has the member, or had them last; None if that branch has no place any more."""
    day = day or today()
    held = Membership.objects.filter(member_id=member_id, valid_from__lte=day).order_by("-valid_from").first()
    if held is None:
        return None
    return (
        Placement.objects.filter(holding_on(day), organization_id=held.organization_id)
        .select_related("organization")
        .first()
    )


def member_for(by: Scope, member_id: int) -> tuple[Member, Placement]:
    """A member and their branch, for the branch and its direct superior. Raises `NotVisible` for everybody else."""
    home = last_home(member_id)
    rules.may_see_member(by, home)
    member = Member.objects.filter(pk=member_id).first()
    if member is None or home is None:
        raise NotVisible(member_id)
    return member, home
