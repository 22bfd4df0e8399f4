"""Keys by which programs act for a person or for themselves."""

from django.db import models
from django.db.models import Q

from xuezuo.accounts.models.users import User

CALENDAR = "calendar"
"""What a calendar link is good for, and nothing else: its secret stands in an address, which other programs keep."""


class Token(models.Model):
    """What is kept of a token is a keyed hash, never the token itself. It acts at one desk of its user (`desk`), in some
    areas of the API, until the day `expires_on`; it is worth nothing once the desk is lost.
    """

    PERSONAL = {"name": ""}

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    key_index = models.BinaryField(max_length=32, unique=True)
    desk = models.CharField(max_length=30)
    areas = models.JSONField()
    writes = models.BooleanField(default=False)
    expires_on = models.DateField()
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="token_ended_by_somebody",
            ),
        ]
