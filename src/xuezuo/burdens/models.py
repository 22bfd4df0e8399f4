"""Demands that were refused, and campaigns passed on with something added."""

from django.db import models

from xuezuo.campaigns.models import Campaign
from xuezuo.organizations.models import Organization


class Refused(models.Model):
    """A demand for a figure that is counted already: refused, and shown on the page of what was asked (AF09)."""

    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.CharField(max_length=300)
    indicator = models.CharField(max_length=60)
    demanded_by = models.BigIntegerField()
    demanded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "on", "indicator", "words"], name="refused_once_a_day"),
        ]


class PassedOn(models.Model):
    """A level passes on what came from above: `campaign` is its own, with what it adds; `above` is what came (层层加码)."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="passed_on")
    above = models.ForeignKey(Campaign, models.PROTECT, related_name="passed_on_as")
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
