"""Passwords that somebody who knows the house would try first. Of any signs, any composition: only guessed words count."""

import string
from pathlib import Path

import yaml
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xuezuo.accounts.models import User

WORDS = Path(__file__).with_name("password_words.yaml")
LEFT_AT_LEAST = 4
"""Letters that must be left when words of the house, the own name, digits and signs are taken away."""


class GuessedWordsValidator:
    """Refuses a much-used password with digits around it, and one made of nothing but words of this house.

    Digits alone are left to the list of much-used passwords: a rule about kinds of characters makes no password better.
    """

    def __init__(self) -> None:
        self.words = sorted((str(word) for word in yaml.safe_load(WORDS.read_text("utf-8"))), key=len, reverse=True)
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        core = password.lower().strip(string.digits + string.punctuation + string.whitespace)
        if core and (core in self.common or self._is_of_the_house(core, user)):
            raise ValidationError(
                _(
                    "This password is guessed soon: it is a much-used word, or the words of this house and your own name."
                ),
                code="password_guessed",
            )

    def _is_of_the_house(self, core: str, user: User | None) -> bool:
        own = [user.username.lower(), user.display_name.lower()] if user else []
        left = core
        for word in [*own, *self.words]:
            left = left.replace(word, "") if len(word) > 1 else left
        return left != core and sum(one.isalpha() for one in left) < LEFT_AT_LEAST

    def get_help_text(self) -> str:
        return _("Not a much-used word with digits, and not only words of this house or your own name.")
