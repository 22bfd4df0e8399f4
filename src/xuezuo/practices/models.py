"""Practices of organizations, the people in them who agreed to be named, and who adopted what."""

import hashlib

from django.db import models
from django.db.models import Q

from xuezuo.campaigns.kinds import Topic
from xuezuo.campaigns.models import Requirement
from xuezuo.organizations.kinds import Sector
from xuezuo.organizations.models import Member, Organization
from xuezuo.records.models import OwnWay, Record


class Practice(models.Model):
    """Written by the organization, which agrees to its publishing by offering it (`written_by`); published, and withdrawn, by
    a person. `search_text` is title, text and names in one plain form.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="practices")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="practices")
    own_way = models.ForeignKey(OwnWay, models.SET_NULL, null=True, related_name="practices")
    title = models.CharField(max_length=200)
    what = models.TextField()
    topic = models.CharField(max_length=20, choices=Topic.choices, default=Topic.STUDY)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    search_text = models.TextField()
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField(auto_now_add=True)
    published_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="practice_published_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="practice_withdrawn_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """A fingerprint of what readers would see."""
        return hashlib.sha256(repr((self.title, self.what, self.topic, self.sector)).encode()).hexdigest()[:16]


class NamedPerson(models.Model):
    """Somebody whom a practice names, and who agreed to that, as the organization noted. By default nobody is named."""

    PERSONAL = {"member_id": None}

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="named", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="named_in_practices")
    noted_by = models.BigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "member"], name="named_person_once")]


class Adoption(models.Model):
    """An organization does likewise, with its own words and, once it is done, its own record."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="adoptions", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="adoptions")
    note = models.CharField(max_length=300, blank=True)
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="adoptions")
    adopted_on = models.DateField()
    adopted_by = models.BigIntegerField()
    adopted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "organization"], name="adoption_once")]
