"""The judge: every figure counted by plain loops over model instances, slowly and obviously."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from xuezuo.campaigns.models import Requirement
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment
from xuezuo.feedback.models import Feedback
from xuezuo.local_rules.models import Narrowing
from xuezuo.organizations.completeness import ITEMS, missing
from xuezuo.organizations.kinds import BRANCH_KINDS
from xuezuo.organizations.models import (
    BranchGroup,
    Dated,
    GroupMembership,
    Member,
    Membership,
    Merge,
    Organization,
    Placement,
    Term,
)
from xuezuo.periods import Period, month_of, quarter_of
from xuezuo.publicity.models import Publication
from xuezuo.records.models import Absence, GuestAttendance, MakeUp, OwnWay, Record, TextBrought

STUDY = {"lecture", "topic_discussion", "study_group", "group_study", "org_life", "theme_day"}


@dataclass(frozen=True)
class Line:
    """One row: where it stands, the member group, the amount, and the words of its columns."""

    path: str
    row_id: str
    on: date
    group: str
    amount: int
    more: tuple[tuple[str, str], ...]

    def word(self, column: str) -> str:
        return self.group if column == "group" else dict(self.more)[column]


def holds(row: Dated, day: date) -> bool:
    return row.valid_from <= day < row.valid_to


class Reference:
    """Lines of every row set, for one day, shown in the tree of another; of the rows as they are when it is made."""

    asked_again: tuple[str, ...] = (
        "path_on", "founded", "placed", "standing", "same_versions", "addressed", "members_of", "entries_of",
        "persons_of", "groups_of", "groups_of_person", "reached", "full_members", "asked",
    )  # fmt: skip
    """By many lines, in the same words: answered once."""

    def __init__(self, day: date, tree_day: date) -> None:
        self.day = day
        self.tree_day = tree_day
        self.organizations = list(Organization.objects.all())
        for name in self.asked_again:
            setattr(self, name, cache(getattr(self, name)))

    def path_on(self, organization: Organization, day: date) -> str | None:
        for placement in Placement.objects.filter(organization=organization):
            if holds(placement, day):
                return placement.path
        return None

    def placed(self) -> list[tuple[Organization, str]]:
        found = [(one, self.path_on(one, self.tree_day)) for one in self.organizations]
        return [(one, path) for one, path in found if path is not None and self.founded(one)]

    def founded(self, organization: Organization) -> bool:
        """What was founded after the day had no facts yet."""
        return any(place.valid_from <= self.day for place in Placement.objects.filter(organization=organization))

    def line(
        self, organization: Organization, path: str, row_id: object, on: date, amount: int, group="", **more
    ) -> Line:
        words = {**more, "sector": organization.sector}
        return Line(path, str(row_id), on, group, amount, tuple(sorted(words.items())))

    # ---- simple ones

    def lines_of_organizations(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            if self.path_on(one, self.day) is not None:
                since = next(
                    p.valid_from for p in Placement.objects.filter(organization=one) if holds(p, self.tree_day)
                )
                found.append(self.line(one, path, one.pk, since, 1, kind=one.kind))
        return found

    def lines_of_meetings(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for record in Record.objects.filter(organization=one):
                if record.held_on <= self.day:
                    for kind in record.kinds.all():
                        more = {"kind": kind.kind, "speaker_tier": record.speaker_tier}
                        row_id = f"{record.pk}:{kind.kind}"
                        found.append(self.line(one, path, row_id, record.held_on, record.attended, **more))
        return found

    def lines_of_publications(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for film in Publication.objects.filter(organization=one):
                if film.published_on <= self.day:
                    totals = {t.counted_on: t.views for t in film.view_totals.all() if t.counted_on <= self.day}
                    views = totals[max(totals)] if totals else 0
                    found.append(self.line(one, path, film.pk, film.published_on, views, kind=film.kind))
        return found

    def lines_of_complaints(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for said in Feedback.objects.filter(answerer=one, kind="complaint"):
                if said.said_on <= self.day:
                    answers = [each.answered_on for each in said.answers.all() if each.answered_on <= self.day]
                    in_time = bool(answers) and min(answers) <= said.answer_until
                    state = ("in_time" if in_time else "late") if answers else "waiting"
                    due = "yes" if answers or said.answer_until < self.day else "no"
                    found.append(self.line(one, path, said.pk, said.said_on, 1, state=state, due=due))
        return found

    def lines_of_terms(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for term in Term.objects.filter(organization=one):
                if term.ends_on <= self.day:
                    in_time = term.renewed_on is not None and term.renewed_on <= term.ends_on
                    put_off = any(deferral.until >= self.day for deferral in term.deferrals.all())
                    more = {"state": "on_time" if in_time else "late", "deferred": "yes" if put_off else "no"}
                    found.append(self.line(one, path, term.pk, term.ends_on, 1, **more))
        return found

    def lines_of_cases(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for case in Case.objects.filter(organization=one):
                if case.found_on <= self.day:
                    contacted = any(s.kind == "contacted" and s.taken_on <= self.day for s in case.steps.all())
                    word = ("yes" if contacted else "no") if case.kind == "lost_contact" else ""
                    more = {"kind": case.kind, "source": case.source, "contacted": word, "state": self.state_of(case)}
                    found.append(self.line(one, path, case.pk, case.found_on, 1, **more))
        return found

    def lines_of_study_meetings(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for record in Record.objects.filter(organization=one):
                if record.held_on <= self.day and STUDY & {kind.kind for kind in record.kinds.all()}:
                    raised = [case for case in record.cases.all() if case.kind == "problem"]
                    taken = [done for done in record.commitments.all() if not hasattr(done, "withdrawal")]
                    outcome = "led" if raised or taken else "nothing"
                    found.append(self.line(one, path, record.pk, record.held_on, 1, outcome=outcome))
        return found

    def lines_of_commitments_due(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            for taken in Commitment.objects.filter(organization=one):
                if taken.due_on <= self.day and not hasattr(taken, "withdrawal"):
                    deeds = [deed for deed in taken.deeds.all() if not hasattr(deed, "withdrawal")]
                    kept = any(deed.done_on <= self.day for deed in deeds)
                    more = {"state": "kept" if kept else "due", "topic": taken.goal.topic if taken.goal else ""}
                    found.append(self.line(one, path, taken.pk, taken.due_on, 1, **more))
        return found

    def lines_of_make_ups(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            absences = MakeUp.objects.filter(absence__record__organization=one)
            plans = TextBrought.objects.filter(line__plan__organization=one)
            for source, rows in (("absence", absences), ("plan", plans)):
                for done in rows:
                    if done.done_on <= self.day:
                        more = {"way": done.way, "source": source}
                        found.append(self.line(one, path, f"{source}:{done.pk}", done.done_on, 1, **more))
        return found

    def state_of(self, case: Case) -> str:
        """What happened last up to the day decides; what was entered later, of two acts of one day."""
        told = [(one.closed_on, one.decided_at, "closed") for one in case.closures.all()]
        told += [(one.looked_on, one.entered_at, "open") for one in case.look_backs.all() if not one.holds]
        return max((one for one in told if one[0] <= self.day), default=(None, None, "open"))[2]

    # ---- what is expected

    def duties(self) -> list[Requirement]:
        return [one for one in self.standing() if one.due_on <= self.day]

    def standing(self) -> list[Requirement]:
        found = [one for one in Requirement.objects.all() if holds(one, self.day)]
        return [one for one in found if one.issuer.kind not in BRANCH_KINDS or one.issuer == one.campaign.issuer]

    def addressed(self, requirement: Requirement, organization: Organization) -> bool:
        audience, path = requirement.audience, self.path_on(organization, self.day)
        if path is None or organization.kind not in BRANCH_KINDS:
            return False
        if audience["sectors"] and organization.sector not in audience["sectors"]:
            return False
        top = Organization.objects.get(code=audience["subtree"]) if audience["subtree"] else requirement.issuer
        return path.startswith(self.path_on(top, self.day) or "nowhere")

    def members_of(self, organization: Organization, day: date) -> list[Member]:
        stays = [stay for stay in Membership.objects.filter(organization=organization) if holds(stay, day)]
        return list({stay.member_id: stay.member for stay in stays}.values())

    def groups_of(self, member: Member) -> set[str]:
        return {one.group for one in GroupMembership.objects.filter(member=member) if holds(one, self.day)}

    # ---- persons: entries that were merged are one of them

    def entries_of(self, member: Member) -> list[Member]:
        merged = Merge.objects.filter(member=member).first()
        person = merged.into if merged else member
        return [person, *(one.member for one in Merge.objects.filter(into=person).order_by("member_id"))]

    def persons_of(self, organization: Organization, day: date) -> list[Member]:
        """Those on the roster under the entry that counts: the first of their entries that is on any roster that day."""
        found = []
        for member in self.members_of(organization, day):
            held = [
                entry
                for entry in self.entries_of(member)
                if any(holds(stay, day) for stay in Membership.objects.filter(member=entry))
            ]
            if held[0] == member:
                found.append(member)
        return found

    def groups_of_person(self, member: Member) -> set[str]:
        return set().union(*(self.groups_of(entry) for entry in self.entries_of(member)))

    def lines_of_members(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            amounts: dict[str, int] = {}
            for member in self.persons_of(one, self.day):
                full = member.category == "full" and (member.full_on is None or member.full_on <= self.day)
                words = ["", *self.groups_of(member), *([] if full else ["probationary"])]
                words += ["new_sector"] if one.sector in ("private_enterprise", "social_organization") else []
                for word in words:
                    amounts[word] = amounts.get(word, 0) + 1
            for word, amount in amounts.items():
                found.append(self.line(one, path, f"{one.pk}:{word}", self.day, amount, word))
        return found

    def lines_of_member_files(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            amounts: dict[tuple[str, str], int] = {}
            for member in self.persons_of(one, self.day):
                lacking = missing(member)
                asked = [item for item in ITEMS if item != "full_on" or member.category == "full"]
                for item in ("", *asked):
                    there = item not in lacking if item else not lacking
                    key = (item, "complete" if there else "missing")
                    amounts[key] = amounts.get(key, 0) + 1
            for (item, state), amount in amounts.items():
                row_id = f"{one.pk}:{item}:{state}"
                found.append(self.line(one, path, row_id, self.day, amount, item=item, state=state))
        return found

    def lines_of_requirement_expectations(self) -> list[Line]:
        return self._lines_of([(duty, duty.due_on) for duty in self.duties()])

    def lines_of_requirement_changes(self) -> list[Line]:
        """Whatever came midway and stands: a second version from its first day, an addition from the day it was written."""
        found = []
        for one in self.standing():
            if one.replaces:
                found.append((one, one.valid_from))
            elif one.written_at and one.written_at > one.campaign.issued_at:
                found.append((one, one.written_at.date()))
        return self._lines_of([(one, on) for one, on in found if on <= self.day])

    def own_way(self, organization: Organization, versions: list[Requirement]) -> bool:
        for said in OwnWay.objects.filter(organization=organization):
            answer = getattr(said, "answer", None)
            answered = answer is not None and answer.answered_on <= self.day
            good = answer.accepted if answered else said.stated_on + timedelta(days=10) <= self.day
            done = said.record is not None and said.record.held_on <= self.day
            if said.requirement in versions and good and done:
                return True
        return False

    def _lines_of(self, asked: list[tuple[Requirement, date]]) -> list[Line]:
        found = []
        for one, path in self.placed():
            groups = set().union(*(self.groups_of(member) for member in self.members_of(one, self.day)))
            for duty, on in asked:
                wanted = set(duty.audience["groups"])
                stood = any(place.valid_from <= on for place in one.placements.all())
                if stood and self.addressed(duty, one) and (not wanted or wanted & groups):
                    claimed = any(
                        claim.record.organization_id == one.pk and claim.record.held_on <= self.day
                        for version in self.same_versions(duty)
                        for claim in version.claims.all()
                    )
                    own = "own_way" if self.own_way(one, self.same_versions(duty)) else "outstanding"
                    more = {"requirement": f"C:{duty.code}", "state": "settled" if claimed else own}
                    found.append(self.line(one, path, f"{one.pk}:{duty.pk}", on, 1, **more))
        return found

    def same_versions(self, duty: Requirement) -> list[Requirement]:
        """The requirement and the versions before it, as long as each asked what the next one asks."""
        found = [duty]
        while (earlier := found[-1].replaces) and (
            sorted(earlier.activity_kinds),
            sorted(earlier.readings.values_list("code", flat=True)),
        ) == (sorted(duty.activity_kinds), sorted(duty.readings.values_list("code", flat=True))):
            found.append(earlier)
        return found

    # ---- study coverage

    def reached(self, member: Member) -> set[str]:
        """Codes of the texts that reached a person by the end of the day, wherever they were, under whatever entry."""
        found, entries = set(), self.entries_of(member)
        for record in Record.objects.all():
            if record.held_on > self.day:
                continue
            absences = list(Absence.objects.filter(record=record, member__in=entries))
            on_roster = any(
                stay.member in entries and holds(stay, record.held_on)
                for stay in Membership.objects.filter(organization=record.organization)
            )
            present = on_roster and not absences
            guest = GuestAttendance.objects.filter(record=record, member__in=entries).exists()
            made_up = any(hasattr(a, "make_up") and a.make_up.done_on <= self.day for a in absences)
            if present or guest or made_up:
                found |= {f"C:{covered.reading.code}" for covered in record.readings.all()}
        brought = TextBrought.objects.filter(member__in=entries, done_on__lte=self.day)
        return found | {f"C:{one.reading.code}" for one in brought}

    def due_of(self, member: Member, organization: Organization) -> set[str]:
        found = set()
        for duty in self.duties():
            wanted = set(duty.audience["groups"])
            if self.addressed(duty, organization) and (not wanted or wanted & self.groups_of_person(member)):
                found |= {f"C:{reading.code}" for reading in duty.readings.all()}
        return found

    def lines_of_study_coverage(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            amounts: dict[tuple[str, str, str], int] = {}
            lacking: set[tuple[str, str]] = set()
            covered = {
                f"C:{text.reading.code}"
                for record in Record.objects.filter(organization=one)
                for text in record.readings.all()
                if record.held_on <= self.day
            }
            for member in self.persons_of(one, self.day):
                due, reached = self.due_of(member, one), self.reached(member)
                if not due:
                    continue
                states = {"": due <= reached} | {text: text in reached for text in due}
                for text, is_reached in states.items():
                    for group in ("", *self.groups_of_person(member)):
                        key = (text, group, "reached" if is_reached else "missed")
                        amounts[key] = amounts.get(key, 0) + 1
                        if not (due <= covered if text == "" else text in covered):
                            lacking.add((text, group))
            for (text, group, state), amount in amounts.items():
                row_id = f"{one.pk}:{text}:{group}:{state}"
                more = {"reading": text, "state": state, "held": "no" if (text, group) in lacking else "yes"}
                found.append(self.line(one, path, row_id, self.day, amount, group, **more))
        return found

    # ---- the rhythm of meetings

    def lines_of_meetings_due(self) -> list[Line]:
        found = []
        for one, path in self.placed():
            if one.kind not in BRANCH_KINDS:
                continue
            first = min(placement.valid_from for placement in Placement.objects.filter(organization=one))
            since = max(first, one.duties_from, date(2016, 1, 1))
            for kind, period_of in (
                ("general", quarter_of),
                ("lecture", quarter_of),
                ("committee", month_of),
                ("group", month_of),
            ):
                for number in range(12):
                    period = period_of(date(2016, number + 1, 1))
                    starts_here = period.start == date(2016, number + 1, 1)
                    if not starts_here or period.start < since or period.last_day > self.day:
                        continue
                    if kind == "committee" and self.full_members(one, period.last_day) < 7:
                        continue
                    held = sum(
                        period.holds(record.held_on) and record.kinds.filter(kind=kind).exists()
                        for record in Record.objects.filter(organization=one)
                    )
                    for ordinal in range(1, self.asked(one, kind, period) + 1):
                        more = {
                            "kind": kind,
                            "period": period.code,
                            "state": "held" if ordinal <= held else "missing",
                        }
                        row = f"{one.pk}:{kind}:{period.code}" + (f":{ordinal}" if ordinal > 1 else "")
                        found.append(self.line(one, path, row, period.last_day, 1, **more))
        return found

    def asked(self, one: Organization, kind: str, period: Period) -> int:
        """One meeting, or as many as the strictest of those asks above whom it stood when the period began."""
        length = "month" if kind in ("committee", "group") else "quarter"
        stood = self.path_on(one, period.start) or ""
        times = [1] + [
            narrowing.value
            for narrowing in Narrowing.objects.filter(key=f"meeting.{kind}.per_{length}")
            if holds(narrowing, period.start)
            and stood.startswith(self.path_on(narrowing.organization, period.start) or "nowhere")
        ]
        if kind != "group":
            return max(times)
        groups = [group for group in BranchGroup.objects.filter(organization=one) if holds(group, period.start)]
        return max(times) * sum(holds(group, period.last_day) for group in groups)

    def full_members(self, organization: Organization, day: date) -> int:
        members = self.members_of(organization, day)
        return sum(m.category == "full" and (m.full_on is None or m.full_on <= day) for m in members)
