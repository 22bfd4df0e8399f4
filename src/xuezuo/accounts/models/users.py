"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from xuezuo.organizations.models import Member, Organization


class User(AbstractUser):
    """Somebody who can sign in. `member` links the person of the roster, so that `/me/` can show what is held.

    The link counts once a second person confirmed it (`link_confirmed_by`, 0 for the operator): whoever makes accounts
    would else take a role by linking one to somebody who holds a post. `organization` is where the account is
    administered. A program has an account too, and acts by tokens only.
    """

    PERSONAL = {"username": "user {pk}", "display_name": "", "first_name": "", "last_name": "", "email": ""}

    display_name = models.CharField(max_length=100, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="users")
    link_confirmed_by = models.BigIntegerField(null=True)
    link_confirmed_at = models.DateTimeField(null=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_program = models.BooleanField(default=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(link_confirmed_by__isnull=True, link_confirmed_at__isnull=True)
                | Q(link_confirmed_by__isnull=False, link_confirmed_at__isnull=False),
                name="link_confirmed_by_somebody",
            ),
        ]

    @property
    def link_waits(self) -> bool:
        return self.member_id is not None and self.link_confirmed_at is None

    def __str__(self) -> str:
        return self.display_name or self.username
