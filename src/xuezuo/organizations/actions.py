"""Writing the tree and the roster: whole files, and single organizations and members."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from xuezuo import tree_paths
from xuezuo.audit.actions import record
from xuezuo.organizations import bulk, newcomers, rules, sealing
from xuezuo.organizations.entries import (
    Arriving,
    ChangedMember,
    ChangedOrganization,
    NewMembers,
    NewOrganization,
)
from xuezuo.organizations.models import GroupMembership, Member, Membership, Organization, Placement
from xuezuo.organizations.numbering import highest_numbers, next_number
from xuezuo.organizations.queries import check_goes_on, holding_on
from xuezuo.periods import FOREVER, LONG_AGO, today
from xuezuo.refusals import Refusal
from xuezuo.row_policies.sights import wide
from xuezuo.scopes import Scope

BATCH = 20_000


@transaction.atomic
def import_organizations(
    *, by: Scope, new: Sequence[NewOrganization], changed: Sequence[ChangedOrganization], source: dict[str, object]
) -> None:
    """Write a roster of organizations that was found good; `source` says for the record which file it was.

    Children of one parent are numbered in order of code, whatever the order in the file, after every number ever used.
    """
    rules.may_import(by)
    with bulk.filled_at_once(*(Organization, Placement) if len(new) >= bulk.LARGE else ()):
        _write_organizations(new)
    for one in changed:
        Organization.objects.filter(pk=one.id).update(**one.values)
    if len(new) >= bulk.LARGE:
        bulk.refresh_statistics(Organization, Placement)
    record(
        by=by,
        action="organizations.import",
        kind="organizations",
        created=len(new),
        updated=len(changed),
        source=source,
    )


def _write_organizations(new: Sequence[NewOrganization]) -> None:
    if not new:
        return
    first, place = bulk.first_free_id(Organization), bulk.first_free_id(Placement)
    ids = {one.code: first + number for number, one in enumerate(new)}
    forever = FOREVER.isoformat()
    bulk.insert(
        Organization,
        ("id", "code", "name", "kind", "sector", "duties_from"),
        ((ids[one.code], one.code, one.name, one.kind, one.sector, one.duties_from) for one in new),
    )
    bulk.insert(
        Placement,
        ("id", "organization_id", "parent_id", "path", "valid_from", "valid_to"),
        (
            (place + number, ids[one.code], parent_id, path, one.valid_from, forever)
            for number, (one, parent_id, path) in enumerate(_placed(new, ids))
        ),
    )
    bulk.numbered_up_to(Organization, first + len(new) - 1)
    bulk.numbered_up_to(Placement, place + len(new) - 1)


def _placed(new: Sequence[NewOrganization], ids: dict[str, int]) -> Iterator[tuple[NewOrganization, int | None, str]]:
    """Each new organization with its parent's id and its path, parents first."""
    children: dict[str, list[NewOrganization]] = {}
    for one in new:
        children.setdefault(one.parent, []).append(one)
    known: dict[str, tuple[int | None, str]] = {"": (None, "")}
    standing = Placement.objects.filter(holding_on(today()))
    for code, pk, path in standing.values_list("organization__code", "organization_id", "path").iterator(BATCH):
        if code in children:
            known[code] = (pk, path)
    used = highest_numbers()
    waiting = [(code, *known[code]) for code in children if code in known]
    while waiting:
        code, parent_id, parent_path = waiting.pop()
        start = used.get(parent_path, 0) + 1
        for number, one in enumerate(sorted(children[code], key=lambda one: one.code), start):
            path = tree_paths.child(parent_path, number)
            yield one, parent_id, path
            if one.code in children:
                waiting.append((one.code, ids[one.code], path))


@transaction.atomic
def import_members(
    *,
    by: Scope,
    new: Iterable[NewMembers] | Path,
    changed: Sequence[ChangedMember],
    source: dict[str, object],
    told: newcomers.Told = lambda done: None,
) -> None:
    """Write a roster of members that was found good.

    `new` is read once and may be longer than memory, or it is a file that `scratch.Filling` made.
    """
    rules.may_import(by)
    with bulk.memory_for_indexes():
        created = newcomers.take_over(new, told) if isinstance(new, Path) else newcomers.write(iter(new), told)
        for one in changed:
            _change_member(one)
        _after_roster(created)
    record(by=by, action="members.import", kind="members", created=created, updated=len(changed), source=source)


