"""Triggers that note which row changed, and from the notes to the organizations that must be counted again.

A trigger sees every write: an action, a bulk load, SQL by hand. Nothing has to be remembered, so nothing can be
forgotten. A mark names the row that leads to an organization and reads no other table, so that migrations are free.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache

from django.apps import apps
from django.db import connection, connections, models

from xuezuo.organizations.models import Member, Organization
from xuezuo.statements import among, fetch

UNWATCHED = frozenset({"audit", "row_policies", "accounts", "people", "privacy", "indicators", "briefings", "web"})
"""Rooms whose tables no figure reads; a test follows every row set to the tables that it does read."""

SPREADING = "campaigns"
"""A room of requirements: what an organization asks is asked of everything below it."""

BELOW = "below"
"""The kind of a mark about everything below an organization."""

MARKS = "indicators_mark"
PREFIX = "kept_"
ORGANIZATION, MEMBER = Organization._meta.db_table, Member._meta.db_table

Keys = tuple[tuple[str, str], ...]
"""Columns of a table, each with the table that it points at."""


@cache
def watched() -> dict[str, Keys]:
    """By table: the columns that lead to an organization or a member; a table's own row by its id."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        about = model._meta
        ours = model.__module__.startswith("xuezuo.") and about.app_label not in UNWATCHED
        if ours and about.managed and not about.proxy and leads(model):
            found[about.db_table] = ((str(about.pk.column), about.db_table),) if _is_end(model) else _keys(model)
    return found


def _is_end(model: type[models.Model]) -> bool:
    return model in (Organization, Member)


@cache
def leads(model: type[models.Model]) -> bool:
    """Whether a row leads to organizations: it is one, or a member, or points at something that does."""
    return _is_end(model) or bool(_keys(model))


def _keys(model: type[models.Model]) -> Keys:
    """Where a row points to an organization, nothing but members is asked besides; a claim does not spread like the
    requirement that it meets.
    """
    keys = []
    spreads = model._meta.app_label == SPREADING
    for field in model._meta.local_fields:
        to = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(to, type) or to is model or not leads(to):
            continue
        if to is Organization and spreads:
            keys.append((str(field.column), BELOW))
        elif spreads or to._meta.app_label != SPREADING:
            keys.append((str(field.column), to._meta.db_table))
    ends = tuple(key for key in keys if key[1] in (ORGANIZATION, MEMBER, BELOW))
    return ends if any(table in (ORGANIZATION, BELOW) for _, table in ends) else tuple(keys)


# ---- putting the triggers up ----------------------------------------------------------------------------------------

SQLITE = """CREATE TRIGGER {prefix}{table}_{act} AFTER {act} ON "{table}" BEGIN
{mark};
END"""
NOT_SAID_YET = """INSERT INTO indicators_mark (kind, key, at)
SELECT c.kind, c.key, strftime('%Y-%m-%d %H:%M:%f', 'now') FROM ({told}) c WHERE c.key IS NOT NULL AND NOT EXISTS (
SELECT 1 FROM indicators_mark m WHERE m.kind = c.kind AND m.key = c.key
AND m.id > COALESCE((SELECT MAX(taken_up_to) FROM indicators_keeping), 0))"""
"""A mark that nobody has taken up yet says it already. Writers of SQLite come one after another, so this is exact."""

POSTGRES = """CREATE FUNCTION {prefix}{table}_{act}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO indicators_mark (kind, key, at)
SELECT c.kind, c.key, clock_timestamp() FROM ({told}) c WHERE c.key IS NOT NULL; RETURN NULL; END $$;
CREATE TRIGGER {prefix}{table}_{act} AFTER {act} ON "{table}" REFERENCING {images}
FOR EACH STATEMENT EXECUTE FUNCTION {prefix}{table}_{act}()"""

IMAGES = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def put_up(using: str = "default", **signal: object) -> None:
    """Put the triggers up, each table's as its columns are now."""
    to = connections[using]
    take_down(using)
    with to.cursor() as cursor:
        tables = set(to.introspection.table_names(cursor))
        if MARKS not in tables:
            return
        for table, keys in watched().items():
            for act, images in IMAGES.items() if table in tables else ():
                if told := _told(table, keys, act, images, to.vendor):
                    names = " ".join(f"{image.upper()} TABLE AS {image}" for image in images)
                    parts = {"prefix": PREFIX, "table": table, "act": act, "told": told, "images": names}
                    parts["mark"] = NOT_SAID_YET.format(told=told)
                    cursor.execute(SQLITE.format(**parts) if to.vendor == "sqlite" else POSTGRES.format(**parts))


@contextmanager
def together(table: str) -> Iterator[None]:
    """The rows that an empty table is filled with are noted by one statement at the end. Only SQLite needs it, where the
    trigger would ask for each row whether it is noted already. The same marks, in the caller's transaction.
    """
    name = f"{PREFIX}{table}_insert"
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            yield
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [name])
        triggers = cursor.fetchall()
        for _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for (trigger,) in triggers:
            told = _told(table, watched()[table], "insert", (f'"{table}"',), "postgresql")
            cursor.execute(NOT_SAID_YET.format(told=f"SELECT DISTINCT kind, key FROM ({told})"))  # noqa: S608 - as put_up makes it
            cursor.execute(trigger)


