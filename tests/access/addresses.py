"""Every address of the product, once: what its parts look like at a position, and from where it may be seen.

A new address needs one line here. `parts` gives the parts of the address for a spot of `tests.access.place`; leave it
out for an address without parts. `sent` is a form that would really do something, so that a refusal is a real one.
`query` are parts of the address behind the question mark. `seen` says from where the address shows something, where
that is not "own and below" for everybody the view lets in; `closed_to` names methods that are refused even there.
"""

import uuid
from base64 import b64encode

from tests.access.address import (
    BELOW,
    LINE,
    NAMES,
    NOWHERE,
    OWN,
    Address,
    Parts,
    asked_at,
    asked_in,
    briefing,
    claim,
    code,
    draft,
    draft_proposal,
    issued_notice,
    key_of_somebody,
    organization,
    paragraph,
    pk_of,
    record,
)
from tests.access.place import Spot
from xuezuo.web.branch.sheet_codes import Sheet, code_of

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
    "mfa_login_webauthn": Address(),
    "activate": Address(),
    "mfa_reauthenticate_webauthn": Address(),
    "sessions": Address(),
    "session-endings": Address(),
    "mfa_add_webauthn": Address(),
    "mfa_edit_webauthn": Address(key_of_somebody, seen=NOWHERE),  # nobody here has a key
    "mfa_remove_webauthn": Address(key_of_somebody, seen=NOWHERE),
    "me": Address(),
    "feedback": Address(),
    "feedback-new": Address(),
    "feedback-by-code": Address(),
    "feedback-answer": Address(lambda spot: {"pk": spot.feedback}, sent=lambda spot: {"text": "知道了"}),
}

PORTAL = {
    "portal": Address(),
    "worker": Address(),
    "manifest": Address(),
    "offline": Address(),
    "outbox": Address(),
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
    "requirement-history": Address(asked_in, seen=READ_CAMPAIGN),
    "requirement-amendment": Address(asked_in),
    "own-ways": Address(),
    # right below, and not what is one's own
    "own-way-answer": Address(pk_of("own_way"), seen=frozenset({"child"}), sent=lambda spot: {"accept": "1"}),
    "own-way-answer-withdrawal": Address(pk_of("own_way"), seen=frozenset({"child"})),
    "addressed": Address(lambda spot: {"code": spot.campaign, "requirement": "RQ1"}, seen=READ_CAMPAIGN),
}

