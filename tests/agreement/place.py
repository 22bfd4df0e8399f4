"""Small random places: plans as plain data that hypothesis can shrink, and the rows that a plan becomes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import now
from hypothesis import strategies as st

from xuezuo.campaigns.models import Campaign, Reading, Requirement
from xuezuo.cases.models import Case, Closure, LookBack, Step
from xuezuo.commitments.models import Commitment, Deed, Goal, Withdrawal
from xuezuo.feedback.models import Answer as FeedbackAnswer
from xuezuo.feedback.models import Feedback
from xuezuo.local_rules.models import Narrowing
from xuezuo.organizations.models import (
    BranchGroup,
    Deferral,
    GroupMembership,
    Member,
    Membership,
    Merge,
    Organization,
    Pair,
    PairDecision,
    Placement,
    Term,
)
from xuezuo.periods import FOREVER, LONG_AGO
from xuezuo.publicity.models import Publication, ViewTotal
from xuezuo.records.models import (
    Absence,
    Claim,
    GuestAttendance,
    MakeUp,
    MakeUpLine,
    MakeUpPlan,
    OwnWay,
    OwnWayAnswer,
    Record,
    RecordKind,
    RecordReading,
    TextBrought,
)

TODAY = date(2016, 10, 20)
GROUPS = ["floating", "retired", "housebound"]
SECTORS = ["village", "organ"]
ALL_FACTS = {
    "sex": "female", "nationality": "汉族", "id_number": b"x", "birth_on": date(1980, 1, 1), "education": "高中",
    "joined_on": date(2010, 7, 1), "post": "村民", "phone": b"x",
}  # fmt: skip
KINDS = ["general", "committee", "group", "lecture", "study_group", "group_study"]

days = st.integers(0, 22).map(lambda tens: date(2016, 3, 15) + timedelta(days=10 * tens))
branch = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
early = st.integers(0, 8).map(lambda tens: date(2016, 4, 1) + timedelta(days=10 * tens))
long = st.integers(0, 120)


def some(words: list[str], most: int = 2, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=most, unique=True)


@st.composite
def stays(draw: st.DrawFn) -> list[tuple[int, date, date]]:
    """One member's homes: one after another, sometimes with a gap, sometimes two at once in different branches."""
    bounds = sorted(draw(st.lists(days, max_size=2, unique=True)))
    begins = [draw(st.sampled_from([LONG_AGO, LONG_AGO, date(2016, 4, 20)])), *bounds]
    begins = sorted(set(begins))
    homes = draw(st.lists(branch, min_size=len(begins), max_size=len(begins)))
    found = list(zip(homes, begins, [*begins[1:], FOREVER], strict=True))
    if draw(st.booleans()):
        found = found[: max(1, len(found) - 1)]
    if draw(st.integers(0, 4)) == 0:
        home, since = draw(branch), draw(days) + timedelta(days=1)
        if all(home != other for other, _, _ in found):
            found.append((home, since, FOREVER))
    return found


@dataclass(frozen=True)
class Plan:
    sectors: list[str]
    parents: list[int]
    duties: list[date]
    founded: list[date]
    move: tuple[int, int, date] | None
    crowd: int
    members: list[dict[str, object]]
    requirements: list[dict[str, object]]
    records: list[dict[str, object]]
    own_ways: list[dict[str, object]]
    brought: list[tuple[int, int, int, date]]
    cases: list[dict[str, object]]
    terms: list[dict[str, object]]
    publications: list[dict[str, object]]
    merges: list[tuple[int, int]]
    said: list[dict[str, object]]
    narrowings: list[dict[str, object]]
    branch_groups: list[tuple[int, date, date]]
    as_of: date
    now: bool


