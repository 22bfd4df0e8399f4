"""Carrying out an act: every placement, membership and name that it changes is cut on its day and goes on anew."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.audit.actions import record
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.numbering import next_number
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import FOREVER, LONG_AGO, today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations import rules
from xuezuo.reorganizations.actions.locking import lock, lock_tree
from xuezuo.reorganizations.actions.relocating import relocate
from xuezuo.reorganizations.kinds import ActKind, Part
from xuezuo.reorganizations.models import Act, Descent, GivenPath, Inheritance, Naming, Touched
from xuezuo.reorganizations.queries import plan as plan_for
from xuezuo.reorganizations.wishes import NEW, Plan, Wish
from xuezuo.scopes import Scope

ENDING = (ActKind.MERGE, ActKind.SPLIT, ActKind.CLOSE, ActKind.RECLASSIFY)
"""Acts that look at who is on a roster; whoever accepts a transfer locks the branch first."""


@transaction.atomic
def carry_out(*, by: Scope, wish: Wish, digest: str = "") -> Act:
    """Plan again under a lock, and do it. With the `digest` of the plan that somebody has read, only if it still is
    the same. Raises `NotVisible` and `Refusal`.
    """
    reason = rules.check_reason(wish.reason)
    lock_tree()
    plan = plan_for(by, wish)
    if digest and plan.digest != digest:
        raise Refusal("tree_plan_stale")
    lock(organization_id for organization_id, _ in plan.touched)
    if wish.kind in ENDING:  # somebody may have come in while we waited for the lock
        plan = plan_for(by, wish)
    founded = _founded(plan) if plan.founds else None
    subject = plan.organization or founded
    assert subject is not None
    act = Act.objects.create(
        kind=wish.kind,
        organization=subject,
        under=plan.under or subject,
        day=wish.day,
        reason=reason,
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    done = _Doing(plan, act, founded)
    done.everything()
    record(
        by=by,
        action=f"organization.{wish.kind}",
        kind="organization",
        object_id=subject.pk,
        organization_id=subject.pk,
        act=act.pk,
        day=wish.day.isoformat(),
        code=subject.code,
    )
    return act


def _founded(plan: Plan) -> Organization:
    wish = plan.wish
    if Organization.objects.filter(code=wish.new_code).exists():
        raise Refusal("tree_code_taken", code=wish.new_code)
    return Organization.objects.create(
        code=wish.new_code.strip(),
        name=wish.name.strip(),
        kind=wish.new_kind,
        sector=wish.sector,
        duties_from=wish.day,
    )


class _Doing:
    """One act being carried out; `done` fills with what would have to be taken back."""

    def __init__(self, plan: Plan, act: Act, founded: Organization | None) -> None:
        self.plan, self.wish, self.act, self.founded = plan, plan.wish, act, founded
        self.numbers: dict[str, int] = {}
        self.place: Placement | None = None
        self.done: dict[str, Any] = {}

    def everything(self) -> None:
        plan = self.plan
        if self.founded:
            self.place = self.placed(self.founded, plan.parent)
            self.done["founded"] = [self.founded.pk, self.place.pk]
        if self.wish.kind == ActKind.REOPEN:
            self.reopened()
        self.done["moved"] = [self.relocated(one.place, one.parent_id, one.parent_path) for one in plan.relocations]
        self.members_moved()
        self.done["ended"] = [self.ended(place, heir) for place, heir in plan.ends]
        if self.wish.kind == ActKind.RENAME:
            self.renamed()
        if self.wish.kind == ActKind.RECLASSIFY:
            self.reclassified()
        for predecessor, successor in plan.descents:
            Descent.objects.create(act=self.act, predecessor_id=predecessor, successor_id=self.meant(successor))
        touched = [*plan.touched, *([(self.founded.pk, Part.FOUNDED)] if self.founded else [])]
        Touched.objects.bulk_create(
            Touched(act=self.act, organization_id=organization_id, part=part) for organization_id, part in touched
        )
        self.act.done = self.done
        self.act.save(update_fields=["done"])

    def meant(self, organization_id: int) -> int:
        if organization_id != NEW:
            return organization_id
        assert self.founded is not None
        return self.founded.pk

    def next_path(self, parent_path: str) -> str:
        number = self.numbers.get(parent_path) or next_number(parent_path)
        self.numbers[parent_path] = number + 1
        path = tree_paths.child(parent_path, number)
        GivenPath.objects.create(path=path, act=self.act)
        return path

    def placed(self, organization: Organization, parent: Placement | None) -> Placement:
        return Placement.objects.create(
            organization=organization,
            parent_id=parent.organization_id if parent else None,
            path=self.next_path(parent.path if parent else ""),
            valid_from=self.wish.day,
        )

    def reopened(self) -> None:
        organization = self.plan.organization
        assert organization is not None
        place = self.placed(organization, self.plan.parent)
        heirs = Inheritance.objects.filter(organization=organization, valid_to=FOREVER)
        cut = list(heirs.values_list("pk", flat=True))
        heirs.update(valid_to=self.wish.day)
        self.done |= {"placed": place.pk, "heirs_cut": cut}

    def relocated(self, place: Placement, parent_id: int, parent_path: str) -> list[Any]:
        """Organization, old path, new path."""
        if parent_id == NEW:
            assert self.place is not None
            parent_path = self.place.path
        new = self.next_path(parent_path)
        relocate(place.path, new, self.meant(parent_id), self.wish.day)
        return [place.organization_id, place.path, new]

    def members_moved(self) -> None:
        """A member already on the roster of the branch that takes over is not entered twice."""
        day, cut, new = self.wish.day, [], []
        for stay in self.plan.stays:
            to_id = self.meant(stay.to_id)
            held = Membership.objects.filter(pk__in=stay.memberships)
            there = set(
                Membership.objects.filter(organization_id=to_id, valid_to__gt=day).values_list("member_id", flat=True)
            )
            members = dict.fromkeys(held.order_by("pk").values_list("member_id", flat=True))
            made = Membership.objects.bulk_create(
                Membership(member_id=one, organization_id=to_id, valid_from=day) for one in members if one not in there
            )
            held.update(valid_to=day)
            cut += list(stay.memberships)
            new += [one.pk for one in made]
        if cut:
            self.done |= {"members_cut": cut, "members_new": new}

    def ended(self, place: Placement, heir_id: int) -> int:
        """The place ends, and from the day on its facts, and those it had inherited, are read at the heir."""
        day, heir = self.wish.day, self.meant(heir_id)
        Placement.objects.filter(pk=place.pk).update(valid_to=day)
        handed_on = Inheritance.objects.filter(holding_on(day), heir_id=place.organization_id)
        before = list(handed_on.values_list("pk", "organization_id", "valid_to"))
        handed_on.update(valid_to=day)
        rows = [(place.organization_id, FOREVER), *((one, until) for _, one, until in before)]
        made = Inheritance.objects.bulk_create(
            Inheritance(organization_id=one, heir_id=heir, valid_from=day, valid_to=until) for one, until in rows
        )
        self.done["heirs_new"] = [*self.done.get("heirs_new", []), *(one.pk for one in made)]
        back = [[pk, until.isoformat()] for pk, _, until in before]
        self.done["heirs_handed_on"] = [*self.done.get("heirs_handed_on", []), *back]
        return place.pk

    def renamed(self) -> None:
        """The name until then stays with its days. From a day to come nothing changes before that day."""
        organization, day = self.plan.organization, self.wish.day
        assert organization is not None
        known = Naming.objects.filter(organization=organization, valid_to=FOREVER).first()
        if known is None:
            known = Naming.objects.create(organization=organization, name=organization.name, valid_from=LONG_AGO)
        if known.valid_from >= day:
            raise Refusal("tree_later_act", name=organization.name, since=known.valid_from.isoformat())
        Naming.objects.filter(pk=known.pk).update(valid_to=day)
        made = Naming.objects.create(organization=organization, name=self.wish.name.strip(), valid_from=day)
        if day <= today():
            Organization.objects.filter(pk=organization.pk).update(name=made.name)
        self.done |= {"named": [known.pk, made.pk], "name": [organization.pk, known.name, made.name]}

    def reclassified(self) -> None:
        organization = self.plan.organization
        assert organization is not None
        kind, sector = self.wish.new_kind or organization.kind, self.wish.sector or organization.sector
        self.done["class"] = [organization.pk, [organization.kind, organization.sector], [kind, sector]]
        Organization.objects.filter(pk=organization.pk).update(kind=kind, sector=sector)
