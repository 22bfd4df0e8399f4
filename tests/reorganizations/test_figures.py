"""Every figure in the tree as it was and as it is: the same totals at the root, whatever was reorganized between."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tests.agreement.place import Plan, build, plans
from tests.agreement.reference import Line, Reference
from tests.agreement.test_live import compare, given_places
from tests.reorganizations.conftest import TODAY
from xuezuo.indicators.declared import indicators
from xuezuo.indicators.engines import live
from xuezuo.indicators.queries import ask, filters_of
from xuezuo.indicators.questions import Question
from xuezuo.indicators.reconciling import differences
from xuezuo.organizations.models import Membership, Organization, Placement
from xuezuo.organizations.queries import placements
from xuezuo.periods import month_of, quarter_of
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import carry_out, undo
from xuezuo.reorganizations.models import Act, Inheritance
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

KINDS = ("move", "merge", "merge", "merge", "split", "split", "close", "close", "reopen", "found", "rename", "undo")


class Judge(Reference):
    """The reference with the heirs of what ended, found by walking through the acts themselves."""

    asked_again = (*Reference.asked_again, "heir_path")

    def heir_path(self, organization: Organization) -> str | None:
        """Who took it over by the act that ended it, and so on, in the tree's day."""
        current = organization
        while (path := self.path_on(current, self.tree_day)) is None:
            ended = [
                act
                for act in Act.objects.filter(touched__organization=current, touched__part="ended").distinct()
                if act.day <= self.tree_day and not Act.objects.filter(undoes=act).exists()
            ]
            if not ended:
                return None
            last = max(ended, key=lambda act: (act.day, act.pk))
            into = [one.successor for one in last.descents.all() if one.predecessor_id == current.pk]
            if into:
                current = into[0]
                continue
            came = {
                one.successor
                for one in current.descents_to.all()
                if not Act.objects.filter(undoes=one.act).exists()
                and one.act.day <= last.day
                and self.path_on(one.successor, last.day)
            }
            places = Placement.objects.filter(organization=current, valid_to=last.day)
            current = came.pop() if len(came) == 1 else places.get().parent
        return path

    def placed(self) -> list[tuple[Organization, str]]:
        found = [(one, self.path_on(one, self.tree_day) or self.heir_path(one)) for one in self.organizations]
        return [(one, path) for one, path in found if path is not None and self.founded(one)]

    def lines_of_organizations(self) -> list[Line]:
        """One that ended since stands at its heir's, dated by the day on which it ended; the day is not shown."""
        found = []
        for one, path in self.placed():
            if self.path_on(one, self.day) is not None:
                found.append(self.line(one, path, one.pk, date(2000, 1, 1), 1, kind=one.kind))
        return found

    def lines_of_meetings_due(self) -> list[Line]:
        """Nothing is due in a period that it did not stand through."""

        def stood(line: Line) -> bool:
            one = Organization.objects.get(pk=int(line.row_id.split(":")[0]))
            period = (quarter_of if "Q" in line.word("period") else month_of)(line.on)
            days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
            return all(self.path_on(one, day) is not None for day in days)

        return [line for line in super().lines_of_meetings_due() if stood(line)]


def reorganize(chance: random.Random, acts: int) -> int:
    """Random acts in order of their days; returns how many could be done."""
    done, day = 0, date(2016, 3, 20)
    for number in range(acts):
        day += timedelta(days=chance.choice([7, 15, 30]))
        codes = sorted(Organization.objects.exclude(code="R").values_list("code", flat=True))
        kind, code = chance.choice(KINDS), chance.choice(codes)
        more: dict[str, Any] = {}
        if kind in ("move", "merge", "reopen") or (kind == "close" and chance.random() < 0.6):
            more["to"] = chance.choice(["R", *codes] if kind in ("move", "reopen") else codes)
        if kind == "merge" and chance.random() < 0.3:
            more = {"others": (chance.choice(codes),)}
        if kind in ("split", "found") or "others" in more:
            more |= {"new_code": f"N{number}", "name": f"新{number}", "sector": "village"}
            more["new_kind"] = chance.choice(["branch", "branch", "committee"])
        if kind == "split":
            held = Membership.objects.filter(organization__code=code, valid_from__lt=day, valid_to__gt=day)
            more["members"] = tuple(sorted(set(held.values_list("member_id", flat=True)))[: chance.randint(1, 4)])
        if kind == "rename":
            more["name"] = f"名{number}"
        try:
            with transaction.atomic():
                if kind == "undo":
                    acts_made = Act.objects.exclude(kind="undo").filter(undone_by_act=None).order_by("-pk")
                    if not acts_made:
                        continue
                    act = chance.choice(acts_made[:4])
                    undo(by=operator(), act=act, reason="误")
                else:
                    carry_out(by=operator(), wish=Wish(kind, code, day, "定", **more))
                done += 1
        except Refusal:
            pass
    return done