def fixed(**parts: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(parts)


plans = st.builds(
    Plan,
    sectors=st.lists(st.sampled_from(SECTORS), min_size=4, max_size=4),
    parents=st.lists(st.integers(0, 1), min_size=4, max_size=4),
    duties=st.lists(days, min_size=4, max_size=4),
    founded=st.lists(st.sampled_from([LONG_AGO, date(2016, 5, 10)]), min_size=4, max_size=4),
    move=st.none() | st.tuples(branch, st.integers(0, 1), days),
    crowd=st.sampled_from([0, 5, 7]),
    members=st.lists(
        fixed(
            stays=stays(),
            groups=st.lists(st.tuples(st.sampled_from(GROUPS), days, st.booleans()), max_size=2, unique_by=lambda g: g[0]),
            category=st.sampled_from(["full", "full", "probationary"]),
            full_on=st.none() | days,
            facts=st.sampled_from([{}, ALL_FACTS, ALL_FACTS, ALL_FACTS | {"phone": None}]),
        ),
        min_size=3,
        max_size=8,
    ),
    requirements=st.lists(
        fixed(
            groups=some(GROUPS), sectors=some(SECTORS, 1), subtree=st.sampled_from(["", "", "", "T0"]),
            due_on=early, readings=st.lists(st.integers(0, 1), min_size=1, max_size=2, unique=True),
            withdrawn=st.none() | st.none() | early, amended=st.none() | st.tuples(early, st.booleans()),
            added=st.none() | st.none() | early,
        ),
        min_size=1,
        max_size=3,
    ),
    records=st.lists(
        fixed(
            branch=branch, held_on=days, kinds=some(KINDS, 2, 1),
            readings=st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True),
            absent=st.lists(st.tuples(st.integers(0, 6), st.booleans(), long), max_size=4, unique_by=lambda a: a[0]),
            guests=st.lists(st.integers(0, 9), max_size=2, unique=True),
            claims=st.lists(st.integers(0, 2), max_size=2, unique=True),
            speaker=st.sampled_from(["", "cadre", "member"]),
            raised=st.booleans(), taken=st.none() | st.tuples(long, st.none() | long, st.sampled_from(["", "", "all", "deed"]), st.booleans()),
        ),
        min_size=2,
        max_size=7,
    ),
    own_ways=st.lists(
        fixed(branch=branch, requirement=st.integers(0, 2), record=st.none() | st.integers(0, 6), on=days,
              answer=st.none() | st.tuples(days, st.booleans())),
        max_size=4,
    ),
    brought=st.lists(
        st.tuples(branch, st.integers(0, 9), st.integers(0, 2), days), max_size=4, unique_by=lambda one: one[:3]
    ),
    cases=st.lists(
        fixed(
            branch=branch, kind=st.sampled_from(["lost_contact", "weak_organization"]), found_on=days,
            contacted=st.none() | days, closed=st.lists(days, max_size=2), looks=st.lists(st.tuples(days, st.booleans()), max_size=2),
            looked_first=st.booleans(),
        ),
        max_size=4,
    ),
    terms=st.lists(fixed(branch=branch, ends_on=days | st.just(date(2015, 12, 31)), renewed=st.none() | days, deferred=st.none() | days), max_size=4,
                   unique_by=lambda t: t["branch"]),
    publications=st.lists(
        fixed(branch=branch, kind=st.sampled_from(["deed_film", "short_film"]), on=days,
              views=st.dictionaries(days, st.integers(0, 999), max_size=3)),
        max_size=3,
    ),
    merges=st.lists(st.tuples(st.integers(2, 9), st.integers(0, 1)), max_size=3, unique_by=lambda m: m[0]),
    said=st.lists(
        fixed(branch=branch, kind=st.sampled_from(["complaint", "complaint", "suggestion"]), on=days,
              answered=st.lists(days, max_size=2)),
        max_size=4,
    ),
    narrowings=st.lists(
        fixed(
            where=st.sampled_from(["R", "T0", "T1", "B0", "B1"]),
            key=st.sampled_from(["meeting.general.per_quarter", "meeting.lecture.per_quarter", "meeting.group.per_month"]),
            value=st.integers(2, 3), since=days, until=days | st.just(FOREVER),
        ),
        max_size=3,
    ),
    branch_groups=st.lists(st.tuples(branch, days, days | st.just(FOREVER)), max_size=3),
    as_of=early | st.just(TODAY) | st.just(TODAY),
    now=st.booleans(),
)  # fmt: skip


def build(plan: Plan) -> Organization:
    """Write the plan's rows; returns the root."""
    root = Organization.objects.create(code="R", name="根", kind="local_committee")
    Placement.objects.create(organization=root, path="0001")
    towns, branches = [], []
    for number in range(2):
        town = Organization.objects.create(code=f"T{number}", name=f"镇{number}", kind="committee")
        Placement.objects.create(organization=town, parent=root, path=f"0001000{number + 1}")
        towns.append(town)
    for number, sector in enumerate(plan.sectors):
        made = Organization.objects.create(
            code=f"B{number}", name=f"支部{number}", kind="branch", sector=sector, duties_from=plan.duties[number]
        )
        parent, since = plan.parents[number], plan.founded[number]
        path = f"0001000{parent + 1}000{number + 1}"
        moves = plan.move if plan.move and plan.move[0] == number and plan.move[1] != parent else None
        until = max(moves[2], since + timedelta(days=1)) if moves else FOREVER
        Placement.objects.create(organization=made, parent=towns[parent], path=path, valid_from=since, valid_to=until)
        if moves:
            new = f"0001000{moves[1] + 1}000{number + 5}"
            Placement.objects.create(organization=made, parent=towns[moves[1]], path=new, valid_from=until)
        branches.append(made)
    plain = {"stays": [(0, LONG_AGO, FOREVER)], "groups": [], "category": "full", "full_on": None, "facts": {}}
    members = [_member(one, branches) for one in [*plan.members, *[plain] * plan.crowd]]
    for gone, into in plan.merges:
        if gone < len(members):
            pair = Pair.objects.create(first=members[into], second=members[gone], likeness="birth")
            decision = PairDecision.objects.create(pair=pair, same=True, reason="同", decided_by=0, decided_at=now())
            Merge.objects.create(member=members[gone], into=members[into], decision=decision)
    for one in plan.narrowings:
        where = Organization.objects.get(code=one["where"])
        Narrowing.objects.create(
            organization=where, key=one["key"], value=one["value"], valid_from=one["since"],
            valid_to=max(one["since"], one["until"]), reason="多", set_by=0,
        )  # fmt: skip
    for number, since, until in plan.branch_groups:
        BranchGroup.objects.create(
            organization=branches[number], name="组", valid_from=since, valid_to=max(since, until), entered_by=0
        )
    _campaign(plan, root, branches, members)
    _rest(plan, branches)
    return root


