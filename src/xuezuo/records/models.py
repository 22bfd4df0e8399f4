"""Records of meetings and everything that hangs on one: kinds, readings, claims, absences, guests, make-ups, corrections."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xuezuo.campaigns.kinds import ActivityKind
from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.organizations.models import Member, Organization


class SpeakerTier(models.TextChoices):
    CADRE = "cadre", _("leading cadre")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", _("ordinary member")
    OTHER = "other", _("somebody else")


class AbsenceReason(models.TextChoices):
    """D3.31."""

    LEAVE = "leave", _("leave")
    DUTY = "duty", _("on duty")
    ILLNESS = "illness", _("illness")
    FLOATING = "floating", _("away as a floating member")
    ABROAD = "abroad", _("abroad")
    OTHER = "other", _("other reason")


class Way(models.TextChoices):
    """How a make-up reaches a member (R13)."""

    GATHER = "gather", _("gather again")
    DOOR = "door", _("deliver to the door")
    BUDDY = "buddy", _("with a partner")
    READ_ALOUD = "read_aloud", _("read aloud")
    REMOTE = "remote", _("by phone or video")


class Record(models.Model):
    """`expected` is the roster of that day, kept because it is what the recorder saw; `attended` the typed headcount
    of the organization's own people; guests stand apart. `client_id` is made on the phone: sent twice, entered once.
    """

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="records", db_index=False)
    held_on = models.DateField()
    place = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    expected = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    guests = models.PositiveSmallIntegerField(default=0)
    speaker_tier = models.CharField(max_length=10, choices=SpeakerTier.choices, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(attended__lte=F("expected")), name="record_attended_within_expected")
        ]
        indexes = [
            # a branch's own history; every figure joins records by branch and day
            models.Index(fields=["organization", "held_on"], name="record_of_branch")
        ]


class RecordKind(models.Model):
    """One meeting may be several things at once: a general meeting with a lecture and a topic discussion."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="kinds", db_index=False)
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "kind"], name="record_kind_once")]


class RecordReading(models.Model):
    record = models.ForeignKey(Record, models.CASCADE, related_name="readings", db_index=False)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="records")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "reading"], name="record_reading_once")]


class Claim(models.Model):
    """The branch says that this record meets that requirement: an assertion, and called so on screen."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="claims", db_index=False)
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="claims")
    claimed_by = models.BigIntegerField()
    claimed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "requirement"], name="claim_once")]


class Absence(models.Model):
    """Somebody of the roster who was not there, with a reason written once by the recorder."""

    PERSONAL = {"member_id": None, "reason": "other"}

    record = models.ForeignKey(Record, models.CASCADE, related_name="absences", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="absences")
    reason = models.CharField(max_length=10, choices=AbsenceReason.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "member"], name="absence_once")]


class GuestAttendance(models.Model):
    """A member of another branch who was there; counts at home once (D8.12)."""

    PERSONAL = {"member_id": None}

    record = models.ForeignKey(Record, models.CASCADE, related_name="guest_attendances", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="guest_attendances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "member"], name="guest_attendance_once")]


class MakeUp(models.Model):
    """The absence was made good. The row is the settlement; there is no status to change."""

    PERSONAL = {"note": ""}

    absence = models.OneToOneField(Absence, models.CASCADE, related_name="make_up")
    done_on = models.DateField()
    way = models.CharField(max_length=10, choices=Way.choices)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class MakeUpPlan(models.Model):
    """A drafted plan for a blank spot: which text, which way, when. The branch confirms or changes it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="make_up_plans")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    planned_on = models.DateField()
    drafted_by = models.BigIntegerField()
    drafted_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "reading"], name="make_up_plan_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="make_up_plan_confirmed_by_and_at",
            ),
        ]


class MakeUpLine(models.Model):
    """One person of a plan, with the way that suits them; `partner` reads with them (a buddy)."""

    PERSONAL = {"member_id": None, "partner_id": None}

    plan = models.ForeignKey(MakeUpPlan, models.CASCADE, related_name="lines", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="make_up_lines")
    way = models.CharField(max_length=10, choices=Way.choices)
    planned_on = models.DateField()
    partner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="partner_in_make_ups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "member"], name="make_up_line_once")]


class TextBrought(models.Model):
    """The line is done: the text reached its person on that day. Counts like a make-up, also for who was never absent."""

    PERSONAL = {"member_id": None}

    line = models.OneToOneField(MakeUpLine, models.CASCADE, related_name="brought")
    member = models.ForeignKey(Member, models.PROTECT, related_name="texts_brought")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+")
    done_on = models.DateField()
    way = models.CharField(max_length=10, choices=Way.choices)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class OutOfReach(models.Model):
    """The line cannot be done, and why. The person stays unreached in every figure: the row explains, it settles nothing."""

    PERSONAL = {"reason": ""}

    line = models.OneToOneField(MakeUpLine, models.CASCADE, related_name="out_of_reach")
    reason = models.CharField(max_length=200)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class LateReason(models.Model):
    """Why something is late, in the branch's own words, if it cares to say so; nobody asks for it and it settles nothing.

    About a requirement, in whatever version, or about a kind of meeting in a period. The latest one that was not taken
    back is the one that is shown.
    """

    PERSONAL = {"reason": ""}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="late_reasons")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="late_reasons")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices, blank=True)
    period = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300)
    given_by = models.BigIntegerField()
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(requirement__isnull=False, kind="", period="")
                | (Q(requirement__isnull=True) & ~Q(kind="") & ~Q(period="")),
                name="late_reason_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="late_reason_withdrawn_by_and_at",
            ),
        ]


class Correction(models.Model):
    """What a record said before, who changed it, when and why. Nothing is overwritten without this row."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="corrections")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=300)
    corrected_by = models.BigIntegerField()
    corrected_at = models.DateTimeField(auto_now_add=True)
