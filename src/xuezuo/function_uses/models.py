"""Counts by function and month, and decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    KEEP = "keep", _("keep it")
    CLOSE = "close", _("close it")
    MERGE = "merge", _("merge it into another")


class FunctionUse(models.Model):
    """`month` is its first day. There is no column for who, where or how long, and there must be none (AF03, AF04)."""

    function = models.CharField(max_length=80)
    month = models.DateField()
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["function", "month"], name="function_month_once")]


class Review(models.Model):
    """What a person decided about a function in the yearly review; the newest counts."""

    function = models.CharField(max_length=80)
    decision = models.CharField(max_length=5, choices=Decision.choices)
    into = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
