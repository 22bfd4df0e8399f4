"""What a member's file must hold (the national collection's items, rules section 5d), and what is missing in one.

An empty item is work for the branch, never a fact about the member.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.kinds import MemberCategory
from xuezuo.organizations.models import Member

ITEMS = {
    "name": _("Name"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "id_number": _("Identity number"),
    "birth_on": _("Date of birth"),
    "category": _("Category"),
    "joined_on": _("Date of joining"),
    "full_on": _("Full member since"),
    "education": _("Education"),
    "post": _("Work post"),
    "phone": _("Phone"),
}
"""Every item with its name. The branch and its code are the membership's own and cannot be missing."""

WORDS = ("name", "sex", "nationality", "category", "education", "post")
"""Items that are empty text when they are missing; the others are null."""


def lacks(item: str) -> Q:
    """Members who lack an item, for a filter. The day of becoming full is asked for of full members only."""
    if item in WORDS:
        return Q(**{item: ""})
    lacking = Q(**{f"{item}__isnull": True})
    return lacking & Q(category=MemberCategory.FULL) if item == "full_on" else lacking


def missing(member: Member) -> list[str]:
    """The items that one file lacks, in order."""
    asked = [item for item in ITEMS if item != "full_on" or member.category == MemberCategory.FULL]
    return [item for item in asked if getattr(member, item) in ("", None)]
