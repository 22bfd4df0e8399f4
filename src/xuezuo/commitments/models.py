"""Goals, commitments and deeds (R06, R24, D1.24). Kept, withdrawn and closed are rows; a deed is what keeps a commitment."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Member, Organization
from xuezuo.records.models import Record


class Topic(models.TextChoices):
    """Central work (中心工作) that a goal belongs to."""

    INDUSTRY = "industry", _("industry and economy")
    POVERTY_RELIEF = "poverty_relief", _("poverty relief")
    LIVELIHOOD = "livelihood", _("people's livelihood")
    SAFETY = "safety", _("safety and disaster relief")
    ENVIRONMENT = "environment", _("environment")
    REFORM = "reform", _("reform")
    SERVICE = "service", _("serving the people")
    OTHER = "other", _("another topic")


class Vehicle(models.TextChoices):
    """How somebody contributes at their post; which ones are usual depends on the sector (D1.24)."""

    PLEDGE = "pledge", _("a pledge at one's post")
    MODEL_POST = "model_post", _("model post or responsibility area")
    IDENTITY = "identity", _("badge worn, identity shown")
    COMMUNITY = "community", _("reporting to the community")
    OTHER = "other", _("in another way")


class Goal(models.Model):
    """An annual goal or project of a unit."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="goals")
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=14, choices=Topic.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class GoalClosing(models.Model):
    """The goal is over: what came of it, by a person. Reached or not is in the words; there is no grade."""

    goal = models.OneToOneField(Goal, models.CASCADE, related_name="closing")
    closed_on = models.DateField()
    result = models.CharField(max_length=500)
    closed_by = models.BigIntegerField()
    closed_at = models.DateTimeField(auto_now_add=True)


class Commitment(models.Model):
    """`member` takes it on at their post, or, where empty, the branch as a whole. `record` is where it was voiced."""

    PERSONAL = {"member_id": None, "what": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="commitments")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="commitments")
    what = models.CharField(max_length=200)
    vehicle = models.CharField(max_length=10, choices=Vehicle.choices, default=Vehicle.PLEDGE)
    made_on = models.DateField()
    due_on = models.DateField()
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="commitments")
    # as of a case: a record taken back is gone until it is restored with its number
    record = models.ForeignKey(Record, models.DO_NOTHING, null=True, db_constraint=False, related_name="commitments")
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class Deed(models.Model):
    """What was done: for a commitment, or by itself (R04). `amount` counts in the unit's own unit, if at all."""

    PERSONAL = {"member_id": None, "what": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="deeds")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="deeds")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="deeds")
    what = models.CharField(max_length=300)
    done_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


ONE_OF_THREE = (
    Q(goal__isnull=False, commitment__isnull=True, deed__isnull=True)
    | Q(goal__isnull=True, commitment__isnull=False, deed__isnull=True)
    | Q(goal__isnull=True, commitment__isnull=True, deed__isnull=False)
)


class Withdrawal(models.Model):
    """One of the three was taken back. Within a day the withdrawal itself may be taken back."""

    PERSONAL = {"member_id": None, "reason": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    goal = models.OneToOneField(Goal, models.CASCADE, null=True, related_name="withdrawal")
    commitment = models.OneToOneField(Commitment, models.CASCADE, null=True, related_name="withdrawal")
    deed = models.OneToOneField(Deed, models.CASCADE, null=True, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    withdrawn_by = models.BigIntegerField()
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_OF_THREE, name="withdrawal_of_one")]


class Correction(models.Model):
    """What one of the three said before it was corrected, and why."""

    PERSONAL: ClassVar[dict[str, Any]] = {"member_id": None, "before": {}, "reason": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="corrections")
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, related_name="corrections")
    deed = models.ForeignKey(Deed, models.CASCADE, null=True, related_name="corrections")
    before = models.JSONField()
    reason = models.CharField(max_length=300)
    corrected_by = models.BigIntegerField()
    corrected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_OF_THREE, name="correction_of_one")]