def _member(plan: dict, branches: list[Organization]) -> Member:
    made = Member.objects.create(name="某", category=plan["category"], full_on=plan["full_on"], **plan["facts"])
    for home, since, until in plan["stays"]:
        Membership.objects.create(member=made, organization=branches[home], valid_from=since, valid_to=until)
    for group, since, ended in plan["groups"]:
        until = since + timedelta(days=60) if ended else FOREVER
        GroupMembership.objects.create(member=made, group=group, valid_from=since, valid_to=until)
    return made


def _campaign(plan: Plan, root: Organization, branches: list[Organization], members: list[Member]) -> None:
    head = {
        "starts_on": date(2016, 3, 1),
        "ends_on": date(2017, 1, 1),
        "issued_by": 0,
        "issued_at": "2016-03-01T00:00Z",
    }
    campaign = Campaign.objects.create(code="C", title_zh="学习", issuer=root, **head)
    readings = [Reading.objects.create(campaign=campaign, code=f"RD{n}", title=f"篇{n}", position=n) for n in range(3)]
    requirements = []
    for number, one in enumerate(plan.requirements):
        made = Requirement.objects.create(
            campaign=campaign, code=f"Q{number}", title=f"要求{number}", issuer=root,
            audience={"groups": one["groups"], "sectors": one["sectors"], "subtree": one["subtree"]},
            opens_on=date(2016, 3, 1), due_on=one["due_on"],
            **({"withdrawn_by": 0, "withdrawn_at": now(), "valid_to": one["withdrawn"]} if one["withdrawn"] else {}),
        )  # fmt: skip
        made.readings.set(readings[n] for n in one["readings"])
        if one["added"]:
            Requirement.objects.filter(pk=made.pk).update(written_by=0, written_at=f"{one['added']}T04:00Z")
        if one["amended"] and not one["withdrawn"]:
            _amend(made, readings, *one["amended"])
        requirements.append(made)
    for one in plan.records:
        record = Record.objects.create(
            organization=branches[one["branch"]], held_on=one["held_on"], expected=20, attended=7, entered_by=0,
            speaker_tier=one["speaker"],
        )  # fmt: skip
        RecordKind.objects.bulk_create(RecordKind(record=record, kind=kind) for kind in one["kinds"])
        RecordReading.objects.bulk_create(RecordReading(record=record, reading=readings[n]) for n in one["readings"])
        for n, made_up, later in one["absent"]:
            if n < len(members):
                absence = Absence.objects.create(record=record, member=members[n], reason="leave")
                if made_up:
                    done = one["held_on"] + timedelta(days=later)
                    MakeUp.objects.create(absence=absence, done_on=done, way=("door", "buddy")[n % 2], entered_by=0)
        away = {n for n, _, _ in one["absent"]}
        guests = [members[n] for n in one["guests"] if n < len(members) and n not in away]
        GuestAttendance.objects.bulk_create(GuestAttendance(record=record, member=guest) for guest in guests)
        _voiced(one, record)
        claims = [requirements[n] for n in one["claims"] if n < len(requirements)]
        Claim.objects.bulk_create(Claim(record=record, requirement=claim, claimed_by=0) for claim in claims)
    _bring(plan, branches, members, readings)
    records = list(Record.objects.order_by("pk"))
    for one in plan.own_ways:
        n, at = one["record"], branches[one["branch"]]
        mine = [record for record in records if record.organization_id == at.pk]
        if one["requirement"] < len(requirements):
            said = OwnWay.objects.create(
                organization=at, requirement=requirements[one["requirement"]], what="改", reason="因", stated_on=one["on"],
                record=mine[n % len(mine)] if mine and n is not None else None, stated_by=0,
            )  # fmt: skip
            if one["answer"]:
                on, accepted = one["answer"]
                OwnWayAnswer.objects.create(own_way=said, accepted=accepted, answered_on=on, answered_by=0)


