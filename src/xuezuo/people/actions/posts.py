"""Entering posts, ending and correcting them, and hand-overs between two holders."""

from datetime import date

from django.db import transaction

from xuezuo.audit import actions as audit
from xuezuo.organizations.likenesses import entries_of
from xuezuo.organizations.models import Member, Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.people import rules
from xuezuo.people.kinds import ChangeKind
from xuezuo.people.models import HandOver, PostChange, PostHolding
from xuezuo.people.queries import person_with_number
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope

CORRECTABLE = {"post", "way", "valid_from", "valid_to", "document"}


@transaction.atomic
def enter_post(
    *,
    by: Scope,
    organization_id: int,
    member: Member,
    post: str,
    way: str,
    since: date,
    until: date = FOREVER,
    document: str = "",
    id_number: str = "",
    replacing: PostHolding | None = None,
) -> PostHolding:
    """A member was elected or appointed to a post. `replacing` ends the post of the holder before on the same day.

    A member whose name the viewer does not see is taken only with their identity number. A second secretary is not
    refused: the page says so, and a person decides (D5.11).
    """
    rules.may_keep_posts(by, placement_of(by, organization_id).path, post)
    if person_with_number(member.name, id_number) != member:
        rules.may_name(by, member.pk)
    rules.check_post(post, way, since, until)
    Organization.objects.select_for_update().get(pk=organization_id)  # entered by two people at once: once
    _check_free(member.pk, organization_id, post, since, until)
    if replacing is not None:
        if (replacing.organization_id, replacing.post) != (organization_id, post):
            raise Refusal("hand_over_other_post")
        _change(by, replacing, ChangeKind.ENDED, document.strip(), valid_to=_ending(replacing, since))
    made = PostHolding.objects.create(
        member=member,
        organization_id=organization_id,
        post=post,
        way=way,
        valid_from=since,
        valid_to=until,
        document=document.strip()[:200],
        entered_by=by.viewer_id or 0,
    )
    _told(by, "post.enter", made, replaces=replacing.pk if replacing else None)
    return made


@transaction.atomic
def end_post(*, by: Scope, holding: PostHolding, on: date, reason: str) -> PostHolding:
    """From that day on the post is held no longer, and what it allowed ends with it."""
    holding = _locked(by, holding)
    _change(by, holding, ChangeKind.ENDED, rules.check_reason(reason), valid_to=_ending(holding, on))
    _told(by, "post.end", holding, on=on.isoformat())
    return holding


@transaction.atomic
def correct_post(*, by: Scope, holding: PostHolding, reason: str, **after: object) -> PostHolding:
    """What was entered wrongly: `after` may hold post, way, valid_from, valid_to and document, never another person.
    Nobody corrects their own into what may carry a role."""
    if not set(after) <= CORRECTABLE:
        raise TypeError(f"not correctable: {sorted(set(after) - CORRECTABLE)}")
    holding = _locked(by, holding)
    reason = rules.check_reason(reason)
    wanted = {name: value for name, value in after.items() if getattr(holding, name) != value}
    if not wanted:
        raise Refusal("correction_changes_nothing")
    rules.may_keep_posts(by, placement_of(by, holding.organization_id).path, str(wanted.get("post", holding.post)))
    if not set(wanted).isdisjoint(("post", "valid_from", "valid_to")):
        posts = (holding.post, str(wanted.get("post", holding.post)))
        rules.check_not_own_post(by, entries_of(holding.member_id), posts)
    _change(by, holding, ChangeKind.CORRECTED, reason, **wanted)
    rules.check_post(holding.post, holding.way, holding.valid_from, holding.valid_to)
    _check_free(
        holding.member_id, holding.organization_id, holding.post, holding.valid_from, holding.valid_to, holding.pk
    )
    _told(by, "post.correct", holding, fields=sorted(wanted))
    return holding


@transaction.atomic
def take_back_post(*, by: Scope, holding: PostHolding, reason: str) -> PostHolding:
    """It was entered by mistake: it was held on no day. The entry and its history stay."""
    holding = _locked(by, holding)
    _change(by, holding, ChangeKind.TAKEN_BACK, rules.check_reason(reason), valid_to=holding.valid_from)
    _told(by, "post.take_back", holding)
    return holding


@transaction.atomic
def hand_over(*, by: Scope, outgoing: PostHolding, incoming: PostHolding, handed_on: date, note: str = "") -> HandOver:
    """The holder before handed the post over to the next. Entered twice it is one, with the later note."""
    rules.may_keep_posts(by, placement_of(by, incoming.organization_id).path)
    same = (outgoing.organization_id, outgoing.post) == (incoming.organization_id, incoming.post)
    if not same or outgoing.pk == incoming.pk or outgoing.valid_from > incoming.valid_from:
        raise Refusal("hand_over_other_post")
    if not incoming.valid_from <= handed_on <= today():
        raise Refusal("hand_over_day", since=incoming.valid_from.isoformat(), today=today().isoformat())
    made, new = HandOver.objects.get_or_create(
        outgoing=outgoing,
        incoming=incoming,
        defaults={"handed_on": handed_on, "note": note.strip(), "entered_by": by.viewer_id or 0},
    )
    if not new:
        raise Refusal("hand_over_known", day=made.handed_on.isoformat())
    _told(by, "post.hand_over", incoming, outgoing=outgoing.pk, on=handed_on.isoformat())
    return made


def _locked(by: Scope, holding: PostHolding) -> PostHolding:
    """The entry as it stands now, for somebody who may change it. One that was taken back stays as it is."""
    Organization.objects.select_for_update().get(pk=holding.organization_id)
    now = PostHolding.objects.select_for_update().get(pk=holding.pk)
    rules.may_keep_posts(by, placement_of(by, now.organization_id).path, now.post)
    if now.valid_from == now.valid_to:
        raise Refusal("post_taken_back")
    return now


def _ending(holding: PostHolding, on: date) -> date:
    if not holding.valid_from < on <= holding.valid_to:
        raise Refusal("post_end_impossible", since=holding.valid_from.isoformat(), day=on.isoformat())
    return on


def _check_free(member_id: int, organization_id: int, post: str, since: date, until: date, but: int = 0) -> None:
    same = PostHolding.objects.filter(member_id=member_id, organization_id=organization_id, post=post)
    other = same.filter(valid_from__lt=until, valid_to__gt=since).exclude(pk=but).first()
    if other is not None and other.valid_from < other.valid_to:
        raise Refusal("post_held_already", since=other.valid_from.isoformat())


def _change(by: Scope, holding: PostHolding, kind: str, reason: str, **after: object) -> None:
    before = {name: str(getattr(holding, name)) for name in after}
    for name, value in after.items():
        setattr(holding, name, value)
    rules.check_span(holding.valid_from, holding.valid_to)
    holding.save(update_fields=list(after))
    PostChange.objects.create(
        holding=holding,
        kind=kind,
        before=before,
        after={name: str(value) for name, value in after.items()},
        reason=reason[:300],
        decided_by=by.viewer_id or 0,
    )


def _told(by: Scope, action: str, holding: PostHolding, **detail: object) -> None:
    audit.record(
        by=by,
        action=action,
        kind="post",
        object_id=holding.pk,
        organization_id=holding.organization_id,
        post=holding.post,
        **detail,
    )
