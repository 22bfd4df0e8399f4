"""The acts on the tree, as stored and as shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    FOUND = "found", _("founding an organization")
    RENAME = "rename", _("renaming")
    MOVE = "move", _("moving below another organization")
    MERGE = "merge", _("merging into one")
    SPLIT = "split", _("splitting off a new organization")
    CLOSE = "close", _("closing an organization")
    REOPEN = "reopen", _("reopening an organization")
    RECLASSIFY = "reclassify", _("change of kind or sector")
    UNDO = "undo", _("undoing an act")


class Part(models.TextChoices):
    """What an organization was in an act."""

    SUBJECT = "subject", _("this organization")
    ENDED = "ended", _("ended by it")
    FOUNDED = "founded", _("came from it")
    INTO = "into", _("took others in")
    PARENT = "parent", _("stands above")