BRANCH = {
    "branch-today": Address(code),
    "late-reasons": Address(
        code, seen=NAMES, sent=lambda spot: {"reason": "农忙", "kind": "general", "period": "2016Q1"}
    ),
    "late-reason-withdrawal": Address(lambda spot: {"pk": spot.late_reason}, seen=NAMES),
    "study-plan": Address(code),
    "rhythm": Address(
        code,
        sent=lambda _: {"key": "meeting.lecture.per_quarter", "value": 3, "valid_from": "2999-01-01", "reason": "多"},
        writers={"secretary": BELOW, "officer": BELOW},
    ),
    "narrowing-end": Address(lambda spot: {"pk": spot.narrowing}, sent=lambda spot: {"reason": "停"}),
    "branch-groups": Address(code, seen=NAMES, sent=lambda spot: {"group-name": "新小组", "group-since": "2016-01-01"}),
    "branch-group-end": Address(lambda spot: {"pk": spot.branch_group}, seen=NAMES),
    "records": Address(code),
    "record-new": Address(code, seen=NAMES),
    "record-proposals": Address(code, seen=NAMES),
    "record": Address(record),
    "correction-new": Address(record, seen=NAMES),
    "batch": Address(code, seen=NAMES),
    "sheets": Address(code, seen=NAMES),
    "sheet": Address(lambda spot: {"sheet": code_of(Sheet(spot.organization))}, seen=NAMES),
    "records-export": Address(code, seen=NAMES),
    "minutes": Address(record, seen=NAMES),
    "resolutions": Address(record, seen=NAMES),
    "resolution-withdrawal": Address(lambda spot: {"pk": spot.resolution}, seen=NAMES),
    "exclusions": Address(record, seen=NAMES),
    "exclusion-withdrawal": Address(lambda spot: {"pk": spot.exclusion}, seen=NAMES),
    "guests": Address(record, seen=NAMES),
    "guest-withdrawal": Address(lambda spot: {"pk": spot.note}, seen=NAMES),
    "guest-answer": Address(lambda spot: {"pk": spot.asked}, seen=NAMES),
    "elsewhere": Address(code, seen=NAMES),
    "record-withdrawal": Address(record, seen=NAMES),
    "record-restoration": Address(lambda spot: {"pk": spot.withdrawn}, seen=NAMES),
    "claim": Address(claim, seen=NAMES),
    "claim-withdrawal": Address(claim, seen=NAMES),
    "branch-changes": Address(code),
    "changes-noted": Address(code, seen=OWN),
    "own-items": Address(code),
    "own-item-new": Address(code, seen=OWN),
    "own-way": Address(asked_at, writers={"secretary": OWN, "officer": OWN}),
    "own-item-withdrawal": Address(asked_at, seen=OWN),
    "own-way-withdrawal": Address(pk_of("own_way"), seen=OWN),
    "make-ups": Address(code, seen=NAMES),
    "make-up-plans": Address(code, sent=lambda spot: {"reading": spot.reading}),
    "make-up-withdrawal": Address(lambda spot: {"pk": spot.make_up}, seen=NAMES),
    "make-up-plan": Address(pk_of("plan"), seen=NAMES),
    "make-up-plan-confirmation": Address(pk_of("plan"), seen=NAMES),
    "make-up-plan-people": Address(pk_of("plan"), seen=NAMES),
    "make-up-line": Address(lambda spot: {"pk": spot.line}, seen=NAMES),
    "make-up-line-withdrawal": Address(lambda spot: {"pk": spot.line}, seen=NAMES),
    "make-up-sheet": Address(code, seen=NAMES),
}


def own_question(spot: Spot) -> dict[str, object]:
    return {"organization": spot.code, "rows": "study_coverage", "by": "reading"}


OVERVIEW = {
    "organization": Address(code),
    "figure": Address(lambda spot: {"code": "study_coverage"}, query=organization),
    "figure-list": Address(lambda spot: {"code": "study_coverage"}, query=organization),
    "gaps": Address(query=organization),
    "overview": Address(query=organization),
    "overview-tiles": Address(query=organization),
    "overview-course": Address(query=organization),
    "overview-evenness": Address(query=organization),
    "gaps-explained": Address(query=organization),
    "gaps-explained-elsewhere": Address(query=organization),
    "gaps-explained-drafts": Address(query=organization, sent=lambda spot: {"reading": f"{spot.campaign}:RD1"}),
    "gaps-explained-notice": Address(query=organization, sent=lambda spot: {"text": "某县委关于补学的通知"}),
    "plans-below": Address(query=organization),
    "gap-drafts": Address(code, sent=lambda spot: {"reading": spot.reading, "way": "gather"}),
    "indicators": Address(),
    # texts of others have their titles planted: none may be offered or shown
    "ask": Address(query=own_question),
    "ask-list": Address(query=own_question),
    "questions": Address(sent=lambda spot: {"question": "rows=members", "name": "某问题"}),
    "question": Address(pk_of("question"), seen=LINE),
    # only its saver shares and withdraws, and nobody of the place saved it
    "question-sharing": Address(pk_of("question"), seen=NOWHERE, sent=organization),
    "question-withdrawal": Address(pk_of("question"), seen=NOWHERE),
    "question-restoration": Address(pk_of("private_question"), seen=NOWHERE),
    "sharing-ending": Address(pk_of("sharing"), seen=OWN),
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
    "import-columns": Address(upload, seen=NOWHERE),
    "import-looking": Address(upload, seen=NOWHERE),
    "import-writing": Address(upload, seen=NOWHERE),
    "import-removal": Address(upload, seen=NOWHERE),
}


