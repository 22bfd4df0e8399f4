"""Acts on the tree, and what they leave behind: names with dates, descent, and who answers for what an ended place did.

Facts hold organization ids and stay with them. `Inheritance` says, day by day, where the facts of an organization
without a place are read; so every total at the root is the same in the tree of any day.
"""

from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.fields import PathField
from xuezuo.organizations.models import Dated, Organization
from xuezuo.reorganizations.kinds import ActKind, Part


class Act(models.Model):
    """One decision about the tree, in force from `day`. `under` is the lowest organization above all that it touched.

    `done` holds what it changed, ids, paths and words of organizations only, so that another act can take it back.
    """

    PERSONAL = {"reason": ""}

    kind = models.CharField(max_length=12, choices=ActKind.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="acts")
    under = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="acts_below")
    day = models.DateField()
    reason = models.TextField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by_act")
    done = models.JSONField(default=dict)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()


class Touched(models.Model):
    """An organization that an act was about, and its part in it; what merely moved along stands in `Act.done`."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="touched")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="touched_by", db_index=False)
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        indexes = [
            # the history of an organization
            models.Index(fields=["organization", "act"], name="touched_of_organization"),
        ]


class Descent(models.Model):
    """`successor` came from `predecessor`, wholly or in part, by an act; it holds unless the act was undone."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="descents")
    predecessor = models.ForeignKey(Organization, models.PROTECT, related_name="descents_to")
    successor = models.ForeignKey(Organization, models.PROTECT, related_name="descents_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "predecessor", "successor"], name="descent_once"),
        ]


class Naming(Dated):
    """A name of an organization and since when. Only those that were ever renamed have rows; the others have one name."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="namings", db_index=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "valid_from"], name="naming_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="naming_dates_in_order"),
        ]


class Inheritance(Dated):
    """Meanwhile `organization` has no place, and what it did is read at `heir`. One heir a day, worked out transitively
    by the act, so that reading costs one join.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="inheritances", db_index=False)
    heir = models.ForeignKey(Organization, models.PROTECT, related_name="inherited", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "valid_from"], name="inheritance_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="inheritance_dates_in_order"),
            models.CheckConstraint(condition=~Q(organization=F("heir")), name="inheritance_by_another"),
        ]
        indexes = [
            # what an organization of the asked subtree answers for
            models.Index(fields=["heir", "valid_to"], name="inheritance_of_heir"),
        ]


class GivenPath(models.Model):
    """A path that an act gave out. It is never given again, also when the act was undone."""

    path = PathField(db_index=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="given_paths")
