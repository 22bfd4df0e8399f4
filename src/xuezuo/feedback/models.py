"""What people said of the product or of the work asked of them, and what they were answered."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Organization
from xuezuo.periods import today
from xuezuo.rule_packs.queries import rule


def end_of_set_time() -> date:
    """The last day on which an answer to what is said today is in time (AF14)."""
    days = rule("feedback.answer_days", today())
    assert days is not None
    return today() + timedelta(days=days)


class FeedbackKind(models.TextChoices):
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")


class Feedback(models.Model):
    """`organization` is where the writer held a role then, or null; `answerer` is the organization right above it, which
    answers by `answer_until`; later the level above that one has it too (AF14).

    `written_by` is null for somebody who had not signed in or wrote without their name: a complaint needs no account.
    Then `organization` is null too, so that nobody can guess, and `receipt` is the digest of the code that opens the answer.
    """

    PERSONAL = {"text": "", "written_by": None}

    kind = models.CharField(max_length=12, choices=FeedbackKind.choices)
    text = models.TextField()
    about = models.CharField(max_length=300, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="feedback")
    answerer = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="to_answer")
    said_on = models.DateField(default=today)
    answer_until = models.DateField(default=end_of_set_time)
    receipt = models.CharField(max_length=64, blank=True)
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt"], condition=~models.Q(receipt=""), name="feedback_receipt_once")
        ]
        indexes = [
            # "what did I write, and what was I answered?" on the page about me
            models.Index(fields=["written_by"], name="feedback_of_writer")
        ]


class Answer(models.Model):
    """Append-only: a second answer stands beside the first."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    text = models.TextField()
    answered_on = models.DateField(default=today)
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField(auto_now_add=True)
