"""The database itself refuses one of the three administrators beside another role of the same person on the same day.

A later change of this table's columns on SQLite makes the table anew and must put the triggers up again.
"""

from django.db import migrations

TABLE = "accounts_roleassignment"
SAID = "one of the three administrators holds no other role"
THREE = "('administrator', 'security', 'auditor')"
CLASH = f"""EXISTS (SELECT 1 FROM {TABLE} other WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
  AND other.role <> NEW.role AND other.role <> 'member' AND NEW.role <> 'member'
  AND (other.role IN {THREE} OR NEW.role IN {THREE})
  AND other.valid_from < NEW.valid_to AND NEW.valid_from < other.valid_to)"""

SQLITE = [
    f"CREATE TRIGGER {TABLE}_separate_{name} AFTER {act} ON {TABLE} WHEN {CLASH} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    for name, act in (("insert", "INSERT"), ("update", "UPDATE"))
]
POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION accounts_separate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {CLASH} THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$""",
    f"CREATE TRIGGER {TABLE}_separate AFTER INSERT OR UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION accounts_separate()",
]


def put_up(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_separate ON {TABLE}")
        schema_editor.execute("DROP FUNCTION accounts_separate()")
        return
    for name in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_separate_{name}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_authority")]

    operations = [migrations.RunPython(put_up, take_down)]