def member(spot: Spot) -> dict[str, object]:
    return {"member": spot.member}


PRIVACY = {
    "personal-data": Address(),
    "me-copies": Address(),
    "me-corrections": Address(  # who is no member has nothing to correct
        seen=NOWHERE, seen_by={"member": OWN}, sent=lambda spot: {"about": "phone", "wish": "改"}
    ),
    "me-replies": Address(lambda spot: {"kind": "case", "decision": 0}, seen=NOWHERE),
    "correction-requests": Address(code, seen=NAMES),
    "correction-answers": Address(
        lambda spot: {"pk": spot.request}, seen=NAMES, sent=lambda spot: {"outcome": "declined", "reason": "无误"}
    ),
    "member-disclosures": Address(
        member, seen=NAMES, sent=lambda spot: {"field": "phone", "purpose": "contact", "words": "通知开会"}
    ),
    "member-printouts": Address(member, seen=NAMES),
}


def member_file(spot: Spot) -> dict[str, object]:
    return {"code": spot.code, "member": spot.member}


def pair(spot: Spot) -> dict[str, object]:
    return {"pk": spot.pair}


SAID = {"same": "no", "reason": "问过了"}

MEMBERS = {
    "members": Address(code),
    "members-former": Address(code, seen=NAMES),
    "member-new": Address(
        code,
        seen=NAMES,
        sent=lambda spot: {
            "name": "新人",
            "id_number": "990101199001010019",
            "joined_on": "2015-07-01",
            "category": "full",
        },
    ),
    "member": Address(member_file, seen=NAMES),
    "member-correction-new": Address(member_file, seen=NAMES, sent=lambda spot: {"post": "村民"}),
    "member-group-new": Address(member_file, seen=NAMES, sent=lambda spot: {"group": "retired", "since": "2016-01-01"}),
    "member-group-end": Address(
        lambda spot: member_file(spot) | {"pk": spot.grouped}, seen=NAMES, sent=lambda spot: {"on": "2016-05-01"}
    ),
    "member-probation": Address(member_file, seen=NAMES),
    "member-ending": Address(member_file, seen=NAMES, sent=lambda spot: {"kind": "died", "on": "2016-05-01"}),
    "member-ending-withdrawal": Address(
        lambda spot: {"code": spot.code, "member": spot.gone, "pk": spot.ending},
        seen=NAMES,
        sent=lambda spot: {"reason": "弄错了"},
    ),
    "member-restoration": Address(
        lambda spot: {"code": spot.code, "member": spot.gone, "pk": spot.ending},
        seen=NAMES,
        sent=lambda spot: {"reason": "申请", "document": "批复", "on": "2016-05-20"},
    ),
    "duplicates": Address(code),
    "duplicate": Address(pair),
    "duplicate-statement": Address(pair, seen=NAMES, sent=lambda spot: SAID),
    "duplicate-decision": Address(pair, sent=lambda spot: SAID),
    "duplicate-undoing": Address(lambda spot: {"pk": spot.decided_pair}, sent=lambda spot: SAID),
}


def post(spot: Spot) -> dict[str, object]:
    return {"pk": spot.post}


def transfer(spot: Spot) -> dict[str, object]:
    return {"pk": spot.transfer}


FROM_ABOVE = {"officer": frozenset({"child"}), "secretary": NOWHERE}
BECAUSE = {"reason": "换届"}

