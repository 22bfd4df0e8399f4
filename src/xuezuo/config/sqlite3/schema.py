"""Changing tables without forgetting which numbers they gave out."""

from typing import Any

from django.db import models
from django.db.backends.sqlite3 import schema

from xuezuo import sequences


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Most changes copy a table into a new one, whose numbers would go on from the highest row that is still there."""

    def _remake_table(self, model: type[models.Model], *args: Any, **kwargs: Any) -> None:
        table, before = model._meta.db_table, dict[str, int]()
        if not self.collect_sql:  # else the table is only spoken of, and may not be there
            with self.connection.cursor() as cursor:
                before = sequences.given(cursor, [table])
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]  # Django's, without types
        if before.get(table):
            sequences.at_least(before)
