"""Values shown in plain, what people ask to be put right and are answered, what they say of decisions, and erasures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Member, Organization


class Purpose(models.TextChoices):
    """What a sealed value may be shown for. Anything else is no purpose (PIPL art. 6)."""

    CONTACT = "contact", _("to reach the member")
    TRANSFER = "transfer", _("to transfer the membership")
    CHECK = "check", _("to check or correct the roster")
    CARE = "care", _("to help the member or the family")
    DUTY = "duty", _("required by law or by a superior's written order")


class SealedField(models.TextChoices):
    """The values of a member that can be shown in plain, one at a time."""

    ID_NUMBER = "id_number", _("identity number")
    PHONE = "phone", _("phone number")


class Disclosure(models.Model):
    """Somebody was shown one sealed value of a member. The value itself is nowhere in it."""

    PERSONAL = {"words": ""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="disclosures")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    field = models.CharField(max_length=20, choices=SealedField.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    words = models.CharField(max_length=200)
    disclosed_by = models.BigIntegerField()
    disclosed_at = models.DateTimeField(auto_now_add=True)


class Outcome(models.TextChoices):
    CORRECTED = "corrected", _("put right")
    PARTLY = "partly", _("put right in part")
    DECLINED = "declined", _("left as it is")


class CorrectionRequest(models.Model):
    """A member says that something held about them is wrong (PIPL art. 46). `wish` is sealed: it may hold a number."""

    PERSONAL = {"wish": b""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="correction_requests")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="correction_requests")
    about = models.CharField(max_length=20)
    wish = models.BinaryField()
    requested_by = models.BigIntegerField()
    requested_at = models.DateTimeField(auto_now_add=True)


class CorrectionAnswer(models.Model):
    """What the branch did and why. Append-only: a second answer stands beside the first."""

    PERSONAL = {"reason": ""}

    request = models.ForeignKey(CorrectionRequest, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500)
    answered_by = models.BigIntegerField()
    answered_at = models.DateTimeField(auto_now_add=True)


class Reply(models.Model):
    """What the person says about a decision on them, shown beside it (right of reply). `decision` is its row's id."""

    PERSONAL = {"text": ""}

    member = models.ForeignKey(Member, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20)
    decision = models.BigIntegerField()
    text = models.CharField(max_length=1000)
    replied_by = models.BigIntegerField()
    replied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # what was said about one decision, shown wherever the decision is
            models.Index(fields=["kind", "decision"], name="reply_to_decision")
        ]


class Erasure(models.Model):
    """What was held about a member was taken away: who decided it, why, and how many rows of each table it touched."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="erasure")
    reason = models.CharField(max_length=300)
    rows = models.JSONField()
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
