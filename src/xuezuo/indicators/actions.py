"""Preparing files of figures: what is written lies beside the database, and the log says who made it."""

from pathlib import Path

from django.db import transaction

from xuezuo import tree_paths
from xuezuo.audit import actions as audit
from xuezuo.indicators.engines.manifests import Below, Manifest
from xuezuo.indicators.engines.preparing import Tell, prepare
from xuezuo.indicators.queries import Asked
from xuezuo.indicators.snapshots import folder_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope


@transaction.atomic
def prepare_files(
    *, by: Scope, asked: Asked, out: Path | None = None, below: str = "", tell: Tell | None = None
) -> tuple[Path, Manifest]:
    """Write every row of every row set of a day to columnar files, without a name or an identity number in them.

    Into `out`, or where the engine `snapshot` looks for them. `below` is the place of this tree in a nation's, for files
    of many provinces side by side. Raises `Refusal`.
    """
    if below and not tree_paths.is_path(below):
        raise Refusal("snapshot_place", path=below)
    code = asked.organization.code
    folder = out or folder_of(asked.question.day, asked.question.tree_day)
    where = Below(below, code) if below else None
    try:
        made = prepare(folder, asked.question, code=code, name=asked.organization.name, below=where, tell=tell)
    except OSError as problem:
        raise Refusal("file_not_writable", name=folder, reason=problem.strerror) from problem
    audit.record(
        by=by,
        action="snapshot.make",
        kind="snapshot",
        organization_id=asked.organization.pk,
        day=made.day.isoformat(),
        rows=sum(made.rows.values()),
    )
    return folder, made
