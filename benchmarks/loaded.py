"""What a load left behind, so that only equal work is compared: `python -m benchmarks.loaded` prints one JSON line.

Numbers of rows, and one sum over every row of organizations, places, members, memberships and groups, unsealed, in no
order. The database is that of `XUEZUO_DATA` or `XUEZUO_DATABASE_URL`; sealed and open values are told apart.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from typing import Any

import django
from django.db import connection

PLACES = """SELECT o.code, o.name, o.kind, o.sector, o.duties_from, s.code, p.path, p.valid_from, p.valid_to
FROM organizations_placement p JOIN organizations_organization o ON o.id = p.organization_id
LEFT JOIN organizations_organization s ON s.id = p.parent_id"""
PEOPLE = """SELECT m.id_number, m.phone, o.code, m.name, m.sex, m.nationality, m.birth_on, m.education, m.post, m.joined_on,
m.full_on, m.category, s.valid_from, s.valid_to
FROM organizations_membership s JOIN organizations_member m ON m.id = s.member_id
JOIN organizations_organization o ON o.id = s.organization_id"""
GROUPS = """SELECT m.id_number, g."group", g.valid_from, g.valid_to
FROM organizations_groupmembership g JOIN organizations_member m ON m.id = g.member_id"""
TABLES = "organization placement member membership groupmembership".split()


def _read(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while lot := cursor.fetchmany(5_000):
            yield from lot


def _open(value: Any, column: str) -> str:
    from xuezuo.organizations.sealing import unseal  # reason: Django is set up in main

    content = bytes(value or b"")
    return content.decode() if content.isascii() and content[:1].isdigit() else unseal(content, column)


def _sum(lines: Iterator[tuple[Any, ...]]) -> str:
    total = 0
    for line in lines:
        text = "|".join(map(str, line)).encode()
        total += int.from_bytes(hashlib.blake2b(text, digest_size=16).digest())
    return f"{total % 2**128:032x}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    django.setup()
    told: dict[str, object] = {name: next(_read(f"SELECT count(*) FROM organizations_{name}"))[0] for name in TABLES}
    told["places"] = _sum(_read(PLACES))
    told["people"] = _sum(
        (_open(number, "member.id_number"), _open(phone, "member.phone") if phone else "", *rest)
        for number, phone, *rest in _read(PEOPLE)
    )
    told["groups"] = _sum((_open(number, "member.id_number"), *rest) for number, *rest in _read(GROUPS))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
