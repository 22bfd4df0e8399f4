"""Locked texts. No column says when something was written: nobody is to count how busily others examine themselves (AF07)."""

from django.db import models

from xuezuo.accounts.models import User


class Lock(models.Model):
    """How one person's texts are locked: the salt and rounds of the key, and a known word under it, by which the person's
    own device sees whether the passphrase is right. The passphrase and the key never come here.
    """

    PERSONAL = {"salt": b"", "proof_iv": b"", "proof": b""}

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    salt = models.BinaryField(max_length=16)
    rounds = models.PositiveIntegerField()
    proof_iv = models.BinaryField(max_length=12)
    proof = models.BinaryField(max_length=64)


class SelfCheck(models.Model):
    """One locked text: AES-256-GCM under the person's key. Day, questions and words are all inside."""

    PERSONAL = {"iv": b"", "text": b""}

    lock = models.ForeignKey(Lock, models.CASCADE, related_name="self_checks")
    iv = models.BinaryField(max_length=12)
    text = models.BinaryField()
