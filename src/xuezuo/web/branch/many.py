"""Several rows out of a list of some."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model

Row = TypeVar("Row", bound=Model)

LONGEST = 18
"""Digits of an id; a longer number is none that SQLite could be asked about."""


class Many(forms.ModelMultipleChoiceField):
    """Refuses a number too long to be an id as it refuses one that is not in the list."""

    def clean(self, value: Any) -> Any:
        known = (
            [one if len(str(one)) <= LONGEST else "0" for one in value] if isinstance(value, list | tuple) else value
        )
        return super().clean(known)
