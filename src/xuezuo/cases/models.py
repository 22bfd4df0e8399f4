"""Cases, their steps, look-backs and closures. A case is open while no closure stands, or a look-back relapsed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.notices.models import Notice
from xuezuo.organizations.models import Member, Organization
from xuezuo.records.models import Record


class CaseKind(models.TextChoices):
    LOST_CONTACT = "lost_contact", _("lost contact")
    WEAK_ORGANIZATION = "weak_organization", _("weak organization")
    FINDING = "finding", _("finding")
    PROBLEM = "problem", _("problem")
    DIRECTED = "directed", _("directed task")


class Source(models.TextChoices):
    """Where a case came from (R08). A visit's findings say so by their kind."""

    MEETING = "meeting", _("a meeting")
    SELF_CHECK = "self_check", _("the branch's own check")
    NOTICE = "notice", _("a notice")
    ABOVE = "above", _("the level above")
    CENSUS = "census", _("a census")


class StepKind(models.TextChoices):
    """The last four are about a person and stand in cases of lost contact only (R23)."""

    CAUSE = "cause", _("cause found")
    MEASURE = "measure", _("measure taken")
    EVIDENCE = "evidence", _("evidence added")
    NOTE = "note", _("note")
    CONTACTED = "contacted", _("contact found again")
    EDUCATED = "educated", _("education talk held")
    WELCOMED = "welcomed", _("welcomed back")
    DECISION = "decision", _("decision of the organization")


class Case(models.Model):
    """`member` only where the case is about a person (D8.20); such cases are counted above the branch, never named.

    `owner` says whose task it is to put it right, a post rather than a person; empty means the branch as a whole.
    """

    PERSONAL = {"member_id": None, "title": "", "cause": "", "owner": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CaseKind.choices)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="cases")
    title = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    # a record taken back is gone until it is restored with its number, and what was voiced there finds it again
    record = models.ForeignKey(Record, models.DO_NOTHING, null=True, db_constraint=False, related_name="cases")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="cases")
    found_on = models.DateField()
    due_on = models.DateField(null=True)
    raised_by = models.BigIntegerField()
    raised_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # Most cases were voiced at no meeting. With those in its index SQLite's statistics say that it tells nothing apart,
        # and whether a meeting led to something (row set study_meetings) would read every case for every meeting.
        indexes = [models.Index(fields=["record"], condition=models.Q(record__isnull=False), name="case_of_record")]


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


class Arrangement(models.Model):
    """Who puts it right by when was changed: what stood before, and why. What stands now is in the case."""

    PERSONAL = {"owner_before": "", "reason": ""}

    case = models.ForeignKey(Case, models.CASCADE, related_name="arrangements")
    owner_before = models.CharField(max_length=60, blank=True)
    due_before = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)


class Speaker(models.TextChoices):
    ORGANIZATION = "organization", _("the organization concerned")
    PERSON = "person", _("the person concerned")


class Reply(models.Model):
    """What whoever a case is about says to it, in their words; written down for them if need be. Nobody may refuse it."""

    PERSONAL = {"text": ""}

    case = models.ForeignKey(Case, models.CASCADE, related_name="replies")
    speaker = models.CharField(max_length=12, choices=Speaker.choices)
    text = models.CharField(max_length=1000)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class Guidance(models.Model):
    """An authorised organization says how a kind of step is taken; until one does, that step stays locked (R23)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="guidance")
    step = models.CharField(max_length=12, choices=StepKind.choices)
    reference = models.CharField(max_length=300)
    holds_from = models.DateField()
    published_by = models.BigIntegerField()
    published_at = models.DateTimeField(auto_now_add=True)


class GuidanceEnd(models.Model):
    """The guidance no longer holds: the step is locked again. Steps taken meanwhile stay."""

    guidance = models.OneToOneField(Guidance, models.CASCADE, related_name="end")
    reason = models.CharField(max_length=300)
    ended_by = models.BigIntegerField()
    ended_at = models.DateTimeField(auto_now_add=True)
