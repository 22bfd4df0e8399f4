"""Organizations, their dated places in the tree, members, and their dated memberships and groups.

Every dated row holds on `valid_from <= day < valid_to`; `valid_to` is `periods.FOREVER` while it still holds.
"""

from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.fields import PathField
from xuezuo.organizations.kinds import MemberCategory, MemberGroup, OrganizationKind, Sector, Sex
from xuezuo.periods import FOREVER, LONG_AGO


class Dated(models.Model):
    valid_from = models.DateField(default=LONG_AGO)
    valid_to = models.DateField(default=FOREVER)

    class Meta:
        abstract = True


class Organization(models.Model):
    """One model for province, city, county, township and branch. Its place in the tree is a `Placement`, never here.

    `duties_from` is the day from which the rhythm of branch life is counted for it: nobody owes records
    for the time before the system was there.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.OTHER)
    duties_from = models.DateField(default=LONG_AGO)

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """A dated edge of the tree. Facts hold organization ids; a report joins the placements of the day it reads in."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="child_placements")
    path = PathField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "valid_from"], name="placement_path_once"),
            models.UniqueConstraint(fields=["organization", "valid_from"], name="placement_organization_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="placement_dates_in_order"),
        ]
        indexes = [
            # the children of one organization on a day
            models.Index(fields=["parent", "valid_to"], name="placement_of_parent"),
        ]


class Member(models.Model):
    """A person of the roster (the national collection's items, rules section 5d).

    `id_number` and `phone` are encrypted; `id_index` is a keyed hash by which the same number is recognised.
    """

    PERSONAL = {
        "name": "member {pk}",
        "birth_on": None,
        "nationality": "",
        "id_number": None,
        "id_index": None,
        "phone": None,
        "sex": "",
        "education": "",
        "post": "",
        "joined_on": None,
        "full_on": None,
    }
    """Personal fields and what replaces them when a person is erased."""

    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    nationality = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True, unique=True, max_length=32)
    phone = models.BinaryField(null=True)
    education = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=60, blank=True)
    joined_on = models.DateField(null=True)
    full_on = models.DateField(null=True)
    category = models.CharField(max_length=12, choices=MemberCategory.choices, default=MemberCategory.FULL)

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """Which branch a member belongs to (组织关系, D8.01), dated."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "valid_from"], name="membership_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="membership_dates_in_order"),
        ]
        indexes = [
            # the roster of a branch on a day
            models.Index(fields=["organization", "valid_to"], name="membership_of_branch"),
        ]


class GroupMembership(Dated):
    """A member counted in a special group, dated. A dated fact, not a type of person (D8.10)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="groups")
    group = models.CharField(max_length=20, choices=MemberGroup.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "group", "valid_from"], name="group_membership_once")]


class Term(models.Model):
    """The term of an elected committee: elected, to end; `renewed_on` is the day its successor was elected (D6.10)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms")
    elected_on = models.DateField()
    ends_on = models.DateField()
    renewed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "elected_on"], name="term_once"),
            models.CheckConstraint(condition=Q(elected_on__lt=F("ends_on")), name="term_dates_in_order"),
        ]


class Deferral(models.Model):
    """An election put off by decision of the superior committee (D6.05). The term leaves the figure while it lasts."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="deferrals")
    until = models.DateField()
    reason = models.TextField()
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
