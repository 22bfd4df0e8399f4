"""Kept figures against the live ones: whatever happened in a random place, after a pass every node says the same."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tests.agreement.place import TODAY, Plan, build, plans
from tests.agreement.test_live import given_places
from xuezuo.campaigns.models import Requirement
from xuezuo.cases.models import Case, Closure
from xuezuo.indicators.declared import Indicator, indicators
from xuezuo.indicators.engines import kept, live
from xuezuo.indicators.kept import rolling
from xuezuo.indicators.queries import Line, ask, figure, filters_of, lines
from xuezuo.indicators.questions import Question
from xuezuo.indicators.reconciling import kept_differences
from xuezuo.organizations.models import GroupMembership, Member, Membership, Merge, Organization, Placement, Term
from xuezuo.publicity.models import Publication
from xuezuo.records.models import Absence, Claim, GuestAttendance, MakeUp, Record, RecordKind, RecordReading
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_2016(settings) -> None:
    settings.TODAY = TODAY.isoformat()


Deed = Callable[[random.Random], object]
PART = timedelta(days=9)


def any_of(model: type, chance: random.Random) -> object | None:
    ids = sorted(model.objects.values_list("pk", flat=True))
    return model.objects.get(pk=chance.choice(ids)) if ids else None


def dropped(model: type) -> Deed:
    def deed(chance: random.Random) -> None:
        one = any_of(model, chance)
        if one is not None:
            model.objects.filter(pk=one.pk)._raw_delete(using="default")

    return deed


def bulk(model: type, **changes: object) -> Deed:
    """By SQL over several rows at once, as no action does."""

    def deed(chance: random.Random) -> None:
        ids = [one for one in model.objects.values_list("pk", flat=True) if chance.random() < 0.5]
        model.objects.filter(pk__in=ids).update(**changes)

    return deed


def meet(chance: random.Random) -> None:
    old = any_of(Record, chance)
    if old is None:
        return
    new = Record.objects.create(
        organization=old.organization, held_on=TODAY - timedelta(days=chance.randrange(120)), expected=9, attended=5,
        entered_by=1, speaker_tier=old.speaker_tier,
    )  # fmt: skip
    RecordKind.objects.create(record=new, kind=chance.choice(["general", "lecture", "study_group"]))
    for reading in old.readings.all():
        RecordReading.objects.create(record=new, reading=reading.reading)
    for claim in old.claims.all():
        Claim.objects.create(record=new, requirement=claim.requirement, claimed_by=1)


def be_absent(chance: random.Random) -> None:
    record, member = any_of(Record, chance), any_of(Member, chance)
    if record and member:
        absence, _ = Absence.objects.get_or_create(record=record, member=member, defaults={"reason": "leave"})
        if chance.random() < 0.4:
            MakeUp.objects.get_or_create(absence=absence, defaults={"done_on": TODAY, "way": "door", "entered_by": 1})


def be_guest(chance: random.Random) -> None:
    record, member = any_of(Record, chance), any_of(Member, chance)
    if record and member:
        GuestAttendance.objects.get_or_create(record=record, member=member)


def move_member(chance: random.Random) -> None:
    one, to = any_of(Membership, chance), any_of(Organization, chance)
    if one and one.valid_from < TODAY - PART < one.valid_to:
        until, one.valid_to = one.valid_to, TODAY - PART
        one.save()
        Membership.objects.create(member=one.member, organization=to, valid_from=TODAY - PART, valid_to=until)


def relocate(chance: random.Random) -> None:
    """A branch goes to the other township by a row of the tree alone."""
    at = [one for one in Placement.objects.filter(valid_from__lte=TODAY, valid_to__gt=TODAY) if len(one.path) >= 12]
    offices = [one for one in Placement.objects.filter(valid_from__lte=TODAY, valid_to__gt=TODAY) if len(one.path) == 8]
    if at and offices:
        one, to = chance.choice(at), chance.choice(offices)
        if one.valid_from < TODAY:
            until, one.valid_to = one.valid_to, TODAY
            one.save()
            path = f"{to.path}z{one.pk % 1000:03d}"
            Placement.objects.create(
                organization=one.organization, parent=to.organization, path=path, valid_from=TODAY, valid_to=until
            )


def merge(chance: random.Random) -> None:
    one = any_of(Merge, chance)
    if one:
        Merge.objects.filter(pk=one.pk).update(into=any_of(Member, chance))


def withdraw(chance: random.Random) -> None:
    one = any_of(Requirement, chance)
    if one:
        Requirement.objects.filter(pk=one.pk).update(due_on=TODAY + timedelta(days=chance.choice([-40, 40])))


DEEDS: list[Deed] = [
    meet, meet, meet, be_absent, be_absent, be_guest, be_guest, move_member, move_member, relocate, merge, withdraw,
    dropped(MakeUp), dropped(Claim), dropped(GuestAttendance), dropped(RecordReading), dropped(GroupMembership),
    dropped(Closure), bulk(Organization, sector="organ"), bulk(Case, found_on=TODAY), bulk(Term, renewed_on=None),
    bulk(Member, post=""), bulk(Publication, kind="short_film"), bulk(Record, attended=1), bulk(RecordKind, kind="lecture"),
    bulk(GroupMembership, group="abroad"), bulk(Requirement, audience={"kinds": [], "sectors": ["village"], "groups": []}),
]  # fmt: skip


def check(plan: Plan, seed: int) -> None:
    chance = random.Random(seed)
    with transaction.atomic():
        build(plan)
        rolling.keep_up()
        assert list(kept_differences()) == []
        for number in range(12):
            with suppress(IntegrityError), transaction.atomic():
                chance.choice(DEEDS)(chance)
            if number % 4 == 3:
                rolling.keep_up()
                assert list(kept_differences()) == [], number
        transaction.set_rollback(True)


@settings(given_places, max_examples=4)
@given(plan=plans, seed=st.integers(0, 10_000))
def test_after_any_deeds_a_pass_brings_every_node_to_what_the_records_say(plan: Plan, seed: int) -> None:
    check(plan, seed)


@pytest.mark.slow
@settings(given_places, max_examples=120)
@given(plan=plans, seed=st.integers(0, 10_000))
def test_after_many_more_deeds(plan: Plan, seed: int) -> None:
    check(plan, seed)


@settings(given_places, max_examples=2)
@given(plan=plans)
def test_every_question_it_answers_is_answered_like_the_live_engine(plan: Plan) -> None:
    with transaction.atomic():
        build(plan)
        rolling.keep_up()
        for path in ("0001", "00010001", "000100020001"):
            for alone in (False, True):
                for indicator in indicators().values():
                    questions_agree(indicator, Question(path, TODAY, TODAY, alone=alone))
        transaction.set_rollback(True)


def test_small_numbers_are_hidden_alike() -> None:
    """An office above sees the same groups, texts and children of both engines, and none that is small."""
    hidden = 0
    with transaction.atomic():
        top, towns = factories.organization("9"), []
        for town, sizes in enumerate([(9, 1, 4), (12, 12), (2, 8, 1)]):
            towns.append(factories.organization(f"9{town}", top, kind="committee"))
            for number, floating in enumerate(sizes):
                branch = factories.organization(f"9{town}{number}", towns[-1], sector=("village", "organ")[number % 2])
                for _ in range(floating):
                    factories.member(branch, groups=("floating",))
                factories.member(branch, groups=("retired",))
        rolling.keep_up()
        for organization in (top, *towns):
            scope = replace(operator(), role="officer", path=organization.placements.get().path,
                            organization_id=organization.pk)  # fmt: skip
            for code in ("9", "90", "91", "92"):
                hidden += sum(one.figure is None for one in groups_agree(scope, code))
        transaction.set_rollback(True)
    assert hidden > 10


def groups_agree(scope: Scope, code: str) -> list[Line]:
    found: list[Line] = []
    try:
        live_one, kept_one = (ask(scope, code, engine=engine) for engine in ("live", "kept"))
    except NotVisible:
        return []
    assert kept_one.is_kept
    indicator = indicators()["members"]
    for by, narrow in (("group", {}), ("children", {"group": "floating"}), ("sector", {"group": "floating"}),
                       ("group", {"sector": "organ"}), ("children", {"group": "retired"})):  # fmt: skip
        wanted = lines(live_one, indicator, by, narrow)
        assert lines(kept_one, indicator, by, narrow) == wanted, (scope.path, code, by, narrow)
        found += wanted
    for group in ("floating", "retired"):
        assert figure(kept_one, indicator, {"group": group}) == figure(live_one, indicator, {"group": group})
    return found


def questions_agree(indicator: Indicator, question: Question) -> None:
    words = [("", ""), ("sector", "village"), ("group", "floating"), ("kind", "lecture"), ("kind", "branch")]
    for column, word in words:
        if column and column not in indicator.breakdowns:
            continue
        narrow = {column: word} if column else {}
        for by in ("", *indicator.breakdowns):
            filters = filters_of(indicator, narrow, by)
            wanted = kept.wanted_of(indicator, filters, by)
            if wanted is not None:
                found = kept.Kept(question.path, alone=question.alone).grouped(indicator, wanted)
                assert found == live.grouped(indicator, question, filters, by), (indicator.code, narrow, by)
