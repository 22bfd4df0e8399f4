"""A small tree with the same things at every position, and words planted in them that must not travel.

The viewer always holds a role at `own`; `grandchild` stands two levels below, where names are no longer seen.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from tests import factories
from xuezuo.accounts.models import Token, User
from xuezuo.briefings.models import Briefing, Paragraph
from xuezuo.campaigns.models import Campaign, Requirement
from xuezuo.cases.models import Case, Guidance, Step
from xuezuo.commitments.models import Commitment, Deed, Goal
from xuezuo.feedback.models import Feedback
from xuezuo.local_rules.models import Narrowing
from xuezuo.notices.models import Dropping, Issue, Notice, Proposal
from xuezuo.organizations import sealing
from xuezuo.organizations.models import BranchGroup, Ending, Member, Organization, Pair, PairDecision, Placement, Term
from xuezuo.own_questions.models import SavedQuestion, Sharing
from xuezuo.people.models import HandOver, PostHolding, Transfer, TransferStep
from xuezuo.practices.models import Adoption, Practice
from xuezuo.privacy.models import CorrectionRequest
from xuezuo.records.actions import withdraw
from xuezuo.records.models import (
    Absence,
    Exclusion,
    GuestNote,
    LateReason,
    MakeUp,
    MakeUpLine,
    MakeUpPlan,
    OwnWay,
    Record,
    Resolution,
)
from xuezuo.reorganizations.models import Act, Touched
from xuezuo.scopes import operator
from xuezuo.self_checks.models import Lock, SelfCheck

POSITIONS = ("own", "child", "grandchild", "parent", "sibling", "closed")
DAY = date(2016, 5, 20)
CLOSED_ON = date(2016, 6, 1)
"""From this day on `closed`, a child of `own`, has no place in the tree any more; what it entered stays."""
NOBODY_S = 987_654_321
"""An id that no row has."""


@dataclass
class Spot:
    """What stands at one position; `none` has a code and ids that do not exist.

    Words planted: `name` (a member), `text` (a record), `draft` (a notice not issued, a draft campaign), `issued`
    (a notice and a campaign sent to this organization and below), `said` (a complaint), `token` (a program's token),
    `shared` (a question shared with this organization and below), `private` (one that is not).
    """

    position: str
    code: str = "000000"
    organization: int = NOBODY_S
    member: int = NOBODY_S
    record: int = NOBODY_S
    absence: int = NOBODY_S
    make_up: int = NOBODY_S
    plan: int = NOBODY_S
    line: int = NOBODY_S
    resolution: int = NOBODY_S
    exclusion: int = NOBODY_S
    note: int = NOBODY_S
    asked: int = NOBODY_S
    withdrawn: int = NOBODY_S
    own_way: int = NOBODY_S
    practice: int = NOBODY_S
    adoption: int = NOBODY_S
    notice: int = NOBODY_S
    draft: int = NOBODY_S
    proposal: int = NOBODY_S
    draft_campaign: str = "no-such-draft"
    campaign: str = "no-such-campaign"
    requirement: int = NOBODY_S
    reading: int = NOBODY_S
    feedback: int = NOBODY_S
    briefing: int = NOBODY_S
    paragraph: int = NOBODY_S
    assignment: int = NOBODY_S
    account: int = NOBODY_S
    program: int = NOBODY_S
    program_token: int = NOBODY_S
    act: int = NOBODY_S
    post: int = NOBODY_S
    next_post: int = NOBODY_S
    hand_over: int = NOBODY_S
    term: int = NOBODY_S
    transfer: int = NOBODY_S
    letter: int = NOBODY_S
    grouped: int = NOBODY_S
    gone: int = NOBODY_S
    ending: int = NOBODY_S
    pair: int = NOBODY_S
    decided_pair: int = NOBODY_S
    request: int = NOBODY_S
    case: int = NOBODY_S
    goal: int = NOBODY_S
    commitment: int = NOBODY_S
    deed: int = NOBODY_S
    guidance: int = NOBODY_S
    late_reason: int = NOBODY_S
    narrowing: int = NOBODY_S
    branch_group: int = NOBODY_S
    calendar: str = "xzc_no-such-link"
    self_check: int = NOBODY_S
    question: int = NOBODY_S
    private_question: int = NOBODY_S
    sharing: int = NOBODY_S


def canary(kind: str, position: str) -> str:
    """`秘name·own秘`: no other text of the product looks like it."""
    return f"秘{kind}·{position}秘"


def key_of(position: str) -> bytes:
    """What a program's token is found by; nobody ever reads it, in whatever form."""
    return f"hidden-key-{position}".encode()


def notice_of(organization: Organization, kind: str, position: str) -> Notice:
    text = f"{canary(kind, position)}各支部6月底前组织一次学习。"
    return Notice.objects.create(
        holder=organization,
        title=canary(kind, position),
        text=text,
        reading={"attachments": [], "warnings": [], "numbers": []},
        file_name=f"{position}.txt",
        original=text.encode(),
        taken_in_by=0,
    )


def _campaigns(organization: Organization, position: str) -> tuple[Campaign, Campaign]:
    made = []
    for kind, issued in (("issued", True), ("draft", False)):
        campaign = factories.campaign(
            organization,
            code=f"{kind}-{position}",
            issued=issued,
            readings=[{"code": "RD1", "title": canary(kind, position), "basic": True}],
            requirements=[factories.requirement("RQ1", title=canary(kind, position), readings=["RD1"])],
        )
        Campaign.objects.filter(pk=campaign.pk).update(title_zh=canary(kind, position))
        made.append(campaign)
    return made[0], made[1]


def _member_files(organization: Organization, person: Member) -> dict[str, int]:
    """A group, somebody suspended, a pair that is open and one that is decided."""
    others = [factories.member(organization, person.name) for _ in range(2)]
    gone = factories.member(organization, person.name)
    membership = gone.memberships.get()
    membership.valid_to = DAY
    membership.save()
    ending = Ending.objects.create(membership=membership, kind="suspended", decided_by=0, decided_at=timezone.now())
    pairs = [Pair.objects.create(first=person, second=other, likeness="birth") for other in others]
    PairDecision.objects.create(pair=pairs[1], same=False, reason="两人", decided_by=0, decided_at=timezone.now())
    return {
        "grouped": person.groups.create(group="housebound").pk,
        "gone": gone.pk,
        "ending": ending.pk,
        "pair": pairs[0].pk,
        "decided_pair": pairs[1].pk,
    }


def _posts_and_transfers(organization: Organization, person: Member, elected_on: date = DAY) -> dict[str, int]:
    """A post handed over, a term, a transfer that is drafted and one with its letter."""
    values = {"member": person, "organization": organization, "post": "secretary", "way": "elected", "entered_by": 0}
    before = PostHolding.objects.create(valid_from=date(2015, 5, 20), valid_to=DAY, **values)
    posts = [PostHolding.objects.create(valid_from=DAY, **values) for _ in range(2)]
    other = factories.member(organization, person.name)
    PostHolding.objects.filter(pk=before.pk).update(member=other)
    made = HandOver.objects.create(outgoing=before, incoming=posts[0], handed_on=DAY, note=person.name, entered_by=0)
    term = Term.objects.create(organization=organization, elected_on=elected_on, ends_on=date(2019, 5, 19))
    drafts = [
        Transfer.objects.create(
            member=one, source=organization, outside="某部队党委", name=one.name, drafted_on=DAY, drafted_by=0
        )
        for one in (person, other)
    ]
    TransferStep.objects.create(
        transfer=drafts[1], kind="issued", taken_on=DAY, good_until=date(2016, 8, 18), decided_by=0
    )
    return {
        "post": posts[0].pk,
        "next_post": posts[1].pk,
        "hand_over": made.pk,
        "term": term.pk,
        "transfer": drafts[0].pk,
        "letter": drafts[1].pk,
    }


def _study_and_do(organization: Organization, person: Member, record: Record, position: str) -> dict[str, int]:
    """A problem with a step, a goal, what a member took on for it, a deed, and a guidance."""
    words = canary("name", position)
    told = {"organization": organization, "entered_by": 0}
    case = Case.objects.create(
        organization=organization, kind="problem", source="meeting", title=words, cause=words, owner=words,
        record=record, found_on=DAY, raised_by=0,
    )  # fmt: skip
    Step.objects.create(case=case, kind="measure", taken_on=DAY, note=words, entered_by=0)
    goal = Goal.objects.create(title=canary("issued", position), topic="industry", starts_on=DAY, ends_on=DAY, **told)
    taken = Commitment.objects.create(
        member=person, what=words, made_on=DAY, due_on=DAY, goal=goal, record=record, **told
    )
    deed = Deed.objects.create(member=person, commitment=taken, what=words, done_on=DAY, **told)
    guidance = Guidance.objects.create(
        organization=organization, step="decision", reference="某号文件", holds_from=DAY, published_by=0
    )
    return {"case": case.pk, "goal": goal.pk, "commitment": taken.pk, "deed": deed.pk, "guidance": guidance.pk}


def _rhythm(organization: Organization, words: str) -> dict[str, object]:
    """A late thing explained, a stricter rule, a group, and a calendar link that was ended."""
    said = LateReason.objects.create(
        organization=organization, kind="general", period="2016Q1", reason=words, given_by=0
    )
    narrowing = Narrowing.objects.create(
        organization=organization, key="meeting.talks.per_year", value=2, valid_from=DAY, reason="P0", set_by=0
    )
    group = BranchGroup.objects.create(organization=organization, name="一组", entered_by=0)
    secret = f"xzc_ended-{organization.code}"
    Token.objects.create(
        user=factories.user("secretary", organization), name="日历", key_index=sealing.index(secret), desk="",
        areas=["calendar"], expires_on=date(2999, 1, 1), made_by=0, ended_by=0, ended_at=timezone.now(),
    )  # fmt: skip
    return {
        "late_reason": said.pk,
        "narrowing": narrowing.pk,
        "branch_group": group.pk,
        "calendar": secret,
    }


def token_of(program: User, name: str, key: bytes) -> Token:
    return Token.objects.create(
        user=program, name=name, key_index=key, desk="", areas=[], expires_on=date(2999, 1, 1), made_by=0
    )


def _minutes(organization: Organization, record: Record, person: Member, words: str) -> dict[str, int]:
    """A vote, somebody left out of it, a guest written down here and one asked about here, a record taken back."""
    elsewhere = factories.organization(f"88{organization.code}", kind="branch")
    note = {"record": record, "home": elsewhere, "name": words, "noted_by": 0}
    asked = {"record": factories.record(elsewhere, DAY), "home": organization, "name": words, "noted_by": 0}
    twice = factories.record(organization, DAY, subject=words)
    gone = withdraw(by=operator(), record=twice, reason=words).record_pk
    return {
        "resolution": Resolution.objects.create(
            record=record, matter="general", text=words, in_favour=1, entered_by=0
        ).pk,
        "exclusion": Exclusion.objects.create(
            record=record,
            member=person,
            reason=sealing.seal("will", "exclusion.reason"),
            approved_by_name=words,
            approved_on=DAY,
            entered_by=0,
        ).pk,
        "note": GuestNote.objects.create(**note).pk,
        "asked": GuestNote.objects.create(**asked).pk,
        "withdrawn": gone,
    }


def _practice(organization: Organization, words: str) -> Practice:
    values = {"title": words, "what": words, "sector": "village", "search_text": words, "written_by": 0}
    return Practice.objects.create(organization=organization, **values)


def _questions(organization: Organization, position: str) -> dict[str, int]:
    """A question shared with the place and everything below, and one that its saver keeps."""
    words = f"rows=study_coverage&reading=issued-{position}%3ARD1"
    values = {"organization": organization, "words": words, "saved_by": 0}
    shared = SavedQuestion.objects.create(name=canary("shared", position), **values)
    private = SavedQuestion.objects.create(name=canary("private", position), **values)
    sharing = Sharing.objects.create(question=shared, organization=organization, shared_by=0)
    return {"question": shared.pk, "private_question": private.pk, "sharing": sharing.pk}


def furnish(organization: Organization, position: str) -> Spot:
    """Put one of everything at a position."""
    person: Member = factories.member(organization, canary("name", position))
    factories.member(organization)
    campaign, draft_campaign = _campaigns(organization, position)
    requirement = Requirement.objects.get(campaign=campaign)
    reading = campaign.readings.get()
    words = canary("text", position)
    record: Record = factories.record(
        organization, DAY, absent=(person,), readings=(reading,), place=words, subject=words, summary=words
    )
    later: Record = factories.record(organization, DAY, absent=(person,), subject=words)
    made_up = Absence.objects.get(record=later)
    make_up = MakeUp.objects.create(absence=made_up, done_on=DAY, way="door", note=words, entered_by=0)
    plan = MakeUpPlan.objects.create(
        organization=organization, reading=reading, people=1, way="door", planned_on=DAY, drafted_by=0
    )
    line = MakeUpLine.objects.create(plan=plan, member=person, way="door", planned_on=DAY)
    notice = notice_of(organization, "issued", position)
    Issue.objects.create(notice=notice, addressed=organization, issued_by=0)
    draft = notice_of(organization, "draft", position)
    open_one = Proposal.objects.create(notice=draft, start=0, end=5, topic="study", strength="hard")
    dropped = Proposal.objects.create(notice=draft, start=6, end=9, topic="study", strength="hard")
    Dropping.objects.create(proposal=dropped, decided_by=0)
    said = Feedback.objects.create(kind="complaint", text=canary("said", position), organization=organization)
    briefing = Briefing.objects.create(
        organization=organization, template="study-progress", title=words, number=1, as_of=DAY, drafted_by=0
    )
    paragraph = Paragraph.objects.create(briefing=briefing, position=1, text=words)
    act = Act.objects.create(
        kind="rename", organization=organization, under=organization, day=DAY, reason=words, decided_by=0,
        decided_at=timezone.now(),
    )  # fmt: skip
    Touched.objects.create(act=act, organization=organization, part="subject")
    somebody = factories.user("secretary", organization)
    program = factories.user("inspector", organization, is_program=True)
    program_token = token_of(program, canary("token", position), key_of(position))
    member_files = _member_files(organization, person)
    people = _posts_and_transfers(organization, person)
    done = _study_and_do(organization, person, record, position)
    rhythm = _rhythm(organization, words)
    lock = Lock.objects.create(user=somebody, salt=b"s" * 16, rounds=600_000, proof_iv=b"i" * 12, proof=b"p" * 40)
    locked = SelfCheck.objects.create(lock=lock, iv=b"i" * 12, text=key_of(position))
    return Spot(
        **done,
        **rhythm,
        **_questions(organization, position),
        self_check=locked.pk,
        **people,
        **member_files,
        **_minutes(organization, record, person, words),
        position=position,
        code=organization.code,
        organization=organization.pk,
        member=person.pk,
        record=record.pk,
        absence=Absence.objects.get(record=record).pk,
        make_up=make_up.pk,
        plan=plan.pk,
        line=line.pk,
        practice=_practice(organization, words).pk,
        adoption=Adoption.objects.create(
            practice=_practice(organization, words), organization=organization, adopted_on=DAY, adopted_by=0
        ).pk,
        own_way=OwnWay.objects.create(
            organization=organization, requirement=requirement, what=words, reason=words, stated_on=DAY, stated_by=0
        ).pk,
        notice=notice.pk,
        draft=draft.pk,
        proposal=open_one.pk,
        draft_campaign=draft_campaign.code,
        campaign=campaign.code,
        requirement=requirement.pk,
        reading=reading.pk,
        feedback=said.pk,
        briefing=briefing.pk,
        paragraph=paragraph.pk,
        assignment=somebody.assignments.get().pk,
        account=somebody.pk,
        program=program.pk,
        program_token=program_token.pk,
        act=act.pk,
        request=CorrectionRequest.objects.create(
            member=person,
            organization=organization,
            about="name",
            wish=sealing.seal(canary("name", position), "correction_request.wish"),
            requested_by=0,
        ).pk,
    )


def furnish_more(organization: Organization) -> None:
    """Twice more of what pages count: people, meetings, absences, words said, notices, drafts."""
    for number in (1, 2):
        person = factories.member(organization, f"多{number}", groups=("retired",))
        record = factories.record(organization, DAY, absent=(person,), subject=f"多{number}", kinds=("lecture",))
        MakeUp.objects.create(absence=record.absences.get(), done_on=DAY, way="door", entered_by=0)
        _study_and_do(organization, person, record, "sibling")
        notice = notice_of(organization, f"more{number}", "sibling")
        Issue.objects.create(notice=notice, addressed=organization, issued_by=0)
        Feedback.objects.create(kind="complaint", text=f"多{number}", organization=organization)
        factories.user("secretary", organization)
        _posts_and_transfers(organization, person, elected_on=DAY + timedelta(days=number))
        token_of(factories.user("inspector", organization, is_program=True), f"多{number}", b"more-%d" % number)


def build(under: Organization | None = None, code: str = "90") -> tuple[Organization, dict[str, Spot]]:
    """The viewer's organization, and what stands at every position; a tree of its own, or below a place of another."""
    parent = factories.organization(f"{code}1", under, kind="local_committee")
    own = factories.organization(f"{code}1001", parent, kind="branch")
    sibling = factories.organization(f"{code}1002", parent, kind="branch")
    child = factories.organization(f"{code}1001001", own, kind="branch")
    grandchild = factories.organization(f"{code}1001001001", child, kind="branch")
    placed = {"own": own, "child": child, "grandchild": grandchild, "parent": parent, "sibling": sibling}
    closed = factories.organization(f"{code}1001002", own, kind="branch")
    placed["closed"] = closed
    spots = {position: furnish(organization, position) for position, organization in placed.items()}
    Placement.objects.filter(organization=closed).update(valid_to=CLOSED_ON)
    return own, spots | {"none": Spot("none")}


def viewer(role: str, own: Organization) -> object:
    """Somebody with the role at `own`; `nobody` has none; a member is a person of another roster line there."""
    if role == "nobody":
        return factories.user()
    linked = {"member": factories.member(own, "本人")} if role == "member" else {}
    person = factories.user(role, own, **linked)
    return get_user_model().objects.get(pk=person.pk)
