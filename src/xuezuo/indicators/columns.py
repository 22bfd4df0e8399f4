"""The names of the columns of row sets, as pages and sentences speak of them."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "children": _("organizations below"),
    "sector": _("sector"),
    "group": _("member group"),
    "reading": _("text"),
    "kind": _("kind"),
    "period": _("period"),
    "requirement": _("requirement"),
    "state": _("state"),
    "held": _("record of the branch"),
    "speaker_tier": _("speaker"),
    "contacted": _("contact"),
    "deferred": _("deferral"),
    "item": _("item of the file"),
    "source": _("source"),
    "topic": _("topic"),
    "due": _("time to answer"),
    "outcome": _("what came of it"),
    "way": _("way of the make-up"),
}


def column_name(column: str) -> str:
    return str(COLUMNS.get(column, column))
