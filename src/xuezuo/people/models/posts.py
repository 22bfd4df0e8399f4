"""Posts held between two dates, what became of each entry, and hand-overs."""

from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.models import Dated, Member, Organization
from xuezuo.people.kinds import ChangeKind, PostKind, PostWay


class PostHolding(Dated):
    """A member holds a post at an organization on `valid_from <= day < valid_to`.

    An entry that was taken back ends on the day it began: it holds on no day, and its history stays.
    """

    PERSONAL = {"member_id": None, "document": ""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts", db_index=False)
    post = models.CharField(max_length=20, choices=PostKind.choices)
    way = models.CharField(max_length=12, choices=PostWay.choices)
    document = models.CharField(max_length=200, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="post_holding_dates_in_order"),
        ]
        indexes = [
            # who holds which post of an organization on a day
            models.Index(fields=["organization", "valid_to"], name="post_of_organization"),
        ]


class PostChange(models.Model):
    """An entry of a post was ended, corrected or taken back: both dates before and after, who, when, why."""

    PERSONAL = {"reason": "", "before": {}, "after": {}}

    holding = models.ForeignKey(PostHolding, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=300)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)


class HandOver(models.Model):
    """One holder handed a post over to the next, on a day. What was open then is worked out when its page is read."""

    PERSONAL = {"note": ""}

    outgoing = models.ForeignKey(PostHolding, models.PROTECT, related_name="handed_over")
    incoming = models.ForeignKey(PostHolding, models.PROTECT, related_name="taken_over")
    handed_on = models.DateField()
    note = models.TextField(blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outgoing", "incoming"], name="hand_over_once")]
