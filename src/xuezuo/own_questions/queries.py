"""Saved questions that a viewer may ask, and what a question may be put together from at a place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs

from django.db.models import Prefetch, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.indicators.answering import kept_for
from xuezuo.indicators.asking import filters_of
from xuezuo.indicators.explaining import is_small
from xuezuo.indicators.queries import Asked, with_engine
from xuezuo.organizations.queries import placements
from xuezuo.own_questions.asking import Own, check_words, read
from xuezuo.own_questions.models import SavedQuestion, Sharing
from xuezuo.own_questions.offers import Offer
from xuezuo.own_questions.rules import ASKERS
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator


def mine(scope: Scope) -> QuerySet[SavedQuestion]:
    """The viewer's own, the newest first; what was withdrawn is not among them."""
    return _all(scope).filter(saved_by=scope.viewer_id or 0, withdrawn_at__isnull=True)


def withdrawn(scope: Scope) -> QuerySet[SavedQuestion]:
    """The viewer's own that were withdrawn and can be put back, the last withdrawn first."""
    return (
        _all(scope).filter(saved_by=scope.viewer_id or 0, withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk")
    )


def shared_with(scope: Scope) -> QuerySet[SavedQuestion]:
    """Those of others, offered at the viewer's organization or at one above it."""
    offered = Sharing.objects.filter(ended_at__isnull=True, organization_id__in=_line(scope))
    found = _all(scope).filter(pk__in=offered.values("question_id"), withdrawn_at__isnull=True)
    return found.exclude(saved_by=scope.viewer_id or 0)


def _all(scope: Scope) -> QuerySet[SavedQuestion]:
    if scope.role not in ASKERS:
        raise NotVisible("questions")
    standing = Sharing.objects.filter(ended_at__isnull=True).select_related("organization").order_by("pk")
    found = SavedQuestion.objects.select_related("organization").order_by("-saved_at", "-pk")
    return found.prefetch_related(Prefetch("sharings", standing))


def _line(scope: Scope) -> list[int]:
    """The viewer's organization and those above it, in the tree of today."""
    paths = [*tree_paths.ancestors(scope.path), scope.path]
    return [pk for (pk,) in placements(operator()).filter(path__in=paths).values_list("organization_id")]


def question(scope: Scope, pk: int) -> SavedQuestion:
    """One's own, also withdrawn, or one that is shared with the viewer. Raises `NotVisible`."""
    if scope.role == "operator":
        found = SavedQuestion.objects.filter(pk=pk, withdrawn_at__isnull=True).first()
    else:
        own = _all(scope).filter(Q(saved_by=scope.viewer_id or 0), pk=pk).first()
        found = own or shared_with(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def sharing(scope: Scope, pk: int) -> Sharing:
    """One that stands, of a question that the viewer may see, and that they may end (`rules.may_end`): any other takes as
    many questions of the database as one that is not there."""
    theirs = Q(question__saved_by=scope.viewer_id or 0) | Q(question__organization_id=scope.organization_id or 0)
    standing = Sharing.objects.filter(theirs, pk=pk, ended_at__isnull=True)
    found = standing.select_related("question", "organization").first()
    if found is None:
        raise NotVisible(pk)
    question(scope, found.question_id)
    return found


def words_at(asked: Asked, offer: Offer) -> dict[str, dict[str, str]]:
    """By column the words that can be asked for at a place on a day: of what is due elsewhere nobody learns here."""
    day = asked.question.day
    return {column: offer.row_set.words(column, day, asked.stood_at) for column in offer.columns}


def own_at(asked: Asked, given: Mapping[str, Sequence[str]], saved: SavedQuestion | None = None) -> Own:
    """The question of an address, or the saved one, for a place and day; read by what is below it, if anything, where
    nothing else is said.

    Raises `Refusal`.
    """
    own = read(given if saved is None or "rows" in given else parse_qs(saved.words))
    check_words(own, words_at(asked, own.offer))
    if own.by in ("", "children"):
        return replace(own, by="children" if asked.has_below else "")
    return own


def answering(asked: Asked, own: Own, *, now: bool = False) -> Asked | None:
    """The question put to an engine that answers at once: kept rows, the database where it counts by itself or the place is
    small, prepared files; None where it is counted on request (`now`) only.
    """
    indicator = own.indicator
    is_kept = kept_for(asked, indicator, filters_of(indicator, own.narrow, own.by), own.by) is not None
    if now or is_kept or indicator.row_set.sql or asked.question.alone or is_small(asked):
        return asked
    try:
        return with_engine(asked, "snapshot")
    except Refusal:
        return None
