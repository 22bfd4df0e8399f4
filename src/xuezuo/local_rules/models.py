"""Narrowings: what an organization asks of its own part of the tree beyond the general rule."""

from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.models import Dated, Organization


class Narrowing(Dated):
    """From `valid_from` until it is ended, everything below the organization goes by at least this value. It never
    loosens: the strictest of the general rule and of all narrowings above a place holds there.
    """

    PERSONAL = {"reason": "", "end_reason": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="narrowings")
    key = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["key", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="narrowing_days_in_order"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="narrowing_ended_by_and_at",
            ),
        ]
