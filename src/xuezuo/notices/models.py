"""Notices kept verbatim, what the reader proposes of them, whom they were issued to, and who has opened them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.models import Organization


class Notice(models.Model):
    """A document as it came: `text` is what spans count in, `original` the file's own bytes."""

    holder = models.ForeignKey(Organization, models.PROTECT, related_name="notices")
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True)
    addressee = models.CharField(max_length=300, blank=True)
    doc_no = models.CharField(max_length=60, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    reading = models.JSONField(default=dict)
    text = models.TextField()
    file_name = models.CharField(max_length=255)
    original = models.BinaryField()
    taken_in_by = models.BigIntegerField()
    taken_in_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """One requirement that the reader, or a person, marked in the text: nothing more until a person confirms it."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="proposals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    topic = models.CharField(max_length=20)
    audience = models.CharField(max_length=200, blank=True)
    due = models.CharField(max_length=30, blank=True)
    due_text = models.CharField(max_length=60, blank=True)
    strength = models.CharField(max_length=4, choices=[("hard", "hard"), ("soft", "soft")])
    deliverable = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by_person = models.BooleanField(default=False)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="proposal_span_in_order")]


class Dropping(models.Model):
    """A person's decision that a proposal asks nothing here."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="dropping")
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=200, blank=True)


class Issue(models.Model):
    """The notice sent to one organization and everything below it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="issues")
    addressed = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    issued_by = models.BigIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "addressed"], name="issue_once")]


class Receipt(models.Model):
    """An organization opened the notice: made by itself on opening, never asked for (AF11)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "organization"], name="receipt_once")]


class Publishing(models.Model):
    """A person's decision that everybody may read the notice on the public portal (R32)."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="publishing")
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
