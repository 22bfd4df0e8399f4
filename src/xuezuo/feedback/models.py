"""What people said of the product or of the work asked of them, and what they were answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Organization


class FeedbackKind(models.TextChoices):
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")


class Feedback(models.Model):
    """`organization` is where the writer held a role then, or null; its superiors may answer.

    `written_by` is null for somebody who had not signed in: a complaint needs no account.
    """

    PERSONAL = {"text": "", "written_by": None}

    kind = models.CharField(max_length=12, choices=FeedbackKind.choices)
    text = models.TextField()
    about = models.CharField(max_length=300, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="feedback")
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # "what did I write, and what was I answered?" on the page about me
            models.Index(fields=["written_by"], name="feedback_of_writer")
        ]


class Answer(models.Model):
    """Append-only: a second answer stands beside the first."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    text = models.TextField()
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField(auto_now_add=True)
