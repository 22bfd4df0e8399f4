"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from xuezuo.organizations.models import Member, Organization


class User(AbstractUser):
    """Somebody who can sign in. `member` links the person of the roster, so that `/me/` can show what is held.

    `organization` is where the account is administered. A program has an account too, and acts by tokens only.
    """

    PERSONAL = {"username": "user {pk}", "first_name": "", "last_name": "", "email": ""}

    display_name = models.CharField(max_length=100, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="users")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_program = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or self.username
