"""One event as a row: for `actions.record`, and for acts that write it in the statement that writes their own rows."""

import json
from typing import Any

from django.db import connection
from django.utils import timezone

from xuezuo.audit import requests
from xuezuo.audit.models import Event
from xuezuo.scopes import Scope
from xuezuo.statements import moment, plain

COLUMNS = (
    "at",
    "viewer_id",
    "role",
    "actor_organization_id",
    "request_id",
    "action",
    "object_kind",
    "object_id",
    "organization_id",
    "detail",
)
TABLE = Event._meta.db_table
INTO = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)})"
INSERT = f"{INTO} VALUES ({', '.join(['%s'] * len(COLUMNS))})"


def values(
    by: Scope,
    action: str,
    kind: str,
    object_id: int | None,
    organization_id: int | None,
    detail: dict[str, object],
) -> list[Any]:
    """The values of `COLUMNS` for one act of this moment, as `statements.ask` takes them."""
    row = (
        moment(timezone.now()),
        by.viewer_id,
        by.role,
        by.organization_id,
        requests.current.get(),
        action,
        kind,
        object_id,
        organization_id,
        json.dumps(detail | by.told()),
    )
    if connection.vendor == "postgresql":
        return [plain(value) for value in row]
    return list(row)
