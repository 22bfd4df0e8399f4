"""Who may enter publications and their views. Views are typed in as totals and judge nobody (AF06)."""

from datetime import date

from xuezuo.periods import today
from xuezuo.publicity.models import PublicationKind
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

MOST_VIEWS = 2**63 - 1
"""What the column holds."""


def may_write(by: Scope, path: str) -> None:
    """The organization's own secretary or an officer of it or above; else `NotVisible`."""
    if by.role not in ("operator", "secretary", "officer") or not by.covers(path):
        raise NotVisible(path)


def check_publication(kind: str, title: str, published_on: date) -> None:
    if kind not in PublicationKind.values:
        raise Refusal("publication_kind_unknown", word=kind, choices=tuple(PublicationKind.values))
    if not title.strip():
        raise Refusal("publication_title_missing")
    check_day(published_on, published_on)


def check_day(day: date, published_on: date, latest: date | None = None) -> None:
    """Nothing is published or counted after `latest` (today unless given), nor counted before it was published."""
    latest = latest or today()
    if day > latest:
        raise Refusal("publication_in_future", day=day.isoformat(), today=latest.isoformat())
    if day < published_on:
        raise Refusal("views_too_early", day=day.isoformat(), since=published_on.isoformat())


def check_views(views: int) -> None:
    if views < 0:
        raise Refusal("views_negative")
    if views > MOST_VIEWS:
        raise Refusal("views_too_many", most=MOST_VIEWS)
