"""Events never change and never block the rows they tell of, so they hold plain ids (job-server's habit)."""

from django.db import models


class Event(models.Model):
    """One act, or one read of a sensitive field. `viewer_id` 0 is the operator at the command line, null nobody signed in.

    `actor_organization_id` is where the actor held the role, so that an act for a lower unit shows as one; `request_id`
    is what the client was told (`X-Request-Id`). The database refuses every change of a row (migration 0003).
    """

    at = models.DateTimeField(auto_now_add=True)
    viewer_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    actor_organization_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # "what happened to this?" on an object's page
            models.Index(fields=["object_kind", "object_id"], name="event_of_object"),
            # "who looked at or changed things of this branch?", newest first
            models.Index(fields=["organization_id", "id"], name="event_at_organization"),
            # "what did this person do?"
            models.Index(fields=["viewer_id", "id"], name="event_of_viewer"),
            # "from when to when?": the first and the last event of some days
            models.Index(fields=["at"], name="event_of_moment"),
            # "what was answered to this request?" Acts of the command line have none.
            models.Index(fields=["request_id"], name="event_of_request", condition=~models.Q(request_id="")),
        ]


class Seal(models.Model):
    """A batch of events, hashed together with the seal before it. `form` names the hash and what it reads (`chain`)."""

    first_event_id = models.BigIntegerField(unique=True)
    last_event_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    form = models.CharField(max_length=20, default="sha256-1")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_on = models.DateTimeField()