def check_tree() -> None:
    """On every day on which anything changes, whatever stands, stands below its parent, once."""
    days = {one.valid_from for one in Placement.objects.all()}
    for day in days:
        places = {one.organization_id: one for one in placements(operator(), day)}
        assert len(places) == placements(operator(), day).count()
        for one in places.values():
            assert one.path[:-4] == (places[one.parent_id].path if one.parent_id else "")
        for heir in Inheritance.objects.all():
            if heir.valid_from <= day < heir.valid_to:
                assert heir.organization_id not in places
                assert heir.heir_id in places


def undated(line: Line) -> Line:
    return Line(line.path, line.row_id, date(2000, 1, 1), line.group, line.amount, line.more)


def totals(day: date, tree_day: date) -> dict[str, tuple[int | None, int]]:
    question = Question("0001", day, tree_day)
    found = {}
    for one in indicators().values():
        figure = live.count(one, question, filters_of(one))
        assert figure.expected is None or figure.settled <= figure.expected
        found[one.code] = (figure.expected, figure.settled)
    return found


def check(plan: Plan, seed: int, acts: int = 14) -> int:
    with transaction.atomic():
        build(plan)
        done = reorganize(random.Random(seed), acts)
        check_tree()
        for tree_day in (plan.as_of, TODAY, TODAY + timedelta(days=200)):
            judge = Judge(plan.as_of, tree_day)
            question = Question("0001", plan.as_of, tree_day)
            lines = {
                one.row_set.name: getattr(judge, f"lines_of_{one.row_set.name}")()
                for one in indicators().values()
                if one.row_set.name != "organizations"
            }
            for top in ("0001", *sorted({p.path for p in Placement.objects.all() if len(p.path) == 8})):
                for one in indicators().values():
                    if one.row_set.name != "organizations":
                        compare(one, lines[one.row_set.name], Question(top, plan.as_of, tree_day))
            stood = [undated(one) for one in judge.lines_of_organizations()]
            rows = live.rows(indicators()["organizations"], question, {}, "settled")
            assert sorted((row.path, row.row_id) for row in rows) == sorted((one.path, one.row_id) for one in stood)
            assert totals(plan.as_of, tree_day) == totals(plan.as_of, plan.as_of)
        transaction.set_rollback(True)
    return done


@settings(given_places, max_examples=6)
@given(plan=plans, seed=st.integers(0, 10_000))
def test_figures_agree_through_random_reorganizations(plan: Plan, seed: int) -> None:
    check(plan, seed)


@pytest.mark.slow
@settings(given_places, max_examples=80)
@given(plan=plans, seed=st.integers(0, 10_000))
def test_figures_agree_through_many_more_reorganizations(plan: Plan, seed: int) -> None:
    check(plan, seed, 25)


def test_the_page_s_questions_agree_too(settings: Any) -> None:
    """Through `ask`, as pages and commands come: lists equal numbers in both trees."""
    settings.TODAY = TODAY.isoformat()
    some_place()
    for tree in ("then", "now"):
        asked = ask(operator(), "R", date(2016, 5, 10), tree)
        assert list(differences(asked)) == []


def some_place() -> None:
    root = factories.organization("R")
    town = factories.organization("T", root, kind="committee")
    a, b = factories.organization("A", town), factories.organization("B", town)
    for branch in (a, b):
        factories.member(branch)
        factories.record(branch, date(2016, 4, 5), kinds=("general", "lecture"))
    carry_out(by=operator(), wish=Wish("merge", "A", date(2016, 8, 1), "定", to="B"))
