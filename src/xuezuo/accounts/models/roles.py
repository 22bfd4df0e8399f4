"""The roles people hold at an organization between two dates, and parts of them that they lend."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xuezuo.accounts.models.users import User
from xuezuo.organizations.models import Dated, Organization
from xuezuo.periods import FOREVER


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("branch secretary")
    OFFICER = "officer", _("officer of a higher level")
    INSPECTOR = "inspector", _("inspector")
    AUDITOR = "auditor", _("audit administrator")
    ADMINISTRATOR = "administrator", _("system administrator")
    SECURITY = "security", _("security administrator")


class RoleAssignment(Dated):
    """A role held at an organization and over everything below it, between two dates.

    Roles that go with a post have no row here: they are read from the post (`roles_by_post.yaml`). The database refuses
    one of the three administrators beside any other role but that of a member (migration 0003).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organization", "valid_from"], name="role_assignment_once")
        ]


class Delegation(Dated):
    """`giver` lets `receiver` act for them in a role at an organization, until a day. It ends with the giver's own role.

    Ended early it is ended at `valid_to`, by whom and when stands beside it.
    """

    PERSONAL = {"reason": ""}

    giver = models.ForeignKey(User, models.CASCADE, related_name="delegations_given")
    receiver = models.ForeignKey(User, models.CASCADE, related_name="delegations_received")
    role = models.CharField(max_length=20, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_another"),
            models.CheckConstraint(condition=Q(valid_to__lt=FOREVER), name="delegation_has_an_end"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="delegation_ended_by_somebody",
            ),
        ]
