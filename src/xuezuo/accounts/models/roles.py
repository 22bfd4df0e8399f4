"""The roles people hold at an organization between two dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.models.users import User
from xuezuo.organizations.models import Dated, Organization


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("branch secretary")
    OFFICER = "officer", _("officer of a higher level")
    INSPECTOR = "inspector", _("inspector")
    AUDITOR = "auditor", _("audit administrator")
    ADMINISTRATOR = "administrator", _("system administrator")


class RoleAssignment(Dated):
    """A role held at an organization and over everything below it, between two dates."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organization", "valid_from"], name="role_assignment_once")
        ]
