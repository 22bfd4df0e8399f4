"""What a request to correct may be about, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
