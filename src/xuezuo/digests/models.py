"""Who switched the digest off, and which weeks went out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuezuo.organizations.models import Organization


class Silence(models.Model):
    """No digest for one person, or for everybody of one organization, until somebody ends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="silences")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="silences")
    silenced_by = models.BigIntegerField()
    silenced_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, organization__isnull=False)
                | Q(user__isnull=False, organization__isnull=True),
                name="silence_of_one",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="silence_ended_by_and_at",
            ),
        ]


class Sent(models.Model):
    """One e-mail of one week to one person: the row stands before the mail goes, so a second one cannot (AF12)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    week = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="one_digest_a_week")]
