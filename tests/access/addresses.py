"""Every address of the product, once: what its parts look like at a position, and from where it may be seen.

A new address needs one line here. `parts` gives the parts of the address for a spot of `tests.access.place`; leave it
out for an address without parts. `sent` is a form that would really do something, so that a refusal is a real one.
`query` are parts of the address behind the question mark. `seen` says from where the address shows something, where
that is not "own and below" for everybody the view lets in; `closed_to` names methods that are refused even there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.access.place import Spot

OWN = frozenset({"own"})
BELOW = frozenset({"own", "child", "grandchild"})
NAMES = frozenset({"own", "child"})
LINE = frozenset({"own", "parent"})
NOWHERE: frozenset[str] = frozenset()

Parts = Callable[[Spot], dict[str, object]]


@dataclass(frozen=True)
class Address:
    parts: Parts | None = None
    seen: frozenset[str] = BELOW
    seen_by: dict[str, frozenset[str]] = field(default_factory=dict)
    sent: Callable[[Spot], dict[str, object]] = lambda spot: {}
    query: Parts | None = None
    closed_to: frozenset[str] = frozenset()

    @property
    def varies(self) -> bool:
        return self.parts is not None or self.query is not None

    def seen_from(self, role: str, method: str) -> frozenset[str]:
        return NOWHERE if method in self.closed_to else self.seen_by.get(role, self.seen)


def code(spot: Spot) -> dict[str, object]:
    return {"code": spot.code}


def organization(spot: Spot) -> dict[str, object]:
    return {"organization": spot.code}


def draft(spot: Spot) -> dict[str, object]:
    return {"pk": spot.draft}


def draft_proposal(spot: Spot) -> dict[str, object]:
    return {"pk": spot.draft, "proposal": spot.proposal}


def issued_notice(spot: Spot) -> dict[str, object]:
    return {"pk": spot.notice}


def record(spot: Spot) -> dict[str, object]:
    return {"pk": spot.record}


def claim(spot: Spot) -> dict[str, object]:
    return {"pk": spot.record, "requirement": spot.requirement}


def briefing(spot: Spot) -> dict[str, object]:
    return {"pk": spot.briefing}


def paragraph(spot: Spot) -> dict[str, object]:
    return {"pk": spot.briefing, "paragraph": spot.paragraph}


# an office reads notices held at or below it; everybody reads those addressed to them or above them
READ_NOTICE = {"officer": BELOW | LINE, "inspector": LINE, "secretary": LINE, "member": LINE}
# campaigns of superiors reach down, campaigns from below are seen by those above
READ_CAMPAIGN = BELOW | LINE

ACCOUNT = {
    "home": Address(),
    "desk": Address(),
    "language": Address(),
    "account_login": Address(),
    "mfa_authenticate": Address(),
    "account_logout": Address(),
    "account_inactive": Address(),
    "account_change_password": Address(),
    "account_reauthenticate": Address(),
    "mfa_reauthenticate": Address(),
    "mfa_index": Address(),
    "mfa_activate_totp": Address(),
    "mfa_deactivate_totp": Address(seen=NOWHERE),  # nobody here has a second factor to switch off
    "mfa_view_recovery_codes": Address(seen=NOWHERE),
    "mfa_generate_recovery_codes": Address(),
    "me": Address(),
    "feedback": Address(),
    "feedback-new": Address(),
    "feedback-answer": Address(lambda spot: {"pk": spot.feedback}, sent=lambda spot: {"text": "知道了"}),
}

PORTAL = {
    "portal": Address(),
    "portal-notice": Address(issued_notice, seen=NOWHERE),  # issued is not published
    "portal-original": Address(issued_notice, seen=NOWHERE),
    "healthz": Address(),
    "readyz": Address(),
    "metrics": Address(),
}

NOTICES = {
    "notices": Address(),
    "notice-new": Address(),
    "notice": Address(issued_notice, seen_by=READ_NOTICE),
    "notice-original": Address(issued_notice, seen_by=READ_NOTICE),
    "notice-receipts": Address(issued_notice, seen_by=READ_NOTICE),
    "notice-issues": Address(draft, sent=lambda spot: {"to": spot.code}),
    "notice-publishing": Address(draft),
    "proposal-add": Address(
        draft, sent=lambda spot: {"passage": "各支部6月底前", "topic": "study", "strength": "hard"}
    ),
    "proposal-edit": Address(draft_proposal),
    "proposal-dropping": Address(draft_proposal),
    "proposal-confirm": Address(draft_proposal),
}

CAMPAIGNS = {
    "campaigns": Address(),
    "campaign-new": Address(),
    "campaign-file": Address(),
    "campaign": Address(lambda spot: {"code": spot.campaign}, seen=READ_CAMPAIGN),
    "campaign-rehearsal": Address(lambda spot: {"code": spot.draft_campaign}),
    "campaign-issue": Address(lambda spot: {"code": spot.draft_campaign}),
    "addressed": Address(lambda spot: {"code": spot.campaign, "requirement": "RQ1"}, seen=READ_CAMPAIGN),
}

BRANCH = {
    "branch-today": Address(code),
    "records": Address(code),
    "record-new": Address(code, seen=NAMES),
    "record-proposals": Address(code, seen=NAMES),
    "record": Address(record),
    "correction-new": Address(record, seen=NAMES),
    "claim": Address(claim, seen=NAMES),
    "claim-withdrawal": Address(claim, seen=NAMES),
    "make-ups": Address(code, seen=NAMES),
    "make-up-plans": Address(code, sent=lambda spot: {"reading": spot.reading}),
    "make-up-withdrawal": Address(lambda spot: {"pk": spot.make_up}, seen=NAMES),
    "make-up-plan-confirmation": Address(lambda spot: {"pk": spot.plan}),
}

OVERVIEW = {
    "organization": Address(code),
    "figure": Address(lambda spot: {"code": "study_coverage"}, query=organization),
    "figure-list": Address(lambda spot: {"code": "study_coverage"}, query=organization),
    "gaps": Address(query=organization),
    "gap-drafts": Address(code, sent=lambda spot: {"reading": spot.reading, "way": "gather"}),
    "indicators": Address(),
}

BRIEFINGS = {
    "briefings": Address(),
    "briefing-new": Address(),
    "briefing": Address(briefing),
    "briefing-signature": Address(briefing),
    "briefing-removal": Address(briefing),
    "briefing-download": Address(briefing),
    "briefing-figure": Address(lambda spot: {"pk": spot.briefing, "indicator": "lectures_given"}, seen=NOWHERE),
    "briefing-paragraph-new": Address(briefing),
    "briefing-paragraph": Address(paragraph),
    "briefing-paragraph-removal": Address(paragraph),
}


def upload(spot: Spot) -> dict[str, object]:
    return {"token": "0" * 32}


ROSTERS = {
    # only the sender sees a file, and only offices at the top send one
    "imports": Address(closed_to=frozenset({"post"})),
    "import": Address(upload, seen=NOWHERE),
    "import-errors": Address(upload, seen=NOWHERE),
    "import-writing": Address(upload, seen=NOWHERE),
    "import-removal": Address(upload, seen=NOWHERE),
}

ADDRESSES: dict[str, Address] = {
    **ACCOUNT,
    **PORTAL,
    **NOTICES,
    **CAMPAIGNS,
    **BRANCH,
    **OVERVIEW,
    **BRIEFINGS,
    **ROSTERS,
}
