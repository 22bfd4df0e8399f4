"""Demands that were refused."""

from django.db import models

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
