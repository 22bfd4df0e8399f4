"""One value, written the same way on every database: whole numbers, text, and nothing else.

Dates are ISO text, times are UTC to the microsecond, bytes are hexadecimal, yes and no are 1 and 0, JSON has sorted
keys, decimal numbers are text without noughts at the end.
The database does the work where it can: a province has seven million rows.
"""

import json
from collections.abc import Callable
from typing import Any

from django.db import models

Value = int | str | None
Turned = Callable[[Any], Any]

PLAIN = frozenset(
    "AutoField BigAutoField BigIntegerField CharField EmailField FileField ForeignKey IntegerField OneToOneField"
    " PositiveBigIntegerField PositiveIntegerField PositiveSmallIntegerField SlugField SmallAutoField"
    " SmallIntegerField TextField URLField".split()
)
POSTGRESQL = {
    "BinaryField": "encode({}, 'hex')",
    "BooleanField": "{}::int",
    "DateField": "{}::text",
    "DateTimeField": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "DecimalField": "trim_scale({})::text",
    "GenericIPAddressField": "host({})",
    "JSONField": "{}::text",
    "UUIDField": "replace({}::text, '-', '')",
}
SQLITE = {
    # an expression, for a bare column of these kinds is turned into an object by Django's own connection
    # hex() of nothing is the empty text
    "BinaryField": "CASE WHEN {0} IS NOT NULL THEN lower(hex({0})) END",
    "BooleanField": "+{}",
    "DateField": "{} || ''",
    "DateTimeField": "CASE WHEN length({0}) = 19 THEN {0} || '.000000' ELSE {0} END",
    # a number with a point is kept in binary: fifteen digits are what it holds for sure, and what a spreadsheet holds
    "DecimalField": "CASE WHEN {0} IS NOT NULL THEN printf('%.15g', {0}) END",
    "GenericIPAddressField": "{}",
    "JSONField": "{}",
    "UUIDField": "{}",
}
WHOLE_SECOND = ".000000"


def kind_of(field: "models.Field[Any, Any]") -> str:
    """What a column holds, a foreign key by what it points to. Raises TypeError for a kind that backups do not know."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind = target.get_internal_type()
    if kind not in PLAIN and kind not in SQLITE:
        raise TypeError(f"{field} is a {kind}, and backups have no form for it")
    return kind


def selected(kind: str, column: str, vendor: str) -> str:
    """The SQL that reads a column in the common form; JSON is then sorted by `sorted_json`."""
    forms = POSTGRESQL if vendor == "postgresql" else SQLITE
    return forms.get(kind, "{}").format(f'"{column}"')


def sorted_json(text: str | None) -> str | None:
    """Databases keep the keys of an object in an order of their own."""
    return text if text is None else json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)


def writer(kind: str, vendor: str) -> Turned | None:
    """From the common form to what the database's driver takes; None where that is the same."""
    if kind == "BinaryField":
        return bytes.fromhex
    if vendor == "postgresql":
        of_kind: dict[str, Turned] = {"BooleanField": bool, "DateTimeField": _in_utc}
        return of_kind.get(kind)
    # Django writes a whole second without its fraction, and looks it up as it writes it
    return _without_fraction if kind == "DateTimeField" else None


def _in_utc(text: str) -> str:
    return text + "+00"


def _without_fraction(text: str) -> str:
    return text.removesuffix(WHOLE_SECOND)
