"""Cases, their steps, look-backs and closures. A case is open while no closure stands, or a look-back relapsed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Member, Organization


class CaseKind(models.TextChoices):
    LOST_CONTACT = "lost_contact", _("lost contact")
    WEAK_ORGANIZATION = "weak_organization", _("weak organization")
    FINDING = "finding", _("finding")


class StepKind(models.TextChoices):
    CONTACTED = "contacted", _("contact found again")
    MEASURE = "measure", _("measure taken")
    EVIDENCE = "evidence", _("evidence added")
    NOTE = "note", _("note")


class Case(models.Model):
    """`member` only where the case is about a person (D8.20); such cases are counted above the branch, never named."""

    PERSONAL = {"member_id": None, "cause": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CaseKind.choices)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="cases")
    cause = models.CharField(max_length=300, blank=True)
    found_on = models.DateField()
    due_on = models.DateField(null=True)
    raised_by = models.BigIntegerField()
    raised_at = models.DateTimeField(auto_now_add=True)


class Step(models.Model):
    """Append-only."""

    PERSONAL = {"note": ""}

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    taken_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class LookBack(models.Model):
    """Somebody looked again: it holds, or it relapsed, and then the case is open again by itself (R30)."""

    PERSONAL = {"note": ""}

    case = models.ForeignKey(Case, models.CASCADE, related_name="look_backs")
    looked_on = models.DateField()
    holds = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class Closure(models.Model):
    """Deregistration (销号): a person's act with a reason."""

    PERSONAL = {"reason": ""}

    case = models.ForeignKey(Case, models.CASCADE, related_name="closures")
    closed_on = models.DateField()
    reason = models.CharField(max_length=500)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
