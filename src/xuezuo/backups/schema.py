"""The state of the tables: which migrations a backup was made with, and an empty database brought to that state."""

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from xuezuo.refusals import Refusal

Step = tuple[str, str]


def applied() -> list[Step]:
    """Every migration that this database has been through, in order of name."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def check_upgraded() -> None:
    """Raises `Refusal` for a database whose tables are not those of this program."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal("database_not_upgraded", name=connection.settings_dict["NAME"])


def bring_to(steps: list[Step], version: str) -> Apps:
    """Take an empty database as far as the backup's was, no further, and give the tables as they were then.

    Raises `Refusal` where the backup comes from a newer program, or the database is further than the backup.
    """
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    if not all(step in known for step in steps):
        raise Refusal("backup_newer_program", version=version)
    if set(executor.loader.applied_migrations) - set(steps):
        raise Refusal("backup_older_tables", version=version)
    wanted = set(steps)
    after = {step: {child.key for child in executor.loader.graph.node_map[step].children} for step in steps}
    last = [step for step in steps if not after[step] & wanted]
    executor.migrate(last)
    return executor.loader.project_state(last).apps


def bring_to_newest() -> None:
    call_command("migrate", verbosity=0)
