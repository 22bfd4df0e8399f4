"""Decisions about a person that they may answer, and what they said: shown together, wherever the decision is shown."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xuezuo.cases.models import Case
from xuezuo.organizations.models import Ending, ProbationDecision, Restoration
from xuezuo.organizations.sealing import unseal
from xuezuo.privacy import rules
from xuezuo.privacy.models import Reply
from xuezuo.privacy.queries.members import last_home
from xuezuo.scopes import Scope

KINDS: dict[str, str | Promise] = {
    "ending": _("End of the membership"),
    "restoration": _("Membership restored"),
    "probation": _("Decision on probation"),
    "case": _("Case of lost contact"),
}


class Decision(NamedTuple):
    """`what` is its outcome in words, `why` its reason, `document` where it is written down."""

    kind: str
    pk: int
    title: str
    what: str
    why: str
    document: str
    decided_at: datetime
    replies: list[Reply]


def decisions_on(scope: Scope, member_id: int) -> list[Decision]:
    """Every decision that stands about a member, the newest first, each with the replies: for them and their branch."""
    if scope.member_id != member_id:
        rules.may_see_member(scope, last_home(member_id))
    found = [*_of_membership(member_id), *_of_probation(member_id), *_of_cases(member_id)]
    said = replies_to((one.kind, one.pk) for one in found)
    told = [one._replace(replies=said[one.kind, one.pk]) for one in found]
    return sorted(told, key=lambda one: one.decided_at, reverse=True)


def replies_to(decisions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Reply]]:
    """By (kind, id of the decision), what the person said. The caller has shown that the viewer may see the decision."""
    wanted = set(decisions)
    found: dict[tuple[str, int], list[Reply]] = defaultdict(list)
    for one in Reply.objects.filter(decision__in={pk for _kind, pk in wanted}).order_by("pk"):
        if (one.kind, one.decision) in wanted:
            found[one.kind, one.decision].append(one)
    return found


def _of_membership(member_id: int) -> list[Decision]:
    endings = Ending.objects.filter(membership__member_id=member_id, withdrawn_at__isnull=True)
    restored = Restoration.objects.filter(membership__member_id=member_id)
    return [
        _decision("ending", one, one.get_kind_display(), _plain(one.reason, "ending.reason"), one.document)
        for one in endings
    ] + [_decision("restoration", one, "", _plain(one.reason, "restoration.reason"), one.document) for one in restored]


def _of_probation(member_id: int) -> list[Decision]:
    return [
        Decision(
            "probation",
            one.pk,
            str(KINDS["probation"]),
            f"{one.get_outcome_display()} {one.day.isoformat()}",
            "",
            one.document,
            one.decided_at,
            [],
        )
        for one in ProbationDecision.objects.filter(member_id=member_id)
    ]


def _of_cases(member_id: int) -> list[Decision]:
    return [
        Decision("case", one.pk, str(KINDS["case"]), one.found_on.isoformat(), one.cause, "", one.raised_at, [])
        for one in Case.objects.filter(member_id=member_id)
    ]


def _decision(
    kind: str, one: Ending | Restoration, what: str, why: str, document: bytes | memoryview | None
) -> Decision:
    return Decision(kind, one.pk, str(KINDS[kind]), what, why, _plain(document, f"{kind}.document"), one.decided_at, [])


def _plain(sealed: bytes | memoryview | None, column: str) -> str:
    return unseal(bytes(sealed), column) if sealed else ""
