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


class Matter(models.TextChoices):
    """What was decided; each has a quorum and a majority of its own (section 3b)."""

    GENERAL = "general", _("resolution of the general meeting")
    ADMISSION = "admission", _("accepting a probationary member, making full, or delaying")
    COMMITTEE = "committee", _("decision of the branch committee")
    ELECTION = "election", _("election of the committee")
    GROUP_AFFAIRS = "group_affairs", _("leading group: affairs")
    GROUP_CADRES = "group_cadres", _("leading group: cadres or discipline")


class ExclusionReason(models.TextChoices):
    """Why somebody with a vote may be left out of those expected (D3.25)."""

    WILL = "will", _("ill, cannot express their will")
    ABROAD = "abroad", _("abroad, cannot return in time")
    SUSPENDED = "suspended", _("their membership is suspended")
    PROBATION = "probation", _("on probation within the Party")
    CUSTODY = "custody", _("in custody or detention")
    BEDRIDDEN = "bedridden", _("bedridden or long unable to care for oneself")
    MOVED = "moved", _("long away, should have moved the relation")
    FLOATING = "floating", _("floating, cannot come, asked in writing")


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


class OwnWay(models.Model):
    """A branch meets a requirement in its own way (R15): it stands once accepted, or unanswered for `own_way.silence_days`."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="own_ways")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="own_ways")
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="own_ways")
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    stated_on = models.DateField()
    stated_by = models.BigIntegerField()
    stated_at = models.DateTimeField(auto_now_add=True)


class OwnWayAnswer(models.Model):
    """The level above accepts an own way, or asks back (`accepted` false) with a reason."""

    own_way = models.OneToOneField(OwnWay, models.CASCADE, related_name="answer")
    accepted = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField()
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField(auto_now_add=True)


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


class GuestNote(models.Model):
    """A guest whom the host wrote down by name, with the branch they named as home: words, until that branch answers.

    No roster is searched: whether somebody is a member is told by their own branch and by nobody else.
    """

    PERSONAL = {"name": ""}

    record = models.ForeignKey(Record, models.CASCADE, related_name="guest_notes")
    name = models.CharField(max_length=100)
    home = models.ForeignKey(Organization, models.PROTECT, related_name="guest_notes")
    noted_by = models.BigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)


class GuestAnswer(models.Model):
    """The home branch says who of its members that was, or that it was none of them (`member` is empty)."""

    PERSONAL = {"member_id": None}

    note = models.OneToOneField(GuestNote, models.CASCADE, related_name="answer")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="guest_answers")
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField(auto_now_add=True)


class Resolution(models.Model):
    """A vote as the meeting counted it. Who was expected and present is counted from roster, absences and exclusions;
    `voters` is typed where there is no roster to count from: a committee, a leading group. Whether it holds is worked
    out (`votes.verdict`) and told beside it; nothing is refused for it, for clauses are unverified or dated (D0.01).
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="resolutions")
    matter = models.CharField(max_length=20, choices=Matter.choices)
    text = models.CharField(max_length=300)
    voters = models.PositiveIntegerField(null=True)
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)


class Exclusion(models.Model):
    """Somebody with a vote left out of those expected, by the superior's consent and the meeting's resolution (D3.25)."""

    PERSONAL = {"member_id": None, "reason": None, "approved_by_name": ""}
    """`reason` is one of `ExclusionReason`, sealed: that somebody is in custody is nobody else's business."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="exclusions", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="exclusions")
    reason = models.BinaryField(null=True)
    approved_by_name = models.CharField(max_length=100)
    approved_on = models.DateField()
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "member"], name="exclusion_once")]


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


class Withdrawal(models.Model):
    """A record taken back: what it was, word for word, who took it back, when and why. The record's own rows are gone, so
    that no figure and no list can forget to leave it out; a restoration puts them where they were, with the same ids.
    """

    record_pk = models.BigIntegerField(db_index=True)
    client_id = models.UUIDField(db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="withdrawals")
    held_on = models.DateField()
    kept = models.JSONField()
    reason = models.CharField(max_length=300)
    withdrawn_by = models.BigIntegerField()
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    restored_by = models.BigIntegerField(null=True)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client_id"], condition=Q(restored_at__isnull=True), name="withdrawal_holds_once"
            ),
            models.CheckConstraint(
                condition=Q(restored_by__isnull=True, restored_at__isnull=True)
                | Q(restored_by__isnull=False, restored_at__isnull=False),
                name="withdrawal_restored_by_and_at",
            ),
        ]


class Received(models.Model):
    """An envelope from a phone's outbox that was taken. Sent again, it is answered from here and does nothing twice.

    `digest` tells whether it says the same as the first time, `left` which version of the record it left behind, so that
    the phone's next envelope may build on it before the phone has heard of it.
    """

    client_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10)
    record = models.ForeignKey(Record, models.CASCADE, related_name="received")
    digest = models.CharField(max_length=32)
    left = models.CharField(max_length=32)
    received_by = models.BigIntegerField()
    received_at = models.DateTimeField(auto_now_add=True)
