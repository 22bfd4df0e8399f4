"""The import as one would first write it: bulk_create in lots of 5,000, from CSV, no check, nothing sealed.

`python -m benchmarks.bare_orm ORGANIZATIONS MEMBERS` writes into the database of `XUEZUO_DATA` or `XUEZUO_DATABASE_URL`.
"""

import os
import sys
from itertools import islice
from pathlib import Path

import django
from django.db import transaction

from benchmarks.bare_import import CATEGORIES, FOREVER, GROUPS, KINDS, LONG_AGO, SECTORS, SEXES, rows
from xuezuo import tree_paths

LOT = 5_000


def organizations(file: Path) -> dict[str, int]:
    from xuezuo.organizations.models import Organization, Placement  # reason: Django is set up in main

    content = list(rows(file))[1:]
    ids, children = {}, {}  # type: dict[str, int], dict[str, list[str]]
    made = []
    for number, (code, name, parent, kind, sector, since) in enumerate(content, 1):
        ids[code] = number
        children.setdefault(parent, []).append(code)
        kinds = {"kind": KINDS[kind], "sector": SECTORS[sector], "duties_from": since}
        made.append(Organization(id=number, code=code, name=name, **kinds))
    Organization.objects.bulk_create(made, LOT)
    placed: list[Placement] = []
    waiting = [("", None, "")]  # type: list[tuple[str, int | None, str]]
    while waiting:
        code, parent_id, path = waiting.pop()
        for place, child in enumerate(sorted(children.get(code, ())), 1):
            own = tree_paths.child(path, place)
            dates = {"valid_from": LONG_AGO, "valid_to": FOREVER}
            placed.append(Placement(organization_id=ids[child], parent_id=parent_id, path=own, **dates))
            waiting.append((child, ids[child], own))
    Placement.objects.bulk_create(placed, LOT)
    return ids


def members(file: Path, ids: dict[str, int]) -> int:
    from xuezuo.organizations.models import GroupMembership, Member, Membership  # reason: as above

    content = rows(file)
    next(content)
    done = 0
    while lot := list(islice(content, LOT)):
        people, places, held = [], [], []
        for number, row in enumerate(lot, done + 1):
            code, _, name, sex, nationality, person, born, joined, full, category, school, post, phone, groups = row
            digits = person.encode()
            facts = {"birth_on": born, "joined_on": joined, "full_on": full or None, "category": CATEGORIES[category]}
            more = {"education": school, "post": post, "phone": phone.encode() if phone else None}
            known = {"id_number": digits, "id_index": digits, "nationality": nationality, "sex": SEXES[sex]}
            people.append(Member(id=number, name=name, **known, **facts, **more))
            places.append(Membership(member_id=number, organization_id=ids[code], valid_from=joined, valid_to=FOREVER))
            for one in groups.split("、") if groups else ():
                dates = {"valid_from": LONG_AGO, "valid_to": FOREVER}
                held.append(GroupMembership(member_id=number, group=GROUPS[one], **dates))
        Member.objects.bulk_create(people, LOT)
        Membership.objects.bulk_create(places, LOT)
        GroupMembership.objects.bulk_create(held, LOT)
        done += len(lot)
    return done


def main(first: str, second: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    django.setup()
    with transaction.atomic():
        ids = organizations(Path(first))
        print(len(ids), members(Path(second), ids))


if __name__ == "__main__":
    main(*sys.argv[1:])
