"""Posts of an organization: who holds them, entering, ending and correcting them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xuezuo import tree_paths
from xuezuo.accounts.queries import names_of
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import Member, Placement
from xuezuo.organizations.queries import placement_by_code
from xuezuo.people import actions, queries
from xuezuo.people.kinds import GIVEN_FROM_ABOVE, PostKind
from xuezuo.people.models import HandOver, PostChange, PostHolding
from xuezuo.people.rules import may_keep_posts
from xuezuo.periods import FOREVER, today
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope
from xuezuo.web.access import access
from xuezuo.web.office.posts_forms import CorrectionForm, EndingForm, PostForm, RemovalForm
from xuezuo.web.shared.sent import sent


def posts_to_enter(scope: Scope, path: str) -> list[str]:
    """Posts that the viewer may enter there, in the order of the list."""
    above = scope.role == "officer" and tree_paths.depth(scope.path) < tree_paths.depth(path)
    return [kind.value for kind in PostKind if above or kind not in GIVEN_FROM_ABOVE]


def _place(scope: Scope, code: str) -> Placement:
    placement = placement_by_code(scope, code)
    may_keep_posts(scope, placement.path)
    return placement


@dataclass(frozen=True)
class Line:
    """One entry with the names of those who made and changed it."""

    holding: PostHolding
    entered_by: str
    changes: list[tuple[PostChange, str]]


def _lines(entries: list[PostHolding]) -> list[Line]:
    acted = {one.entered_by for one in entries}
    acted |= {change.decided_by for one in entries for change in one.changes.all()}
    names = names_of(list(acted))
    return [
        Line(
            one,
            names.get(one.entered_by, ""),
            [(change, names.get(change.decided_by, "")) for change in one.changes.all()],
        )
        for one in entries
    ]


@access("secretary", "officer")
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    placement = _place(scope, code)
    history = list(queries.post_history(scope, placement.organization_id))
    day = today()
    held = [one for one in history if one.valid_from <= day < one.valid_to]
    order = list(PostKind.values)
    made = list(queries.hand_overs(scope, placement.organization_id))
    may_change = posts_to_enter(scope, placement.path)
    context = {
        "placement": placement,
        "held": _lines(sorted(held, key=lambda one: (order.index(one.post), one.valid_from))),
        "past": _lines([one for one in history if one not in held]),
        "remarks": queries.committee_remarks(scope, placement.organization),
        "may_change": may_change,
        "forever": FOREVER,
        "is_branch": placement.organization.kind in BRANCH_KINDS,
        "hand_overs": made,
        "taken_back": queries.hand_overs_taken_back(scope, placement.organization_id),
        "to_hand_over": _to_hand_over(history, made),
    }
    return render(request, "office/posts.html", context)


def _to_hand_over(history: list[PostHolding], made: list[HandOver]) -> list[PostHolding]:
    """Holders of today after somebody else held the same post, between whom nothing was handed over yet."""
    day, done = today(), {one.incoming_id for one in made}
    return [
        one
        for one in history
        if one.valid_from <= day < one.valid_to and one.pk not in done and holder_before(one, history) is not None
    ]


def holder_before(incoming: PostHolding, history: list[PostHolding]) -> PostHolding | None:
    """Who held the same post last before."""
    earlier = [
        one
        for one in history
        if one.post == incoming.post
        and one.member_id != incoming.member_id
        and one.valid_from < one.valid_to <= incoming.valid_from
    ]
    return max(earlier, key=lambda one: (one.valid_to, one.pk), default=None)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    scope = request.scope  # type: ignore[attr-defined]
    placement = _place(scope, code)
    named = request.GET.get("named", "").strip()
    people = queries.pickable(scope, placement.organization_id, named)
    held = sorted(queries.holders(scope, placement.organization_id), key=lambda one: one.pk)
    posts = posts_to_enter(scope, placement.path)
    form = PostForm(**sent(request), people=people, held=held, posts=posts, initial={"since": today()})
    if request.method == "POST" and form.is_valid():
        try:
            _enter(scope, placement, form)
        except Refusal as refusal:
            form.add_error("name" if refusal.code == "person_not_found" else "since", str(refusal))
        else:
            messages.success(request, _("The post is entered."))
            return redirect("posts", code)
    is_branch = placement.organization.kind in BRANCH_KINDS
    context = {"form": form, "placement": placement, "named": named, "is_branch": is_branch, "people": people}
    return render(request, "office/posts_new.html", context, status=422 if form.errors else 200)


def _enter(scope: Scope, placement: Placement, form: PostForm) -> None:
    given: dict[str, Any] = form.cleaned_data
    member: Member | None = form.people.get(given["member"])
    if given["name"] or member is None:
        member = queries.person_with_number(given["name"], given["id_number"])
    if member is None:
        raise Refusal("person_not_found")
    actions.enter_post(
        by=scope,
        organization_id=placement.organization_id,
        member=member,
        post=given["post"],
        way=given["way"],
        since=given["since"],
        document=given["document"],
        id_number=given["id_number"],
        replacing=form.held.get(given.get("replacing", "")),
    )


def _changed(request: HttpRequest, pk: int, form: forms.Form, words: dict[str, str], act: Any) -> HttpResponse:
    """Show the form of a change; once it is sent, do it and go back to the list."""
    scope = request.scope  # type: ignore[attr-defined]
    holding = _mine(scope, pk)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=scope, holding=holding, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("reason" if "reason" in refusal.code else None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("posts", holding.organization.code)
    context = {"form": form, "holding": holding, "words": words}
    return render(request, "office/posts_change.html", context, status=422 if form.errors else 200)


def _mine(scope: Scope, pk: int) -> PostHolding:
    """An entry that the viewer may change, and that was not taken back."""
    holding = queries.post_holding(scope, pk)
    placement = placement_by_code(scope, holding.organization.code)
    may_keep_posts(scope, placement.path, holding.post)
    if holding.valid_from == holding.valid_to:
        raise NotVisible(pk)
    return holding


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    words = {"title": _("End a post"), "button": _("End the post"), "done": _("The post is ended.")}
    form = EndingForm(**sent(request), initial={"on": today()})
    return _changed(request, pk, form, words, actions.end_post)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    holding = _mine(request.scope, pk)  # type: ignore[attr-defined]
    known = {name: getattr(holding, name) for name in ("post", "way", "valid_from", "document")}
    words = {
        "title": _("Correct a post"),
        "button": _("Save the correction"),
        "done": _("The correction is saved; what was said before stays in the history."),
    }
    return _changed(request, pk, CorrectionForm(**sent(request), initial=known), words, actions.correct_post)


@access("secretary", "officer")
@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Take an entry back"),
        "button": _("Take it back"),
        "done": _("The entry is taken back: the post was held on no day. It stays in the history."),
    }
    return _changed(request, pk, RemovalForm(**sent(request)), words, actions.take_back_post)
