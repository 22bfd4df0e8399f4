"""A first roster is written beside its reading, by a process of its own: what stands there is what is written at the end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.interchange.own_place import Place
from tests.interchange.rosters import (
    MEMBER_HEADER,
    PLACE,
    members,
    number,
    organizations,
    person,
    write,
)

pytestmark = pytest.mark.django_db
HEADER = [*MEMBER_HEADER, "联系电话", "党员分组"]
ROWS = 6_000
"""More than a batch, so that a process beside the import is at work."""

STANDING = """SELECT o.code, m.name, m.sex, m.birth_on, m.joined_on, m.category, s.valid_from, s.valid_to,
(SELECT count(*) FROM organizations_groupmembership g WHERE g.member_id = m.id)
FROM organizations_member m JOIN organizations_membership s ON s.member_id = m.id
JOIN organizations_organization o ON o.id = s.organization_id ORDER BY m.name, m.birth_on, s.valid_from"""
HAN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def people(count: int) -> Iterator[list[Any]]:
    """Everybody once; every third in a group, every second with a telephone."""
    for order in range(1, count + 1):
        name = "".join(HAN[order >> shift & 15] for shift in (8, 4, 0))
        born, at = f"19700{1 + order // 900}12", order % 900 + 1
        phone = "10012345678" if order % 2 else ""
        given = {"name": name, "id_number": number(born, at), "birth_on": f"{born[:4]}-{born[4:6]}-{born[6:]}"}
        yield [*person(at, **given), phone, "流动党员" if order % 3 == 0 else ""]


@pytest.fixture
def roster(tmp_path: Path) -> list[list[Any]]:
    """With an entry that stands twice, and one person in two rows of other content."""
    rows = list(people(ROWS))
    other = list(rows[30])
    other[7] = "1996-07-01"
    return [*rows[:700], rows[2], *rows[700:], other]


def imported(place: Place, rows: list[list[Any]], *options: str, code: int = 0) -> dict[str, Any]:
    path = write(place.folder.parent / "roster.csv", [HEADER, *rows])
    return dict(json.loads(place.run("members", "import", str(path), *options, "--json", code=code)))


def standing(place: Place) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in place.asked(STANDING))


def test_what_is_written_beside_the_reading_is_what_is_written_at_the_end(
    tmp_path: Path, place: Place, roster: list[list[Any]]
) -> None:
    told = imported(place, roster, "--accept-good")
    organizations(tmp_path, PLACE)
    with translation.override("en"):
        report = members(tmp_path, roster, HEADER, accept_good=True, file="roster.csv")  # in a transaction: at the end
        assert told == json.loads(json.dumps(report.document()))
    assert told["created"] == ROWS - 1
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        assert standing(place) == sorted(tuple(map(str, row)) for row in cursor.fetchall())
    event = place.asked("SELECT detail FROM audit_event WHERE action = 'members.import'")
    assert len(event) == 1
    assert f"{ROWS - 1}" in str(event[0])


def test_one_row_that_blocks_takes_back_what_was_written_already(place: Place, roster: list[list[Any]]) -> None:
    told = imported(place, roster, code=1)
    assert told["file_outcome"] == "blocked"
    assert place.counted() == (0, 0, 0)
    assert imported(place, roster[:ROWS])["created"] == ROWS - 1
    again = imported(place, roster[:ROWS])
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, ROWS - 1)


def test_indexes_keys_and_triggers_stand_as_before(place: Place) -> None:
    question = (
        "SELECT indexdef FROM pg_indexes UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
        if place.server
        else "SELECT type || name || sql FROM sqlite_master WHERE tbl_name NOT LIKE 'sqlite_%' AND sql > ''"
    )
    before = set(place.asked(question))
    imported(place, list(people(ROWS)))
    assert set(place.asked(question)) == before


def test_a_writer_that_ends_early_leaves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that cannot seal: its own failure is no refusal of the roster."""
    keys = place.folder / "keys.json"
    held = keys.read_text()
    keys.write_text(held.replace(json.loads(held)["field_key"], "00"))
    path = write(place.folder.parent / "roster.csv", [HEADER, *people(ROWS)])
    with pytest.raises(AssertionError, match="WritingFailed"):
        place.run("members", "import", str(path))
    keys.write_text(held)
    assert place.counted() == (0, 0, 0)


def test_pages_read_before_long_other_work_count_no_more_and_are_mapped_anew(place: Place) -> None:
    """Nothing is mapped of a server's database."""
    program = """
from xuezuo.organizations.bulk import let_go_of_pages
from xuezuo.organizations.queries import known_organizations
from xuezuo.scopes import operator

def mapped():
    return any("xuezuo.sqlite3" in line.split("/")[-1] and "-" not in line.split("/")[-1] for line in open("/proc/self/maps"))

known, seen = known_organizations(operator()), [mapped()]
let_go_of_pages()
seen.append(mapped())
same = known_organizations(operator()) == known and len(known) > 0
print(json.dumps([*seen, mapped(), same]))
"""
    assert place.program(program) == [not place.server, False, not place.server, True]
