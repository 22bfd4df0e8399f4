"""The database itself refuses to change what was written: on SQLite and PostgreSQL, for events and for seals."""

from django.db import migrations

TABLES = ("audit_event", "audit_seal")
SAID = "what the audit holds never changes"

# `INSERT OR REPLACE` would delete a row without firing the trigger for deletions
SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END;
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{said}'); END;
"""

POSTGRES = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAID}'; END $$;
"""


def put_up(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        text = (POSTGRES if on_postgres else SQLITE).format(table=table, said=SAID)
        for statement in _statements(text):
            schema_editor.execute(statement)


def take_down(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
            continue
        for name in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{name}")


def _statements(text):
    return ["CREATE TRIGGER" + part for part in text.split("CREATE TRIGGER") if part.strip()]


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_who_acted_from_where")]

    operations = [migrations.RunPython(put_up, take_down)]