def _amend(made: Requirement, readings: list[Reading], day: date, same: bool) -> None:
    """A second version from a day on: with the same texts, or with the third text only."""
    texts = list(made.readings.all()) if same else readings[2:]
    Requirement.objects.filter(pk=made.pk).update(valid_to=day)
    newer = Requirement.objects.create(
        campaign=made.campaign, code=made.code, version=2, replaces=made, title=made.title, issuer=made.issuer,
        audience=made.audience, opens_on=made.opens_on, due_on=made.due_on, valid_from=day,
    )  # fmt: skip
    newer.readings.set(texts)


def _bring(plan: Plan, branches: list[Organization], members: list[Member], readings: list[Reading]) -> None:
    """Texts brought by plans of any branch: also to people who have moved since, or were never absent."""
    for home, n, text, day in plan.brought:
        if n < len(members):
            made, _ = MakeUpPlan.objects.get_or_create(
                organization=branches[home], reading=readings[text],
                defaults={"people": 1, "way": "door", "planned_on": day, "drafted_by": 0},
            )  # fmt: skip
            line = MakeUpLine.objects.create(plan=made, member=members[n], way="door", planned_on=day)
            TextBrought.objects.create(
                line=line, member=members[n], reading=readings[text], done_on=day, way="door", entered_by=0
            )


def _voiced(plan: dict, record: Record) -> None:
    """What the meeting led to: a problem, something taken on, a deed for it, one or the other withdrawn."""
    unit, day = record.organization, record.held_on
    if plan["raised"]:
        Case.objects.create(
            organization=unit, kind="problem", source="meeting", found_on=day, record=record, raised_by=0
        )
    if plan["taken"]:
        due, done, withdrawn, for_goal = plan["taken"]
        period = {"starts_on": day, "ends_on": day, "entered_by": 0}
        goal = Goal.objects.create(organization=unit, title="标", topic="industry", **period) if for_goal else None
        made = Commitment.objects.create(
            organization=unit, what="诺", made_on=day, due_on=day + timedelta(days=due), record=record, goal=goal,
            entered_by=0,
        )  # fmt: skip
        if done is not None:
            told = {"organization": unit, "commitment": made, "what": "行", "entered_by": 0}
            deed = Deed.objects.create(done_on=day + timedelta(days=done), **told)
            if withdrawn == "deed":
                Withdrawal.objects.create(organization=unit, deed=deed, reason="误", withdrawn_by=0)
        if withdrawn == "all":
            Withdrawal.objects.create(organization=unit, commitment=made, reason="误", withdrawn_by=0)


def _rest(plan: Plan, branches: list[Organization]) -> None:
    for one in plan.cases:
        case = Case.objects.create(
            organization=branches[one["branch"]], kind=one["kind"], found_on=one["found_on"], raised_by=0
        )
        if one["contacted"]:
            Step.objects.create(case=case, kind="contacted", taken_on=one["contacted"], entered_by=0)
        for looks in (True, False) if one["looked_first"] else (False, True):
            for day, holds in one["looks"] if looks else ():
                LookBack.objects.create(case=case, looked_on=day, holds=holds, entered_by=0)
            for day in one["closed"] if not looks else ():
                Closure.objects.create(case=case, closed_on=day, reason="好", decided_by=0)
    for one in plan.terms:
        term = Term.objects.create(
            organization=branches[one["branch"]],
            elected_on=date(2013, 1, 1),
            ends_on=one["ends_on"],
            renewed_on=one["renewed"],
        )
        if one["deferred"]:
            Deferral.objects.create(
                term=term, until=one["deferred"], reason="因故", decided_by=0, decided_at="2016-03-01T00:00Z"
            )
    for one in plan.publications:
        made = Publication.objects.create(
            organization=branches[one["branch"]], kind=one["kind"], title="片", published_on=one["on"], entered_by=0
        )
        for day, views in one["views"].items():
            ViewTotal.objects.create(publication=made, counted_on=day, views=views)
    for one in plan.said:
        said = Feedback.objects.create(
            answerer=branches[one["branch"]], kind=one["kind"], text="说", said_on=one["on"],
            answer_until=one["on"] + timedelta(days=15),
        )  # fmt: skip
        for day in one["answered"]:
            FeedbackAnswer.objects.create(feedback=said, text="答", answered_on=day, answered_by=0)
