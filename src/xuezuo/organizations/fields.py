"""Columns that need more than Django's own: paths in bytewise order, personal values encrypted at rest."""

from typing import Any

from django.db import models

from xuezuo import tree_paths


class PathField(models.CharField):
    """A tree path. PostgreSQL compares it bytewise, as SQLite does; without this a subtree is not one range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12 * tree_paths.SEGMENT)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}
