"""Puts the role and the policies in place after every migration; what stands already is left alone."""

import hashlib
from typing import Any

from django.db import ProgrammingError, connections

from xuezuo.refusals import Refusal
from xuezuo.row_policies.policies import APPENDED, POLICIES
from xuezuo.row_policies.sights import WEB_ROLE

NAME = "seen"

CALLED = "records_entered_since(bigint, bigint)"
"""The one function that the web's own statements call; triggers need no right to theirs."""

ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
    CREATE ROLE {WEB_ROLE} NOLOGIN NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
"""  # noqa: S608 - our own constant
# a superuser may become any role; anybody else must be a member of it
MEMBER = f"""
DO $$ BEGIN
  IF NOT pg_has_role(current_user, '{WEB_ROLE}', 'MEMBER') THEN
    GRANT {WEB_ROLE} TO CURRENT_USER;
  END IF;
END $$;
"""


def install(using: str = "default", **signal: object) -> None:
    """On PostgreSQL: the web's role, its grants, and a policy for every table of `POLICIES` that exists."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute(ROLE)
            cursor.execute(MEMBER)
        except ProgrammingError as denied:
            raise Refusal("web_role_missing", role=WEB_ROLE, user=connection.settings_dict["USER"]) from denied
        tables = set(connection.introspection.table_names(cursor))
        _grant(cursor, tables)
        stand = _standing(cursor)
        for table, condition in POLICIES.items():
            mark = hashlib.sha256(condition.encode()).hexdigest()[:16]
            if table in tables and stand.get(table) != mark:
                _put_up(cursor, table, condition, mark)


def _grant(cursor: Any, tables: set[str]) -> None:
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {WEB_ROLE}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {WEB_ROLE}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {WEB_ROLE}")
    cursor.execute("SELECT to_regprocedure(%s)", [CALLED])
    if cursor.fetchone()[0]:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {CALLED} TO {WEB_ROLE}")
    for table in tables.intersection(APPENDED):
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE}")


def _standing(cursor: Any) -> dict[str, str]:
    """The mark of the policy that each table has."""
    cursor.execute(
        "SELECT relname, coalesce(obj_description(pol.oid, 'pg_policy'), '') FROM pg_policy pol"
        " JOIN pg_class ON pg_class.oid = polrelid WHERE polname = %s AND relnamespace = current_schema()::regnamespace",
        [NAME],
    )
    return dict(cursor.fetchall())


def _put_up(cursor: Any, table: str, condition: str, mark: str) -> None:
    cursor.execute(f"DROP POLICY IF EXISTS {NAME} ON {table}")
    cursor.execute(
        f"CREATE POLICY {NAME} ON {table} TO {WEB_ROLE} USING ({condition})"
        " WITH CHECK (current_setting('xuezuo.path', true) IS NOT NULL)"
    )
    cursor.execute(f"COMMENT ON POLICY {NAME} ON {table} IS '{mark}'")
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
