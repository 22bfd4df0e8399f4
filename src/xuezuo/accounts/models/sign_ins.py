"""What signing in leaves behind: sessions, wrong codes, activation codes, and names at another house's sign-in."""

from django.db import models

from xuezuo.accounts.models.users import User


class SignIn(models.Model):
    """One browser in which somebody is signed in. The session holds this row's id; without the row the session is dead.

    `seen_at` is of the last minutes only, for safety: how long anybody looked at anything is nowhere (AF03).
    """

    PERSONAL = {"address": None, "device": ""}

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)


class WrongCode(models.Model):
    """A code or password that was wrong, under a keyed hash of the name: ten of them close a door for a while.

    Rows older than a day are removed when the next one comes.
    """

    PERSONAL = {"address": None}

    door = models.CharField(max_length=12)
    name_index = models.BinaryField(max_length=32)
    address = models.GenericIPAddressField(null=True)
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["door", "name_index", "tried_at"], name="wrong_code_of_name"),
            models.Index(fields=["door", "address", "tried_at"], name="wrong_code_from_address"),
        ]


class Activation(models.Model):
    """A code with which an account is opened once: only a keyed hash of it is kept, only a person's newest one counts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="activations")
    code_index = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    issued_by = models.BigIntegerField()
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Identity(models.Model):
    """Who somebody is at the house where they sign in for several systems: linked once, by its unchanging subject."""

    PERSONAL = {"subject": "identity {pk}"}

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["issuer", "user"], name="identity_of_user_once"),
        ]
