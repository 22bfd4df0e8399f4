"""Reading notices: which a viewer sees, what is proposed in them, whom they reached, and what is published to all."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from xuezuo import tree_paths
from xuezuo.notices import rules
from xuezuo.notices.models import Issue, Notice, Proposal, Receipt
from xuezuo.organizations.models import Placement
from xuezuo.organizations.queries import holding_on, placement_of, placements, within
from xuezuo.periods import today
from xuezuo.scopes import NotVisible, Scope

HEAVY = ("text", "original", "reading")
"""Columns that a list does not load: a scanned annex may have megabytes."""


def _own_line(scope: Scope) -> QuerySet[Placement]:
    """The viewer's organization and its superiors: what is addressed to one of them is addressed to the viewer."""
    line = [*tree_paths.ancestors(scope.path), scope.path]
    return Placement.objects.filter(holding_on(today()), path__in=line)


def notices(scope: Scope) -> QuerySet[Notice]:
    """Notices held in the viewer's part of the tree (offices), and those issued to it; newest first."""
    if scope.role not in rules.READERS:
        return Notice.objects.none()
    addressed = Issue.objects.filter(
        notice=OuterRef("pk"), addressed_id__in=_own_line(scope).order_by().values("organization_id")
    )
    seen = Q(Exists(addressed))
    if scope.role in rules.EDITORS:
        seen |= Q(holder_id__in=placements(scope).order_by().values("organization_id"))
    return Notice.objects.filter(seen).select_related("holder").order_by("-taken_in_at", "-pk")


def listing(scope: Scope) -> QuerySet[Notice]:
    """The same without the texts, each with `issued`: whether it was sent to anybody."""
    sent = Exists(Issue.objects.filter(notice=OuterRef("pk")))
    return notices(scope).defer(*HEAVY).annotate(issued=sent)


def notice(scope: Scope, pk: int) -> Notice:
    """One notice. Raises `NotVisible`."""
    found = notices(scope).filter(pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found


def may_edit(scope: Scope, found: Notice) -> bool:
    """Whether the viewer may mark, confirm and issue."""
    try:
        return rules.may_edit(scope, placement_of(scope, found.holder_id))
    except NotVisible:
        return False


def editable_notice(scope: Scope, pk: int) -> Notice:
    """One that the viewer may mark and issue. Raises `NotVisible` for those they only read."""
    found = notice(scope, pk)
    if not may_edit(scope, found):
        raise NotVisible(pk)
    return found


def proposals(scope: Scope, found: Notice) -> QuerySet[Proposal]:
    """Every proposal in order of the text, with its requirement or its dropping where a person decided."""
    notice(scope, found.pk)
    return found.proposals.select_related("dropping", "requirement__campaign")


def proposal(scope: Scope, notice_id: int, pk: int) -> Proposal:
    """One proposal of a notice that the viewer may edit. Raises `NotVisible`."""
    found = notice(scope, notice_id)
    one = found.proposals.select_related("notice", "dropping", "requirement").filter(pk=pk).first()
    if one is None or not may_edit(scope, found):
        raise NotVisible(pk)
    return one


def issues(scope: Scope, found: Notice) -> QuerySet[Issue]:
    """To whom the notice was sent."""
    notice(scope, found.pk)
    return found.issues.select_related("addressed").order_by("issued_at", "pk")


def addressed_to_viewer(scope: Scope, found: Notice) -> bool:
    """Whether the viewer's own organization, or one above it, was addressed."""
    return found.issues.filter(addressed_id__in=_own_line(scope).order_by().values("organization_id")).exists()


def expected(scope: Scope, found: Notice, received: bool | None = None) -> QuerySet[Placement]:
    """Organizations of the viewer's part of the tree that the notice was sent to, itself and all below, by path.

    `received` leaves only those of which somebody opened it, or only those of which nobody did.
    """
    day = today()
    tops = Placement.objects.filter(
        holding_on(day), organization_id__in=issues(scope, found).order_by().values("addressed_id")
    )
    reached = Q(pk__in=[])
    for path in tops.values_list("path", flat=True):
        reached |= within(path)
    opened = Receipt.objects.filter(notice=found, organization_id=OuterRef("organization_id"))
    rows = placements(scope, day).filter(reached)
    return rows if received is None else rows.filter(Exists(opened) if received else ~Exists(opened))


def published() -> QuerySet[Notice]:
    """What everybody may read, newest first; the one query of this room that needs no scope."""
    return Notice.objects.filter(publishing__isnull=False).defer(*HEAVY).order_by("-publishing__decided_at", "-pk")


def published_notice(pk: int) -> Notice:
    """Raises `NotVisible` for a notice that nobody published, as for one that does not exist."""
    found = Notice.objects.filter(publishing__isnull=False, pk=pk).first()
    if found is None:
        raise NotVisible(pk)
    return found
