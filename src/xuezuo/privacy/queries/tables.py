"""Rows of a table that is known by its name only."""

from typing import Any

from django.db.models import Model, QuerySet


def rows_of(model: type[Model]) -> QuerySet[Any]:
    """All rows of a model of any room: the register names tables, so that no room can be forgotten."""
    return model._default_manager.all()  # noqa: SLF001 - Django's public name for it is a model's own