PEOPLE = {
    "posts": Address(code, seen=NAMES),
    "post-new": Address(code, seen=NAMES),
    # the posts planted are those of secretaries, which only the level above changes
    "post-ending": Address(post, seen_by=FROM_ABOVE, sent=lambda spot: BECAUSE | {"on": "2016-10-01"}),
    "post-correction": Address(post, seen_by=FROM_ABOVE),
    "post-removal": Address(post, seen_by=FROM_ABOVE, sent=lambda spot: BECAUSE),
    "hand-over-new": Address(
        lambda spot: {"pk": spot.next_post}, seen=NAMES, sent=lambda spot: {"handed_on": "2016-06-01"}
    ),
    "hand-over": Address(lambda spot: {"pk": spot.hand_over}, seen=NAMES),
    # only whoever entered it, and nobody of the place did
    "hand-over-withdrawal": Address(lambda spot: {"pk": spot.hand_over}, seen=NAMES),
    "terms": Address(query=organization),
    "organization-terms": Address(code),
    "term-new": Address(code, sent=lambda spot: {"elected_on": "2016-06-01"}),
    "term-correction": Address(
        lambda spot: {"pk": spot.term},
        sent=lambda spot: BECAUSE | {"elected_on": "2016-06-01", "ends_on": "2019-05-31"},
    ),
    "term-removal": Address(lambda spot: {"pk": spot.term}, sent=lambda spot: BECAUSE),
    "term-deferral": Address(
        lambda spot: {"pk": spot.term}, seen=BELOW - {"own"}, sent=lambda spot: BECAUSE | {"until": "2019-10-01"}
    ),
    "transfers": Address(query=organization),
    "transfers-waiting": Address(),
    "transfer-new": Address(
        query=lambda spot: {"member": str(spot.member)}, seen=NAMES, sent=lambda spot: {"outside": "某部队党委"}
    ),
    "transfer-incoming": Address(query=organization, seen=NAMES),
    "transfer-register": Address(),
    "transfer": Address(transfer, seen=NAMES),
    "transfer-letter": Address(lambda spot: {"pk": spot.letter}, seen=NAMES),
    # letters are issued and taken in by the office above, which no viewer here sits in
    "transfer-issue": Address(transfer, seen=NOWHERE),
    "transfer-acceptance": Address(transfer, seen=NOWHERE, sent=lambda spot: {"on": "2016-06-01"}),
    "transfer-return": Address(transfer, seen=NOWHERE, sent=lambda spot: BECAUSE | {"cause": "letter"}),
    "transfer-withdrawal": Address(transfer, seen=NAMES, sent=lambda spot: BECAUSE | {"on": "2016-06-01"}),
}


AUDIT = {
    "audit": Address(),
    "audit-export": Address(),
    "uses": Address(code, seen=NAMES),
}


def case(spot: Spot) -> dict[str, object]:
    return {"pk": spot.case}


def of(noun: str) -> Parts:
    return lambda spot: {"pk": getattr(spot, noun)}


# one's own only: nobody here has a text, and no row of somebody else's is ever found
SELF_CHECKS = {
    "self-checks": Address(),
    "self-checks-sheet": Address(),
    "self-checks-lock": Address(),
    "self-checks-deletion": Address(),
    "self-check": Address(
        of("self_check"),
        seen=NOWHERE,
        sent=lambda spot: {"iv": b64encode(b"i" * 12).decode(), "text": b64encode(b"\xff" * 528).decode()},
    ),
    "self-check-deletion": Address(of("self_check"), seen=NOWHERE),
}

ON = "2016-05-20"
CASES = {
    "cases": Address(code),
    "case-new": Address(
        code, sent=lambda spot: {"organization": spot.code, "kind": "problem", "title": "漏雨", "found_on": ON}
    ),
    "case": Address(case),
    "case-steps": Address(case, seen=NAMES, sent=lambda spot: {"kind": "measure", "taken_on": ON, "note": "修"}),
    "case-look-backs": Address(case, seen=BELOW - {"own"}, sent=lambda spot: {"looked_on": ON, "holds": "yes"}),
    # a branch closes what it found itself, and nobody who does not read the words
    "case-closure": Address(
        case, seen=NAMES, seen_by={"inspector": NOWHERE}, sent=lambda spot: {"closed_on": ON, "reason": "修好了"}
    ),
    "case-arrangements": Address(case, seen=NAMES, sent=lambda spot: {"owner": "组织委员", "reason": "换人"}),
    "case-replies": Address(case, seen=NAMES, sent=lambda spot: {"speaker": "organization", "text": "已着手"}),
    # published at the very top only, where no viewer here sits
    "guidance": Address(writers={}),
    "guidance-end": Address(of("guidance"), seen=NOWHERE, sent=lambda spot: BECAUSE),
}

