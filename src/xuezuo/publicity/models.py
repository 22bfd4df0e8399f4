"""Publications and their typed view totals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Organization


class PublicationKind(models.TextChoices):
    DEED_FILM = "deed_film", _("film of exemplary deeds")
    SHORT_FILM = "short_film", _("short film or animation")
    ARTICLE = "article", _("article")


class Publication(models.Model):
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=12, choices=PublicationKind.choices)
    title = models.CharField(max_length=200)
    outlet = models.CharField(max_length=100, blank=True)
    published_on = models.DateField()
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class ViewTotal(models.Model):
    """The total on a day, typed by a person; the latest one up to a day is what counts."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="view_totals")
    counted_on = models.DateField()
    views = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "counted_on"], name="view_total_once")]
