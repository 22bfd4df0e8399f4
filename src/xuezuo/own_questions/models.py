"""Questions that people saved, and with which parts of the tree they share them. Never an answer."""

from django.db import models
from django.db.models import Q

from xuezuo.organizations.models import Organization

NAME = 100


def _both(stem: str) -> Q:
    return Q(**{f"{stem}_by__isnull": True, f"{stem}_at__isnull": True}) | Q(
        **{f"{stem}_by__isnull": False, f"{stem}_at__isnull": False}
    )


class SavedQuestion(models.Model):
    """Its saver's alone until it is shared. `words` is the question as parts of an address, without place and day;
    `organization` the seat from which it was saved.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="saved_questions")
    name = models.CharField(max_length=NAME)
    words = models.CharField(max_length=1_000)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_both("withdrawn"), name="saved_question_withdrawn_by_and_at"),
            # one's own list, and no two of the same name in it
            models.UniqueConstraint(
                fields=["saved_by", "name"], condition=Q(withdrawn_at__isnull=True), name="saved_question_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sharing(models.Model):
    """The question is offered to everybody who sits at `organization` or below it, until it is ended."""

    question = models.ForeignKey(SavedQuestion, models.PROTECT, related_name="sharings", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="shared_questions")
    shared_by = models.BigIntegerField()
    shared_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_both("ended"), name="sharing_ended_by_and_at"),
            models.UniqueConstraint(
                fields=["question", "organization"], condition=Q(ended_at__isnull=True), name="sharing_once"
            ),
        ]