DOINGS = {
    "commitments": Address(code),
    "commitment-new": Address(
        code,
        seen=NAMES,
        sent=lambda spot: {"what": "清渠", "vehicle": "pledge", "made_on": ON, "due_on": "2016-06-30"},
    ),
    "goal-new": Address(
        code,
        seen=NAMES,
        sent=lambda spot: {"title": "修路", "topic": "industry", "starts_on": ON, "ends_on": "2016-12-31"},
    ),
    "deed-new": Address(code, seen=NAMES, sent=lambda spot: {"what": "扫雪", "done_on": ON}),
    "goal": Address(of("goal")),
    "goal-closing": Address(of("goal"), seen=NAMES, sent=lambda spot: {"closed_on": ON, "result": "通了"}),
    "goal-reopening": Address(of("goal"), seen=NAMES),
    "commitment": Address(of("commitment"), seen=NAMES),
    "commitment-deeds": Address(of("commitment"), seen=NAMES, sent=lambda spot: {"what": "清了", "done_on": ON}),
}
for noun in ("goal", "commitment", "deed"):
    DOINGS |= {
        f"{noun}-correction-new": Address(of(noun), seen=NAMES, sent=lambda spot: BECAUSE | {"what": "改"}),
        f"{noun}-withdrawal": Address(of(noun), seen=NAMES, sent=lambda spot: BECAUSE),
        f"{noun}-restoration": Address(of(noun), seen=NAMES),
    }


def new_record(spot: Spot) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "held_on": "2016-05-20", "kinds": ["committee"], "attended": 2}


def indicator(spot: Spot) -> dict[str, object]:
    return {"indicator": "study_coverage"}


def account(spot: Spot) -> dict[str, object]:
    return {"pk": spot.account}


# an officer looks at the accounts of their own organization and of those right below it
LOOKS = {"officer": NAMES}
AUTHORITY = {
    "accounts": Address(),
    "account-new": Address(sent=lambda spot: {"username": "new"}),
    "account": Address(account, seen_by=LOOKS),
    "account-closing": Address(account, sent=lambda spot: {"reason": "调离"}),
    "account-member": Address(account),
    "account-member-confirm": Address(account, seen_by=LOOKS),
    "account-unlink": Address(account, sent=lambda spot: {"reason": "换号"}),
    "account-slip": Address(account, seen_by=LOOKS, sent=lambda spot: {"reason": "新到岗"}),
    "account-role-new": Address(account, seen_by=LOOKS),
    "account-role-end": Address(lambda spot: {"pk": spot.account, "assignment": spot.assignment}, seen_by=LOOKS),
    "account-securing": Address(account, sent=lambda spot: {"reason": "丢失"}),
    "program-tokens": Address(lambda spot: {"pk": spot.program}),
    "tokens": Address(),
    "calendars": Address(),
    # every link planted is one that is good for nothing here: ended, or of a desk that its holder has lost
    "calendar-feed": Address(lambda spot: {"secret": spot.calendar}, seen=NOWHERE),
    "token-end": Address(
        lambda spot: {"pk": spot.program_token}, seen=NOWHERE, seen_by={"security": BELOW, "administrator": BELOW}
    ),
    "delegations": Address(writers=dict.fromkeys(("secretary", "officer", "inspector"), BELOW)),
    "delegation-end": Address(lambda spot: {"pk": spot.record}, seen=NOWHERE),
}

