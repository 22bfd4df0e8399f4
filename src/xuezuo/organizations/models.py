"""Organizations, their dated places in the tree, members, and their dated memberships and groups.

Every dated row holds on `valid_from <= day < valid_to`; `valid_to` is `periods.FOREVER` while it still holds.
"""

from django.db import models
from django.db.models import F, Q

from xuezuo.organizations.fields import PathField
from xuezuo.organizations.kinds import (
    EndKind,
    Likeness,
    MemberCategory,
    MemberGroup,
    OrganizationKind,
    ProbationOutcome,
    Sector,
    Sex,
)
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
    }
    """Personal fields and what replaces them when a person is erased. `full_on` stays, for earlier days are counted by
    category, and the day alone tells of nobody."""

    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    nationality = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True, max_length=32)
    phone = models.BinaryField(null=True)
    education = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=60, blank=True)
    joined_on = models.DateField(null=True)
    full_on = models.DateField(null=True)
    category = models.CharField(max_length=12, choices=MemberCategory.choices, default=MemberCategory.FULL)

    class Meta:
        constraints = [
            # with a condition it is an index of its own on both engines, which a province's first roster makes at its end
            models.UniqueConstraint(
                fields=["id_index"], condition=Q(id_index__isnull=False), name="member_number_once"
            ),
        ]

    label = ""
    """The name in a list where somebody else has it too (`organizations.queries.tell_apart`); empty elsewhere."""

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        return self.label or self.name


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


class Floating(models.Model):
    """Where a floating member lives, and who keeps contact (D5.43, D8.13): entered by the branch of the relation.

    `receiving` is the organization there, if it is in this system; it sees the member among its guests (D8.11).
    """

    PERSONAL = {"destination": "", "contact": None}

    grouped = models.OneToOneField(GroupMembership, models.PROTECT, related_name="floating")
    destination = models.CharField(max_length=100)
    receiving = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="floating_guests")
    contact = models.ForeignKey(Member, models.PROTECT, null=True, related_name="keeps_contact_with")
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField()


class Ending(models.Model):
    """Why a membership ended, and on whose word. `membership.valid_to` is the day; the facts stay where they are.

    A suspension is an ending too: the yearly statistics count neither (D5.41, D8.25). It is lifted by a `Restoration`.
    """

    PERSONAL = {"reason": None, "document": None, "withdrawn_reason": ""}

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=20, choices=EndKind.choices)
    reason = models.BinaryField(null=True)
    document = models.BinaryField(null=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(withdrawn_at__isnull=True), name="ending_holds_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="ending_withdrawn_by_somebody",
            ),
        ]


class Restoration(models.Model):
    """A suspended membership restored by decision (D8.26): a new membership from that day on, the gap stays a gap."""

    PERSONAL = {"reason": None, "document": None}

    ending = models.OneToOneField(Ending, models.PROTECT, related_name="restoration")
    membership = models.OneToOneField(Membership, models.PROTECT, related_name="restoration")
    reason = models.BinaryField(null=True)
    document = models.BinaryField(null=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()


class ProbationDecision(models.Model):
    """The branch decided at the end of a probation (D5.44): full from `day` on, or extended until `day`.

    The category of an earlier day is read from `Member.full_on`, so no row is kept for those who were always full.
    """

    PERSONAL = {"document": ""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="probation_decisions")
    outcome = models.CharField(max_length=10, choices=ProbationOutcome.choices)
    day = models.DateField()
    document = models.CharField(max_length=100)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()


class FactCorrection(models.Model):
    """What a fact of a member said before it was corrected, sealed; what it says now stands in `Member`."""

    PERSONAL = {"before": None, "reason": ""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=20)
    before = models.BinaryField(null=True)
    reason = models.TextField()
    corrected_by = models.BigIntegerField()
    corrected_at = models.DateTimeField()


class Pair(models.Model):
    """Two entries that may be one person, found by comparing (`duplicates.find`); asked about once."""

    first = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Member, models.PROTECT, related_name="+")
    likeness = models.CharField(max_length=10, choices=Likeness.choices)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]


class PairStatement(models.Model):
    """What a branch says about its own member of a pair, for a superior who sees no names."""

    PERSONAL = {"reason": ""}

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="statements")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    same = models.BooleanField()
    reason = models.TextField()
    stated_by = models.BigIntegerField()
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "organization"], name="pair_stated_once")]


class PairDecision(models.Model):
    """One person or two, decided by a person with a reason. `done` holds what a merge changed, ids only, for its undoing."""

    PERSONAL = {"reason": "", "undone_reason": ""}

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="decisions")
    same = models.BooleanField()
    reason = models.TextField()
    done = models.JSONField(default=dict)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair"], condition=Q(undone_at__isnull=True), name="pair_decided_once"),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="pair_undone_by_somebody",
            ),
        ]


class Merge(models.Model):
    """`member` is the same person as `into`: facts stay with the entry they were made for, figures count `into` once.

    A row of its own and no column of `Member`: an index over 1.4 million empty values would be paid for at every import.
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="merge")
    into = models.ForeignKey(Member, models.PROTECT, related_name="merged_entries")
    decision = models.OneToOneField(PairDecision, models.PROTECT, related_name="merge")


class BranchGroup(Dated):
    """A group into which a branch divides for its meetings (党小组, D5.06). Its members are not listed: the branch knows them."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="branch_groups")
    name = models.CharField(max_length=60)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="branch_group_ended_by_and_at",
            ),
        ]


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
