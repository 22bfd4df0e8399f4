"""People who sign in, and the roles they hold at an organization between two dates."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from xuezuo.organizations.models import Dated, Member, Organization


class User(AbstractUser):
    """Somebody who can sign in. `member` links the person of the roster, so that `/me/` can show what is held."""

    PERSONAL = {"username": "user {pk}", "first_name": "", "last_name": "", "email": ""}

    display_name = models.CharField(max_length=100, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="users")

    def __str__(self) -> str:
        return self.display_name or self.username


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
