"""Rows for tests, made with as little as possible: `organization("099")`, `member(branch)`, `user("secretary", branch)`."""

import itertools
from datetime import date, timedelta

from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.accounts.models import RoleAssignment, User
from xuezuo.accounts.queries import scope_for
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.files import CampaignFile
from xuezuo.campaigns.models import Campaign
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment, Goal
from xuezuo.organizations.models import GroupMembership, Member, Membership, Organization, Placement
from xuezuo.periods import LONG_AGO
from xuezuo.records.models import Absence, Claim, Record, RecordKind, RecordReading
from xuezuo.scopes import Scope, operator

_numbers = itertools.count(1)


def organization(
    code: str,
    parent: Organization | None = None,
    *,
    name: str = "",
    kind: str = "",
    since: date = LONG_AGO,
    **more: object,
) -> Organization:
    """An organization in the tree since a day; a branch unless it has no parent or says its kind."""
    kind = kind or ("branch" if parent else "local_committee")
    made = Organization.objects.create(code=code, name=name or f"组织{code}", kind=kind, **more)
    above = Placement.objects.filter(organization=parent).order_by("-valid_from").first() if parent else None
    path = above.path if above else ""
    number = Placement.objects.filter(parent=parent).count() + 1
    Placement.objects.create(organization=made, parent=parent, path=tree_paths.child(path, number), valid_from=since)
    return made


def member(
    branch: Organization, name: str = "", *, since: date = LONG_AGO, groups: tuple[str, ...] = (), **more: object
) -> Member:
    """A full member of a branch since a day."""
    made = Member.objects.create(name=name or f"党员{next(_numbers)}", **more)
    Membership.objects.create(member=made, organization=branch, valid_from=since)
    for group in groups:
        GroupMembership.objects.create(member=made, group=group)
    return made


def user(role: str = "", where: Organization | None = None, *, username: str = "", **more: object) -> User:
    """Somebody who can sign in with the password `correct horse`; without a role they are chelsea.

    The account is administered at `where`.
    """
    more |= {"organization": where}
    if more.get("member"):
        more |= {"link_confirmed_by": 0, "link_confirmed_at": timezone.now()}
    made = User.objects.create_user(username or f"person{next(_numbers)}", password="correct horse", **more)
    if role and where:
        RoleAssignment.objects.create(user=made, role=role, organization=where)
    return made


def scope(person: User) -> Scope:
    return scope_for(person)


def campaign(issuer: Organization, *, issued: bool = True, **parts: object) -> Campaign:
    """A campaign from `readings` and `requirements` as in campaign.yaml, issued unless told otherwise."""
    head = {
        "code": f"campaign-{next(_numbers)}",
        "title_zh": "学习教育",
        "issuer": issuer.code,
        "starts_on": date(2016, 4, 1),
        "ends_on": date(2017, 1, 31),
    } | {name: parts.pop(name) for name in ("code", "starts_on", "ends_on") if name in parts}
    made, _ = campaigns.load_campaign(by=operator(), file=CampaignFile.model_validate({"campaign": head, **parts}))
    return campaigns.issue(by=operator(), campaign=made) if issued else made


def requirement(code: str = "RQ1", **more: object) -> dict[str, object]:
    """A line of `campaign(requirements=[...])`."""
    return {"code": code, "title": f"要求{code}", "opens_on": date(2016, 4, 1), "due_on": date(2016, 6, 30)} | more


def problem(
    branch: Organization, title: str = "路灯不亮", *, found_on: date = date(2016, 5, 1), **more: object
) -> Case:
    """A problem that a branch found itself, open unless closed."""
    values = {"kind": "problem", "source": "self_check", "raised_by": 0} | more
    return Case.objects.create(organization=branch, title=title, found_on=found_on, **values)


def goal(unit: Organization, title: str = "修通机耕路", **more: object) -> Goal:
    """A goal of 2016."""
    values = {"topic": "industry", "starts_on": date(2016, 1, 1), "ends_on": date(2016, 12, 31), "entered_by": 0} | more
    return Goal.objects.create(organization=unit, title=title, **values)


def commitment(branch: Organization, what: str = "包一段河道", **more: object) -> Commitment:
    """Something that the branch took on in May 2016, to be done by the end of June."""
    values = {"made_on": date(2016, 5, 1), "due_on": date(2016, 6, 30), "entered_by": 0} | more
    return Commitment.objects.create(organization=branch, what=what, **values)


def record(
    branch: Organization,
    held_on: date,
    *,
    kinds: tuple[str, ...] = ("general",),
    readings: tuple[object, ...] = (),
    absent: tuple[Member, ...] = (),
    claims: tuple[object, ...] = (),
    **more: object,
) -> Record:
    """A record straight into the tables: roster of that day minus the absent."""
    day_after = held_on + timedelta(days=1)
    roster = Membership.objects.filter(organization=branch, valid_from__lt=day_after, valid_to__gt=held_on).count()
    counts = {"expected": roster, "attended": roster - len(absent)} | more
    made = Record.objects.create(organization=branch, held_on=held_on, entered_by=0, **counts)
    RecordKind.objects.bulk_create(RecordKind(record=made, kind=kind) for kind in kinds)
    RecordReading.objects.bulk_create(RecordReading(record=made, reading=reading) for reading in readings)
    Absence.objects.bulk_create(Absence(record=made, member=one, reason="leave") for one in absent)
    Claim.objects.bulk_create(Claim(record=made, requirement=one, claimed_by=0) for one in claims)
    return made
