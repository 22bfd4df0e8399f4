"""Events never change and never block the rows they tell of, so they hold plain ids (job-server's habit)."""

from django.db import models


class Event(models.Model):
    """One act, or one read of a sensitive field. `viewer_id` 0 is the operator at the command line, null nobody signed in."""

    at = models.DateTimeField(auto_now_add=True)
    viewer_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # "what happened to this?" on an object's page
            models.Index(fields=["object_kind", "object_id"], name="event_of_object"),
            # "who looked at or changed things of this branch?"
            models.Index(fields=["organization_id", "at"], name="event_of_organization"),
        ]


class Seal(models.Model):
    """A batch of events, hashed together with the seal before it."""

    first_event_id = models.BigIntegerField(unique=True)
    last_event_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_on = models.DateTimeField(auto_now_add=True)