def _told(table: str, keys: Keys, act: str, images: tuple[str, ...], vendor: str) -> str:
    """The marks as a query. Nothing points at a new member yet; a membership leads to the member once it goes."""
    if act == "insert":
        keys = tuple(key for key in keys if key[1] == ORGANIZATION) or tuple(key for key in keys if key[1] != table)
    parts = []
    for image in images:
        for column, kind in keys:
            read = f'"{column}" AS key FROM {image}' if vendor == "postgresql" else f'{image.upper()}."{column}" AS key'
            parts.append(f"SELECT '{kind}' AS kind, {read}")
    return " UNION ".join(parts)


def take_down(using: str = "default", **signal: object) -> None:
    """Before migrations: SQLite makes a table anew to change it."""
    to = connections[using]
    with to.cursor() as cursor:
        if to.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s", [f"{PREFIX}*"])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname LIKE %s"
            " AND p.pronamespace = current_schema()::regnamespace",
            [PREFIX.replace("_", r"\_") + "%"],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {name} CASCADE")


# ---- from marks to organizations ------------------------------------------------------------------------------------

Marked = dict[str, set[int]]
"""Ids by table."""


def organizations_of(marks: Marked) -> tuple[set[int], set[int]]:
    """The organizations that marks lead to, and those below which everything must be counted again."""
    found, under = _led(marks)
    return found | _at_persons(found), under


def _led(marks: Marked) -> tuple[set[int], set[int]]:
    found: set[int] = set()
    under: set[int] = set()
    for table, ids in marks.items():
        if table == ORGANIZATION:
            found |= ids
        elif table == BELOW:
            under |= ids
        elif table == MEMBER:
            found |= homes_of(ids)
        else:
            for column, kind in watched().get(table, ()):
                asked = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE {among("id", ids)}'  # noqa: S608
                at, spread = _led({kind: {key for (key,) in fetch(asked, []) if key is not None}})
                found |= at
                under |= spread
    return found, under


def homes_of(members: Iterable[int]) -> set[int]:
    """Where these people are or were at home, also under the other entries of the same person."""
    wanted = set(members)
    same = among("g.member_id", wanted), among("g.into_id", wanted)
    entries = fetch(
        "SELECT h.member_id, h.into_id FROM organizations_merge h WHERE h.into_id IN"  # noqa: S608
        f" (SELECT g.into_id FROM organizations_merge g WHERE {same[0]} OR {same[1]})",
        [],
    )
    wanted |= {one for pair in entries for one in pair}
    asked = among("m.member_id", wanted)
    homes = fetch(f"SELECT DISTINCT m.organization_id FROM organizations_membership m WHERE {asked}", [])  # noqa: S608
    return {home for (home,) in homes}


def _at_persons(organizations: set[int]) -> set[int]:
    """What a branch recorded reaches also people who are at home elsewhere now: who left it, or was its guest."""
    if not organizations:
        return set()
    at, held = among("m.organization_id", organizations), among("r.organization_id", organizations)
    moved = (
        "SELECT m.member_id FROM organizations_membership m"  # noqa: S608
        f" WHERE {at} AND EXISTS (SELECT 1 FROM organizations_membership n WHERE n.member_id = m.member_id"
        " AND n.organization_id <> m.organization_id)"
    )
    merged = (
        "SELECT m.member_id FROM organizations_membership m"  # noqa: S608
        f" WHERE {at} AND (EXISTS (SELECT 1 FROM organizations_merge g WHERE g.member_id = m.member_id)"
        " OR EXISTS (SELECT 1 FROM organizations_merge g WHERE g.into_id = m.member_id))"
    )
    guests = (
        "SELECT v.member_id FROM records_record r CROSS JOIN records_guestattendance v"  # noqa: S608
        f" WHERE {held} AND v.record_id = r.id"
    )
    people = {member for text in (moved, merged, guests) for (member,) in fetch(text, [])}
    return homes_of(people) if people else set()


def below(organizations: Iterable[int], day: date) -> Iterator[int]:
    """Everything that stands below these organizations, themselves included."""
    tops = among("t.organization_id", organizations)
    text = (
        "SELECT DISTINCT p.organization_id FROM organizations_placement t CROSS JOIN organizations_placement p"  # noqa: S608
        f" WHERE {tops} AND t.valid_from <= %s AND t.valid_to > %s AND p.path >= t.path"
        " AND p.path < t.path || '~' AND p.valid_from <= %s AND p.valid_to > %s"
    )
    yield from (one for (one,) in fetch(text, [day, day, day, day]))


def taken() -> tuple[Marked, list[int]]:
    """All marks by table, and their own ids."""
    marks: Marked = {}
    ids = []
    for number, kind, key in fetch("SELECT id, kind, key FROM indicators_mark", []):
        ids.append(number)
        marks.setdefault(kind, set()).add(key)
    return marks, ids
