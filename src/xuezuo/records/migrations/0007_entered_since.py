"""On PostgreSQL: whether a branch has a later record than one, asked while whoever enters one at this moment is waited for.

A function, because each of its statements sees what was entered by then; in a statement alone the look would be as old as the
wait. So the statement that writes a record can ask it, and needs no transaction around it.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION records_entered_since(branch bigint, last bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('xuezuo entry', branch));
  RETURN EXISTS (SELECT 1 FROM records_record WHERE organization_id = branch AND id > last);
END $$;
"""


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION records_entered_since(bigint, bigint)")


class Migration(migrations.Migration):
    dependencies = [("records", "0006_own_ways")]

    operations = [migrations.RunPython(put_up, take_down)]
