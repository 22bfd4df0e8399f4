"""Undoing an act by another act: the tree is as if it had not been, and both acts stay in the history."""

from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from xuezuo import tree_paths
from xuezuo.audit.actions import record
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations import rules
from xuezuo.reorganizations.actions.locking import lock, lock_tree
from xuezuo.reorganizations.actions.relocating import take_back
from xuezuo.reorganizations.kinds import ActKind, Part
from xuezuo.reorganizations.models import Act, Inheritance, Naming, Touched
from xuezuo.reorganizations.queries import act_by_id
from xuezuo.scopes import Scope

OWN_TABLES = "reorganizations"
QUIET = (Part.PARENT, Part.INTO)


@transaction.atomic
def undo(*, by: Scope, act: Act, reason: str) -> Act:
    """Raises `NotVisible` for an act of elsewhere, and `Refusal` if it is too late or something builds on it."""
    rules.may_act(by)
    reason = rules.check_reason(reason)
    lock_tree()
    act = act_by_id(by, act.pk)
    touched = list(act.touched.values_list("organization_id", "part"))
    _check_own_top(by, act)
    _check_time(act)
    _check_no_later(act, [organization_id for organization_id, _ in touched])
    lock(organization_id for organization_id, _ in touched)
    _take_all_back(act)
    made = Act.objects.create(
        kind=ActKind.UNDO,
        organization=act.organization,
        under=act.under,
        day=act.day,
        reason=reason,
        undoes=act,
        decided_by=by.viewer_id or 0,
        decided_at=timezone.now(),
    )
    Touched.objects.bulk_create(Touched(act=made, organization_id=one, part=part) for one, part in touched)
    record(
        by=by,
        action="organization.undo",
        kind="organization",
        object_id=act.organization_id,
        organization_id=act.organization_id,
        act=made.pk,
        undoes=act.pk,
    )
    return made


def _check_own_top(by: Scope, act: Act) -> None:
    if by.role != "operator" and act.organization_id == by.organization_id:
        raise Refusal("tree_own_top", name=act.organization.name)


def _check_time(act: Act) -> None:
    if act.kind == ActKind.UNDO or Act.objects.filter(undoes=act).exists():
        raise Refusal("tree_undone_already")
    decided = timezone.localtime(act.decided_at).date()
    if timezone.localdate() - decided > rules.UNDO_WITHIN:
        raise Refusal("tree_undo_late", days=rules.UNDO_WITHIN.days, decided=decided.isoformat())


def _check_no_later(act: Act, ids: list[int]) -> None:
    """Above and taking in: several acts may do that to one organization without building on each other."""
    changed = [one for one, part in act.touched.values_list("organization_id", "part") if part not in QUIET]
    later = Touched.objects.filter(organization_id__in=ids, act_id__gt=act.pk, act__undone_by_act__isnull=True)
    later = later.exclude(act__kind=ActKind.UNDO).filter(
        models.Q(organization_id__in=changed) | ~models.Q(part__in=QUIET)
    )
    found = later.select_related("act__organization").order_by("act_id").first()
    if found is not None:
        raise Refusal("tree_undo_built_on", name=found.act.organization.name)


def _take_all_back(act: Act) -> None:
    done: dict[str, Any] = act.done
    name = act.organization.name
    _names_back(done)
    if "class" in done:
        organization_id, (kind, sector), after = done["class"]
        Organization.objects.filter(pk=organization_id, kind=after[0], sector=after[1]).update(kind=kind, sector=sector)
    _heirs_back(done)
    for place in Placement.objects.filter(pk__in=done.get("ended", ()), valid_to=act.day):
        _check_parent_there(place, name)
        Placement.objects.filter(pk=place.pk).update(valid_to=FOREVER)
    _members_back(act, done)
    for _, old, new in reversed(done.get("moved", ())):
        _check_parent_there(Placement.objects.get(path=old, valid_to=act.day), name)
        take_back(old, new, act.day, name)
    if "placed" in done:
        _place_back(done["placed"], act.organization)
        Inheritance.objects.filter(pk__in=done["heirs_cut"]).update(valid_to=FOREVER)
    if "founded" in done:
        _founding_back(*done["founded"])


def _check_parent_there(place: Placement, name: str) -> None:
    """A place can only be taken up again where the one above it still stands as it did."""
    if place.parent_id is None:
        return
    above = Placement.objects.filter(organization_id=place.parent_id, valid_to=FOREVER)
    if not above.filter(path=tree_paths.parent_of(place.path)).exists():
        raise Refusal("tree_undo_built_on", name=name)


def _names_back(done: dict[str, Any]) -> None:
    if "named" not in done:
        return
    before, after = done["named"]
    Naming.objects.filter(pk=after).delete()
    Naming.objects.filter(pk=before).update(valid_to=FOREVER)
    name = Naming.objects.filter(holding_on(today()), organization_id=done["name"][0]).values_list("name", flat=True)
    Organization.objects.filter(pk=done["name"][0]).update(name=name[0])


def _heirs_back(done: dict[str, Any]) -> None:
    Inheritance.objects.filter(pk__in=done.get("heirs_new", ())).delete()
    for pk, until in done.get("heirs_handed_on", ()):
        Inheritance.objects.filter(pk=pk).update(valid_to=until)


def _members_back(act: Act, done: dict[str, Any]) -> None:
    made = Membership.objects.filter(pk__in=done.get("members_new", ()))
    held = Membership.objects.filter(pk__in=done.get("members_cut", ()))
    wrong = made.exclude(valid_to=FOREVER).exists() or held.exclude(valid_to=act.day).exists()
    if wrong or made.count() != len(done.get("members_new", ())):
        raise Refusal("tree_undo_built_on", name=act.organization.name)
    try:
        made.delete()
    except ProtectedError:
        raise Refusal("tree_undo_built_on", name=act.organization.name) from None
    held.update(valid_to=FOREVER)


def _place_back(placement_id: int, organization: Organization) -> None:
    place = Placement.objects.filter(pk=placement_id, valid_to=FOREVER).first()
    if place is None or Placement.objects.filter(parent=organization, valid_to__gt=place.valid_from).exists():
        raise Refusal("tree_undo_built_on", name=organization.name)
    if Membership.objects.filter(organization=organization, valid_to__gt=place.valid_from).exists():
        raise Refusal("tree_undo_built_on", name=organization.name)
    place.delete()


def _founding_back(organization_id: int, placement_id: int) -> None:
    """It never stood; its row stays for the history, and its code may be given again."""
    organization = Organization.objects.get(pk=organization_id)
    Placement.objects.filter(pk=placement_id, valid_to=FOREVER).delete()
    for relation in organization._meta.related_objects:
        if relation.related_model._meta.app_label == OWN_TABLES and relation.related_model is not Inheritance:
            continue
        if relation.related_model.objects.filter(  # type: ignore[attr-defined]
            **{relation.field.name: organization}
        ).exists():
            raise Refusal("tree_undo_built_on", name=organization.name)
    organization.code = f"{organization.code[:28]}~{organization.pk}"
    organization.save(update_fields=["code"])
