"""Acts on a person's data in the words of the page about me."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "member.enter": _("entered on the roster"),
    "member.read": _("read"),
    "member.disclose": _("shown in plain"),
    "member.download": _("copied by yourself"),
    "member.print": _("printed for you"),
    "member.correct": _("changed"),
    "member.erase": _("erased"),
    "correction.request": _("correction asked for"),
    "correction.answer": _("request answered"),
    "decision.reply": _("reply to a decision"),
}
"""Known acts; any other is told by its code."""

ABOUT: dict[str, str | Promise] = {
    "name": _("Name"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "birth_on": _("Born on"),
    "id_number": _("Identity number"),
    "phone": _("Phone"),
    "education": _("Education"),
    "post": _("Post"),
    "joined_on": _("Joined on"),
    "full_on": _("Full member since"),
    "category": _("Category"),
    "groups": _("Groups"),
    "memberships": _("Branches"),
    "meetings": _("Meetings that name me"),
    "other": _("something else"),
}