@transaction.atomic
def import_first_members(*, by: Scope, new: Arriving, told: newcomers.Told = lambda done: None) -> None:
    """The same for people of whom nobody is known yet, while their roster is still being read."""
    rules.may_import(by)
    with bulk.memory_for_indexes(bulk.PAGES_BESIDE_A_READER):
        created = newcomers.write(iter(new), told, new.taken_back)
        _after_roster(created)
    record(by=by, action="members.import", kind="members", created=created, updated=0, source=new.source())


def _after_roster(created: int) -> None:
    if created >= bulk.LARGE:
        bulk.refresh_statistics(Member, Membership, GroupMembership)


def _change_member(one: ChangedMember) -> None:
    if "joined_on" in one.values and not one.keeps_start:
        before = Member.objects.get(pk=one.id).joined_on or LONG_AGO
        Membership.objects.filter(member_id=one.id, valid_from=before).update(valid_from=one.values["joined_on"])
    if one.values:
        Member.objects.filter(pk=one.id).update(**one.values)
    day = today()
    for group in one.left_groups:
        held = GroupMembership.objects.filter(holding_on(day), member_id=one.id, group=group)
        held.filter(valid_from=day).delete()
        held.update(valid_to=day)
    for group in one.joined_groups:
        # somebody who left the group this very day never left it
        reopened = GroupMembership.objects.filter(member_id=one.id, group=group, valid_to=day).update(valid_to=FOREVER)
        if not reopened:
            GroupMembership.objects.create(member_id=one.id, group=group, valid_from=day)


@transaction.atomic
def found(
    *,
    by: Scope,
    code: str,
    name: str,
    parent: Placement | None,
    kind: str,
    sector: str = "other",
    valid_from: date | None = None,
) -> Placement:
    """Found one organization below a parent (None: a root) on a day, today if not said. Raises `Refusal`, `NotVisible`."""
    rules.may_found_below(by, parent)
    if Organization.objects.filter(code=code).exists():
        raise Refusal("organization_code_taken", code=code)
    if parent:  # two founded at once: two places
        Organization.objects.select_for_update().get(pk=parent.organization_id)
        if parent.valid_to != FOREVER:  # what is below it moves or goes to the heir as decided, without a newcomer
            name, until = parent.organization.name, parent.valid_to.isoformat()
            raise Refusal("tree_parent_changes_ahead", name=name, day=until)
    day = valid_from or today()
    made = Organization.objects.create(code=code, name=name, kind=kind, sector=sector, duties_from=day)
    path = parent.path if parent else ""
    place = Placement.objects.create(
        organization=made,
        parent_id=parent.organization_id if parent else None,
        path=tree_paths.child(path, next_number(path)),
        valid_from=day,
    )
    record(
        by=by, action="organization.found", kind="organization", object_id=made.pk, organization_id=made.pk, code=code
    )
    return place


@wide("enter_member")
@transaction.atomic
def enter_member(
    *,
    by: Scope,
    branch: Placement,
    name: str,
    id_number: str,
    joined_on: date,
    groups: Iterable[str] = (),
    since: date | None = None,
    **more: object,
) -> Member:
    """Enter one member on the roster of a branch since a day (the day of joining if not said).

    `more`: sex, nationality, birth_on, category, full_on, education, post, phone.
    """
    rules.may_keep_roster(by, branch)
    check_goes_on(branch.organization_id)
    if Member.objects.filter(id_index__in=sealing.indexes(id_number)).exists():
        raise Refusal("member_exists")
    phone = str(more.pop("phone", "") or "")
    member = Member.objects.create(
        name=name,
        id_number=sealing.seal(id_number, "member.id_number"),
        id_index=sealing.index(id_number),
        phone=sealing.seal(phone, "member.phone") if phone else None,
        joined_on=joined_on,
        **more,
    )
    Membership.objects.create(member=member, organization_id=branch.organization_id, valid_from=since or joined_on)
    for group in groups:
        GroupMembership.objects.create(member=member, group=group)
    record(
        by=by,
        action="member.enter",
        kind="member",
        object_id=member.pk,
        organization_id=branch.organization_id,
    )
    return member
