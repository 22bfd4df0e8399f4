"""The database with every table and no rows of anybody: made once a run, copied for each worker, put back after a test.

`begin` starts `xuezuo init` beside the run, so that the migrations are carried out while the workers still gather their
tests. Workers wait for it at their first test that needs a database.
"""

import atexit
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

NAME = "blank"
XUEZUO = Path(sys.executable).with_name("xuezuo")

EMPTIED = """DO $$ DECLARE name text; filled boolean; BEGIN
PERFORM set_config('session_replication_role', 'replica', true); -- no triggers, and no foreign keys
FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()
AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission') LOOP
EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
IF filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
END LOOP; END $$"""
"""Most tables hold nothing, and TRUNCATE is dear for each of more than a hundred."""


def folder() -> Path:
    """The data folder of the place that `init` makes; its database too on SQLite."""
    return Path(os.environ["XUEZUO_DATA"]) / NAME


def _beside(suffix: str) -> Path:
    return folder().with_suffix(suffix)


def begin(database: str) -> None:
    """Start `xuezuo init` for this database, or for SQLite in `folder()` if there is none; it holds a lock until its end."""
    with _beside(".lock").open("w") as lock, _beside(".log").open("w") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of the open file, which the process inherits
        process = subprocess.Popen(
            ["/bin/sh", "-c", '"$0" init && : > "$1"', XUEZUO, _beside(".ready")],
            env=os.environ | {"XUEZUO_DATA": str(folder()), "XUEZUO_DATABASE_URL": database},
            umask=0o022,  # a usual one, which the command must not rely on
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],
            start_new_session=True,
        )
    atexit.register(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:  # nobody needed it
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def made() -> Path:
    """`folder()` as soon as it is ready. Raises AssertionError with what `init` said if it failed."""
    with _beside(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    assert _beside(".ready").exists(), f"xuezuo init failed:\n{_beside('.log').read_text()}"
    return folder()


def copy() -> str:
    """Give this process its own copy behind Django's connection, in memory on SQLite. Returns what to call `drop` with."""
    made()
    mine = connection.settings_dict
    plain = str(mine["NAME"])
    if connection.vendor == "postgresql":
        mine["TEST"]["TEMPLATE"] = NAME
        connection.creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    settings.DATABASES["default"]["NAME"] = mine["NAME"] = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        put_back()
    return plain


def drop(plain: str) -> None:
    """Remove the copy; the connection is for the database that was there before."""
    connection.creation.destroy_test_db(plain, verbosity=0)


def put_back() -> None:
    """Whatever tests committed is gone. On PostgreSQL numbers go on from where they were."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(EMPTIED)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{folder()}/xuezuo.sqlite3?mode=ro&immutable=1", uri=True)) as source:
        source.backup(connection.connection)