API = {
    **dict.fromkeys(("api-me", "api-top", "api-figures", "api-questions", "api-openapi"), Address()),
    **dict.fromkeys(("api-gaps", "api-gaps-explained", "api-unevenness"), Address(query=organization)),
    "api-organization": Address(code),
    "api-children": Address(code),
    "api-members": Address(code, seen=NAMES),
    "api-figure": Address(indicator, query=organization),
    "api-figure-rows": Address(indicator, query=organization),
    "api-ask": Address(query=own_question),
    "api-ask-rows": Address(query=own_question),
    "api-records": Address(code, sent=new_record, writers={"secretary": NAMES, "officer": NAMES}),
    "api-outbox": Address(sent=lambda spot: {"envelopes": []}),
    "api-pack": Address(code, seen=NOWHERE, seen_by=dict.fromkeys(("secretary", "officer"), NAMES)),
}

REORGANIZATIONS = {
    "reorganizations": Address(),
    "reorganization-undoing": Address(lambda spot: {"pk": spot.act}, sent=lambda spot: {"reason": "误办"}),
    "organization-history": Address(code),
    "organization-changes": Address(code),
    "organization-change": Address(
        lambda spot: {"code": spot.code, "kind": "rename"},
        sent=lambda spot: {"name": "某党支部", "day": "2016-05-20", "reason": "上级决定"},
    ),
}

RELIEF = {
    "burden": Address(query=organization, seen_by={"nobody": NOWHERE}),  # who has no role has no place
    "burden-list": Address(query=organization),
    "reading": Address(),
    "campaign-added": Address(lambda spot: {"code": spot.campaign}, seen=READ_CAMPAIGN),
    "campaign-passing-on": Address(lambda spot: {"code": spot.campaign}, seen=READ_CAMPAIGN),
    # a draft that is one's own level's, to which it still adds
    "campaign-addition-new": Address(lambda spot: {"code": spot.draft_campaign}, seen=OWN),
    "digest": Address(),
    "digest-switch": Address(sent=lambda spot: {"to": "off", "whose": "me"}),
    "functions": Address(),
    "function-reviews": Address(
        lambda spot: {"function": "office.terms" if spot.position == "own" else spot.code},
        seen=frozenset({"own"}),
        sent=lambda spot: {"decision": "keep", "reason": "要用"},
    ),
}


# planted ones are offered, not published: read by their organization and those above
PRACTICES = {
    "practices": Address(),
    "practices-offered": Address(),
    "practice": Address(pk_of("practice"), seen_by={"member": NOWHERE}, writers={}),
    "practice-adoptions": Address(pk_of("practice"), seen_by={"member": NOWHERE}),
    "practice-publication": Address(pk_of("practice"), seen=BELOW - OWN),
    "practice-wording": Address(pk_of("practice"), seen=OWN),
    "practice-withdrawal": Address(pk_of("practice"), seen_by={"secretary": OWN}, sent=lambda spot: {"reason": "重写"}),
    "adoption-withdrawal": Address(lambda spot: {"pk": spot.adoption}, seen=OWN),
    "own-practices": Address(code),
    "practice-new": Address(code, seen=OWN),
    "portal-practices": Address(),
    "portal-practice": Address(pk_of("practice"), seen=NOWHERE),
}

ADDRESSES: dict[str, Address] = {
    **API,
    **AUTHORITY,
    **ACCOUNT,
    **PORTAL,
    **NOTICES,
    **CAMPAIGNS,
    **BRANCH,
    **OVERVIEW,
    **BRIEFINGS,
    **ROSTERS,
    **PRIVACY,
    **MEMBERS,
    **PEOPLE,
    **AUDIT,
    **REORGANIZATIONS,
    **RELIEF,
    **CASES,
    **DOINGS,
    **SELF_CHECKS,
    **PRACTICES,
}
