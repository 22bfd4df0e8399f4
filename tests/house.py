"""The suite's own environment, set before Django reads its settings (`-p tests.house` in pyproject.toml).

Whatever the shell exports, tests work in a folder and a database of their own: SQLite, or with `--postgres` a private
PostgreSQL cluster that the first process starts, its workers share, and the end of the run removes.
"""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import blank
from tests.postgres import Cluster, CouldNotStart

ONE_ENGINE = ("journey", "one_engine")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="only tests that use the database, on PostgreSQL")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # a wrapper runs before every plain hook, so also before pytest-django loads the settings
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits all this from the first process
        asked = early_config.known_args_namespace
        _set_environment(postgres=asked.postgres)
        if not asked.collectonly:
            blank.begin(_blank_database())
    return (yield)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Thousands of examples are drawn as such a file is read, in every worker, and all its tests are slow ones."""
    left_out = collection_path.name.endswith("_at_length.py") and "not slow" in (config.option.markexpr or "")
    return True if left_out else None


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what is there now stays to the end: nobody has to walk through it again and again


def _set_environment(*, postgres: bool) -> None:
    for name in [name for name in os.environ if name.startswith("XUEZUO_")]:
        del os.environ[name]
    data = tempfile.mkdtemp(prefix="xuezuo-tests-")
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    (Path(data) / "static").mkdir()  # whitenoise warns without it, and a warning is an error here
    os.environ["XUEZUO_DATA"] = data
    os.environ["XUEZUO_FAST_PASSWORDS"] = "1"
    os.environ["XUEZUO_SECOND_FACTOR"] = "offered"  # tests that are about it demand it themselves
    # a shell may forbid it (containers often do): every worker and command of the run would compile everything again
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not postgres:
        return
    cluster = Cluster()
    atexit.register(cluster.stop)
    try:
        cluster.start()
    except CouldNotStart as problem:
        raise pytest.UsageError(str(problem)) from problem
    cluster.make(blank.NAME)
    os.environ["XUEZUO_DATABASE_URL"] = cluster.url


def _blank_database() -> str:
    url = os.environ.get("XUEZUO_DATABASE_URL", "")
    return f"{url.rpartition('/')[0]}/{blank.NAME}" if url else ""


def on_postgres() -> bool:
    return os.environ.get("XUEZUO_DATABASE_URL", "").startswith("postgres")


def pytest_report_header() -> str:
    return f"database: {'private PostgreSQL' if on_postgres() else 'SQLite'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what an engine can change is run; the browser's journeys were walked on SQLite."""
    if not on_postgres():
        return
    kept = [item for item in items if _uses_database(item) and not any(map(item.get_closest_marker, ONE_ENGINE))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db"):
        return True
    return not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
