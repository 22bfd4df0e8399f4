"""A member's relation on its way from one branch to another, and every step that people took with it."""

from django.db import models
from django.db.models import Q

from xuezuo.organizations.kinds import MemberCategory, Sex
from xuezuo.organizations.models import Member, Organization
from xuezuo.people.kinds import LETTERS, ReturnCause, StepKind


class Transfer(models.Model):
    """From `source` to `target`; one of them is None when that side keeps its books elsewhere and is named in `outside`.

    The facts of the letter (name to `full_on`) are kept as they stood when it was drafted: they are all that the
    receiving side sees. For somebody coming from outside, `member` stays empty until the acceptance makes them one.
    """

    PERSONAL = {
        "member_id": None,
        "name": "member {member_id}",
        "sex": "",
        "nationality": "",
        "birth_on": None,
        "joined_on": None,
        "full_on": None,
        "id_number": None,
        "id_index": None,
        "reason": "",
    }

    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="transfers")
    source = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="transfers_out")
    target = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="transfers_in")
    outside = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    nationality = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    category = models.CharField(max_length=12, choices=MemberCategory.choices)
    joined_on = models.DateField(null=True)
    full_on = models.DateField(null=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True, max_length=32)
    dues_paid_to = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    drafted_on = models.DateField()
    drafted_by = models.BigIntegerField()
    drafted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False, target__isnull=False, outside="")
                | (Q(source__isnull=True, target__isnull=False) & ~Q(outside=""))
                | (Q(source__isnull=False, target__isnull=True) & ~Q(outside="")),
                name="transfer_has_two_sides",
            ),
        ]


class TransferStep(models.Model):
    """Append-only. A letter has an issuer, a number within the year, and the last day on which it is good (D8.05)."""

    PERSONAL = {"reason": ""}

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    taken_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    cause = models.CharField(max_length=12, choices=ReturnCause.choices, blank=True)
    issuer = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    letter = models.CharField(max_length=60, blank=True)
    good_until = models.DateField(null=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "number"], name="transfer_letter_number_once"),
            # whatever two people do at once, a transfer ends once
            models.UniqueConstraint(
                fields=["transfer"],
                condition=Q(kind__in=[StepKind.ACCEPTED, StepKind.WITHDRAWN]),
                name="transfer_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LETTERS, good_until__isnull=False)
                | (~Q(kind__in=LETTERS) & Q(good_until__isnull=True)),
                name="transfer_letter_has_its_last_day",
            ),
        ]
