"""From a wish to a plan: what would change, or the sentence that says what stands in the way. Writes nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from xuezuo import tree_paths
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Organization, Placement
from xuezuo.organizations.queries import superiors_of
from xuezuo.periods import FOREVER, LONG_AGO, today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations import rules
from xuezuo.reorganizations.kinds import ActKind, Part
from xuezuo.reorganizations.queries import standing as tree
from xuezuo.reorganizations.queries.telling import told
from xuezuo.reorganizations.wishes import NEW, Plan, Relocation, Stay, Wish
from xuezuo.scopes import Scope


def plan(by: Scope, wish: Wish) -> Plan:
    """Raises `NotVisible` for what the scope does not reach, and `Refusal` for what cannot be."""
    rules.may_act(by)
    if wish.kind not in PLANS:
        raise Refusal("tree_act_unknown", word=wish.kind, choices=tuple(PLANS))
    rules.check_day(wish.day)
    return told(PLANS[ActKind(wish.kind)](by, wish))


def _changed(by: Scope, code: str, day: date) -> Placement:
    if not code:
        raise Refusal("tree_target_missing")
    place = tree.standing(by, code, day)
    rules.may_change(by, place)
    tree.check_no_later_act([place.organization], day)
    return place


def _reached(by: Scope, code: str, day: date) -> Placement:
    if not code:
        raise Refusal("tree_target_missing")
    place = tree.standing(by, code, day)
    rules.may_reach(by, place)
    return place


def _common(places: Sequence[Placement], day: date) -> Organization | None:
    """The lowest organization that is above or among all of these places."""
    paths = [one.path for one in places]
    shortest = min(paths, key=len)
    end = next((n for n in range(len(shortest), 0, -tree_paths.SEGMENT) if len({p[:n] for p in paths}) == 1), 0)
    among = next((one for one in places if one.path == shortest[:end]), None)
    if among is not None:
        return among.organization
    above = [one for one in superiors_of(places[0], day) if one.path == shortest[:end]]
    return above[0].organization if above else None


def _above(place: Placement, day: date) -> Organization | None:
    above = list(superiors_of(place, day))
    return above[-1].organization if above else place.organization


def _check_new(wish: Wish, parent: Placement | None) -> None:
    if parent:
        rules.check_holds(parent.organization)
    if not wish.new_code.strip():
        raise Refusal("tree_code_missing")
    if not wish.name.strip():
        raise Refusal("tree_name_missing")
    rules.check_words(wish.new_kind, wish.sector)
    if tree.code_is_taken(wish.new_code):
        raise Refusal("tree_code_taken", code=wish.new_code)


def _found(by: Scope, wish: Wish) -> Plan:
    parent = _reached(by, wish.code, wish.day) if wish.code or by.role != "operator" else None
    _check_new(wish, parent)
    touched = ((parent.organization_id, Part.PARENT),) if parent else ()
    under = parent.organization if parent else None
    return Plan(wish, None, parent=parent, founds=True, touched=touched, under=under)


def _rename(by: Scope, wish: Wish) -> Plan:
    place = _changed(by, wish.code, wish.day)
    if not wish.name.strip():
        raise Refusal("tree_name_missing")
    if wish.name.strip() == place.organization.name:
        raise Refusal("tree_name_same", name=place.organization.name)
    return Plan(
        wish,
        place.organization,
        place,
        touched=((place.organization_id, Part.SUBJECT),),
        under=_above(place, wish.day),
    )


def _move(by: Scope, wish: Wish) -> Plan:
    place, parent = _changed(by, wish.code, wish.day), _reached(by, wish.to, wish.day)
    _check_way(place, parent)
    tree.check_untouched_since(place, wish.day)
    return Plan(
        wish,
        place.organization,
        place,
        parent=parent,
        relocations=(Relocation(place, parent.organization_id, parent.path),),
        touched=((place.organization_id, Part.SUBJECT), (parent.organization_id, Part.PARENT)),
        under=_common([parent, place], wish.day),
    )


def _check_way(place: Placement, parent: Placement) -> None:
    rules.check_holds(parent.organization)
    where = {"name": place.organization.name, "to": parent.organization.name}
    if tree_paths.covers(place.path, parent.path):
        raise Refusal("tree_circle", **where)
    if place.parent_id == parent.organization_id:
        raise Refusal("tree_there_already", **where)


def _ending(sources: Sequence[Placement], target: Placement | None, wish: Wish) -> dict[str, Any]:
    """What ends at the sources: children and members go to the target (None: to the one founded by the act)."""
    to_id, to_path = (target.organization_id, target.path) if target else (NEW, "")
    relocations, stays = [], []
    for source in sources:
        tree.check_untouched_since(source, wish.day)
        tree.check_not_heir_since(source.organization, wish.day)
        relocations += [Relocation(child, to_id, to_path) for child in tree.children(source.organization_id, wish.day)]
        if moving := tree.members_from(source.organization, wish.day):
            stays.append(Stay(source.organization, to_id, tuple(moving)))
    holder = target.organization if target else Organization(name=wish.name, kind=wish.new_kind)
    if relocations:
        rules.check_holds(holder)
    if stays:
        rules.check_takes_members(holder)
    return {
        "relocations": tuple(relocations),
        "stays": tuple(stays),
        "ends": tuple((one, to_id) for one in sources),
        "descents": tuple((one.organization_id, to_id) for one in sources),
    }


def _merge(by: Scope, wish: Wish) -> Plan:
    """Several into one that stands, or into a new one (`new_code`) beside the first of them."""
    codes = list(dict.fromkeys([wish.code, *wish.others]))
    sources = [_changed(by, code, wish.day) for code in codes]
    if not wish.to and not wish.new_code:
        raise Refusal("tree_target_missing")
    if wish.to:
        target = _reached(by, wish.to, wish.day)
        _check_apart(sources, target)
        touched = [(target.organization_id, Part.INTO)]
        parent = None
    else:
        target = None
        parent = _reached(by, sources[0].parent.code if sources[0].parent else "", wish.day)
        _check_apart(sources, parent)
        _check_new(wish, parent)
        touched = [(parent.organization_id, Part.PARENT)]
    touched += [(one.organization_id, Part.ENDED) for one in sources]
    reached = target or parent
    assert reached is not None
    return Plan(
        wish,
        sources[0].organization,
        sources[0],
        parent=parent,
        founds=target is None,
        touched=tuple(touched),
        under=_common([*sources, reached], wish.day),
        **_ending(sources, target, wish),
    )


def _check_apart(sources: Sequence[Placement], target: Placement) -> None:
    """Nothing that ends may stand above what takes it in, nor above another that ends."""
    for source in sources:
        if source.organization_id == target.organization_id:
            raise Refusal("tree_same", name=source.organization.name)
        for other in (*sources, target):
            if other is not source and tree_paths.covers(source.path, other.path):
                raise Refusal("tree_circle", name=source.organization.name, to=other.organization.name)


def _close(by: Scope, wish: Wish) -> Plan:
    """With a successor, as a merge into it; without one only when nothing and nobody is left."""
    if wish.to:
        return _merge(by, wish)
    place = _changed(by, wish.code, wish.day)
    organization = place.organization
    tree.check_not_heir_since(organization, wish.day)
    if below := tree.children(organization.pk, wish.day):
        raise Refusal("tree_has_children", name=organization.name, number=len(below))
    tree.check_untouched_since(place, wish.day)
    if left := tree.members_from(organization, wish.day):
        raise Refusal("tree_has_members", name=organization.name, number=len(left))
    came = tree.heirs_by_descent(organization, wish.day)
    heir = came[0] if len(came) == 1 else place.parent_id
    if heir is None:
        raise Refusal("tree_target_missing")
    return Plan(
        wish,
        organization,
        place,
        ends=((place, heir),),
        touched=((organization.pk, Part.ENDED),),
        under=_above(place, wish.day),
    )


def _split(by: Scope, wish: Wish) -> Plan:
    """A new organization beside the old one takes some of its members or children; the old one goes on."""
    place = _changed(by, wish.code, wish.day)
    organization = place.organization
    parent = _reached(by, place.parent.code if place.parent else "", wish.day)
    _check_new(wish, parent)
    if not wish.members and not wish.children:
        raise Refusal("tree_split_nothing")
    if place.valid_from >= wish.day:
        raise Refusal("tree_later_places", name=organization.name, since=place.valid_from.isoformat())
    chosen = Organization(name=wish.name, kind=wish.new_kind)
    stays: tuple[Stay, ...] = ()
    if wish.members:
        rules.check_takes_members(chosen)
        going = tree.memberships_of(organization, wish.members, tree.members_from(organization, wish.day))
        _check_all(len(set(wish.members)) - len(going), organization, wish.day)
        stays = (Stay(organization, NEW, going),)
    below = [one for one in tree.children(organization.pk, wish.day) if one.organization.code in wish.children]
    _check_all(len(set(wish.children)) - len(below), organization, wish.day)
    for child in below:
        rules.check_holds(chosen)
        tree.check_untouched_since(child, wish.day)
    return Plan(
        wish,
        organization,
        place,
        parent=parent,
        founds=True,
        relocations=tuple(Relocation(one, NEW, "") for one in below),
        stays=stays,
        descents=((organization.pk, NEW),),
        touched=((organization.pk, Part.SUBJECT), (parent.organization_id, Part.PARENT)),
        under=parent.organization,
    )


def _check_all(missing: int, organization: Organization, day: date) -> None:
    if missing:
        raise Refusal("tree_split_not_there", number=missing, name=organization.name, day=day.isoformat())


def _reopen(by: Scope, wish: Wish) -> Plan:
    """A place anew, below the last parent if no other is named. Members do not come back by themselves."""
    organization = tree.organization_by_code(by, wish.code)
    last = tree.stood_before(organization)
    if last is None:
        raise Refusal("tree_not_standing", name=organization.name, day=wish.day.isoformat())
    if last.valid_to > wish.day:
        raise Refusal("tree_stands_already", name=organization.name, day=wish.day.isoformat())
    if last.valid_to == wish.day:  # ended that very day: to be undone, not reopened
        raise Refusal("tree_later_places", name=organization.name, since=last.valid_to.isoformat())
    tree.check_no_later_act([organization], wish.day)
    parent = _reached(by, wish.to or (last.parent.code if last.parent else ""), wish.day)
    rules.check_holds(parent.organization)
    return Plan(
        wish,
        organization,
        parent=parent,
        touched=((organization.pk, Part.SUBJECT), (parent.organization_id, Part.PARENT)),
        under=parent.organization,
    )


def _reclassify(by: Scope, wish: Wish) -> Plan:
    """Kind and sector are read as they are now, in the figures of every day; the act keeps what they were."""
    place = _changed(by, wish.code, wish.day)
    organization = place.organization
    kind, sector = wish.new_kind or organization.kind, wish.sector or organization.sector
    rules.check_words(kind, sector)
    if wish.day > today():
        raise Refusal("tree_class_ahead", day=wish.day.isoformat())
    if (kind, sector) == (organization.kind, organization.sector):
        raise Refusal("tree_class_same", name=organization.name)
    becomes_branch = kind in BRANCH_KINDS
    if becomes_branch != (organization.kind in BRANCH_KINDS):
        holds = (
            tree.children(organization.pk, LONG_AGO)
            if becomes_branch
            else tree.members_from(organization, FOREVER.replace(month=1))
        )
        if holds:
            raise Refusal("tree_class_holds", name=organization.name)
    return Plan(
        wish,
        organization,
        place,
        touched=((organization.pk, Part.SUBJECT),),
        under=_above(place, wish.day),
    )


PLANS: dict[ActKind, Callable[[Scope, Wish], Plan]] = {
    ActKind.FOUND: _found,
    ActKind.RENAME: _rename,
    ActKind.MOVE: _move,
    ActKind.MERGE: _merge,
    ActKind.SPLIT: _split,
    ActKind.CLOSE: _close,
    ActKind.REOPEN: _reopen,
    ActKind.RECLASSIFY: _reclassify,
}
