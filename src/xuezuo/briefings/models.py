"""A briefing, its paragraphs, the figures frozen on signing, and the signature."""

from django.db import models

from xuezuo.organizations.models import Organization


class Briefing(models.Model):
    """`as_of` is the end of the day that the figures read in.

    `mark` is the red title of the head (D13.30), `issuer` the organization's name as it was when drafted, and
    `distribution` the end block: `{"report": "…", "send": "…", "issue": "…"}`, empty parts left out.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="briefings")
    template = models.CharField(max_length=60)
    mark = models.CharField(max_length=60, default="")
    title = models.CharField(max_length=400)
    issuer = models.CharField(max_length=200, default="")
    distribution = models.JSONField(default=dict)
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    drafted_by = models.BigIntegerField()
    drafted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "template", "number"], name="briefing_number_once")
        ]

    def __str__(self) -> str:
        return self.title


class Paragraph(models.Model):
    """`text` holds places such as `{lectures_given}`; `{elections_on_time.ratio}` is the rate of a ratio."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["briefing", "position"], name="paragraph_position_once")]


class FrozenFigure(models.Model):
    """A figure as counted when the briefing was signed, with the question that gave it, so that it opens years later.

    `rows` keeps the rows that were counted, one per line, compressed (`frozen_rows`): the list opens exactly those.
    """

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=60)
    expected = models.BigIntegerField(null=True)
    settled = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    rows = models.BinaryField()
    row_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "indicator"], name="frozen_figure_once")]


class Signature(models.Model):
    """A person signed: from here on the figures stand still. `signed_on` is the date that the paper bears."""

    briefing = models.OneToOneField(Briefing, models.PROTECT, related_name="signature")
    signed_by = models.BigIntegerField()
    signed_name = models.CharField(max_length=100)
    signed_on = models.DateField()
    signed_at = models.DateTimeField(auto_now_add=True)
