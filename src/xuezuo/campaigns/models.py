"""Campaigns, readings and requirements. A requirement is never edited: an amendment is a new version (R14)."""

from django.db import models
from django.db.models import F, Q

from xuezuo.campaigns.kinds import Tier, Topic
from xuezuo.notices.models import Notice, Proposal
from xuezuo.organizations.models import Dated, Organization


class Campaign(models.Model):
    """`issued_at` null is a draft that only its issuer sees."""

    code = models.CharField(max_length=60, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="campaigns")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="campaigns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    issued_by = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="campaign_dates_in_order"),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True, issued_at__isnull=True)
                | Q(issued_by__isnull=False, issued_at__isnull=False),
                name="campaign_issued_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh


class Reading(models.Model):
    """A text of the reading list. `after` names what should be read before it (R10); `basic` marks what coverage checks."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="readings")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    group = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    tiers = models.JSONField(default=list)
    available_from = models.DateField(null=True)
    basic = models.BooleanField(default=False)
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)

    class Meta:
        ordering = ["campaign", "position"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="reading_code_once")]

    def __str__(self) -> str:
        return self.title


class StudyLine(Dated):
    """What the campaign's plan puts into one month (R09): texts to be read, and what is to be done with them, in words.

    `month` is its first day. Changed or left out of the file after issuing, a line ends and stays (R14).
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="study_lines")
    code = models.CharField(max_length=40)
    month = models.DateField()
    content = models.CharField(max_length=300, blank=True)
    tiers = models.JSONField(default=list)
    readings = models.ManyToManyField(Reading, related_name="study_lines", blank=True)

    class Meta:
        ordering = ["month", "campaign", "code"]


class Prompt(Dated):
    """A question by which a meeting finds its own problems (R11, D1.30), offered with the texts it is attached to.

    Nothing is answered into the system, and nobody is asked about anybody.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="prompts")
    code = models.CharField(max_length=40)
    tier = models.CharField(max_length=20, choices=Tier.choices)
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    readings = models.ManyToManyField(Reading, related_name="prompts")

    class Meta:
        ordering = ["campaign", "position", "pk"]


class Requirement(Dated):
    """Something expected of an audience by a date, settled by a record of one of `activity_kinds`.

    A version holds from the day on which it replaced another (the first: always) to the day on which it was replaced or
    withdrawn, so that a figure of an earlier day reads what was asked then.

    `audience` is `{"kinds": [...], "sectors": [...], "groups": [...], "subtree": "CODE"}`; a missing or empty
    part leaves nobody out (see `campaigns.audiences`). The cost is shown before and after issuing (AF10):
    `minutes` and `fields_asked` a branch. `reason` says why this version was written; `no_own_way` why nobody may meet it
    in a way of their own (R15), empty where they may.

    Nothing is handed in unless `handed_in` names it, and then `asked_for_because` says why the records do not answer it
    (AF11), and `basis`, `approver` and `expires_on` are there too (AF10); after that day nobody is asked any more.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="requirements")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    title = models.CharField(max_length=300)
    topic = models.CharField(max_length=20, choices=Topic.choices, default=Topic.STUDY)
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="requirements")
    audience = models.JSONField(default=dict)
    activity_kinds = models.JSONField(default=list)
    readings = models.ManyToManyField(Reading, related_name="requirements", blank=True)
    opens_on = models.DateField()
    due_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=10)
    fields_asked = models.PositiveSmallIntegerField(default=4)
    purpose = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    approver = models.CharField(max_length=100, blank=True)
    handed_in = models.CharField(max_length=200, blank=True)
    asked_for_because = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField(null=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="requirement")
    no_own_way = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code", "version"], name="requirement_version_once"),
            models.CheckConstraint(condition=Q(opens_on__lte=F("due_on")), name="requirement_dates_in_order"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="requirement_withdrawn_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(handed_in="")
                | ~Q(purpose="")
                & ~Q(basis="")
                & ~Q(approver="")
                & ~Q(asked_for_because="")
                & Q(expires_on__isnull=False),
                name="requirement_collects_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True, written_at__isnull=True)
                | Q(written_by__isnull=False, written_at__isnull=False),
                name="requirement_written_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def collects(self) -> bool:
        """Whether something is to be handed in: a collection request (AF10)."""
        return bool(self.handed_in)

    @property
    def passage(self) -> Proposal | None:
        """The passage of a notice that the first version was confirmed from (R01)."""
        return self.proposal or (self.replaces.passage if self.replaces else None)


class AnotherThing(models.Model):
    """A person's word that a requirement asks for something else than the figure whose name it has."""

    requirement = models.OneToOneField(Requirement, models.CASCADE, related_name="another_thing")
    indicator = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)


class ChangeSeen(models.Model):
    """An organization has read a change from above: shown once, then in the history only. `withdrawal` tells the end of a
    version from its beginning.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="changes_seen", db_index=False)
    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="seen")
    withdrawal = models.BooleanField(default=False)
    seen_by = models.BigIntegerField()
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "requirement", "withdrawal"], name="change_seen_once")
        ]
