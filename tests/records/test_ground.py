"""What an entry is checked against, read in one question, is what the questions one by one say."""

import threading
import uuid
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories, house
from tests.records.conftest import Place
from xuezuo.campaigns import actions as campaigns
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.organizations.models import GroupMembership, Placement
from xuezuo.organizations.queries import once, placement_of, standing_still
from xuezuo.records import actions, queries
from xuezuo.records.actions import meetings
from xuezuo.records.contents import Content
from xuezuo.records.models import Claim
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

DAYS = (date(2016, 9, 30), date(2016, 10, 18))
KINDS = (("lecture", "topic_discussion"), ("home_delivery",))
TEXTS = ((), ("RD01",), ("RD01", "RD02"))


def agree(place: Place, by: Scope | None = None) -> set[str]:
    """Compares every day, kind and list of texts; returns the codes of all requirements that were met somewhere."""
    by, here = by or place.carol, place.branch
    every = set(campaigns.Requirement.objects.values_list("pk", flat=True))
    met: set[int] = set()
    for day, kinds, texts in product(DAYS, KINDS, TEXTS):
        content = Content(
            held_on=day, kinds=kinds, attended=5, readings=tuple(sorted(place.readings[text].pk for text in texts))
        )
        found = queries.ground_of(by, here.pk, content, uuid.uuid4(), for_claims=True)
        assert found.facts == queries.facts_for(here, day)
        one_by_one = queries.matching_requirements(
            by, here.pk, held_on=day, kinds=content.kinds, readings=content.readings
        )
        at_once = queries.met_by(by, here.pk, found, content, every)
        assert at_once == {one.pk for one in one_by_one}
        met |= at_once
    return set(campaigns.Requirement.objects.filter(pk__in=met).values_list("code", flat=True))


def test_requirements_of_every_kind_are_met_alike(place: Place) -> None:
    GroupMembership.objects.create(member=place.members[0], group=MemberGroup.FLOATING, valid_from=date(2016, 1, 1))
    factories.campaign(
        place.township,
        code="town",
        requirements=[
            factories.requirement("FLOATING", audience={"groups": ["floating"]}),
            factories.requirement("CADRES", audience={"groups": ["leading_cadre"]}),
            factories.requirement("OFFICES", audience={"kinds": ["committee"]}),
        ],
    )
    factories.campaign(place.sibling, code="elsewhere", requirements=[factories.requirement("NEXT-DOOR")])
    factories.campaign(place.province, code="draft", issued=False, requirements=[factories.requirement("DRAFT")])
    assert agree(place) == {"TALK", "LECTURE", "ANY", "FLOATING"}


def test_what_is_settled_replaced_or_met_in_an_own_way_is_told_alike(place: Place) -> None:
    actions.enter(**place.entry(readings=[place.readings["RD01"].pk], kinds=["topic_discussion"]))
    assert "TALK" in agree(place)
    actions.enter(
        **place.entry(kinds=["topic_discussion", "lecture"], claims=[place.requirements["LECTURE"].pk], subject="再谈")
    )
    assert "LECTURE" not in agree(place)
    campaigns.amend_requirement(
        by=place.alice, requirement=place.requirements["LECTURE"], due_on=date(2016, 11, 30), reason="改期"
    )
    assert "LECTURE" not in agree(place)
    record = factories.record(place.branch, date(2016, 10, 18), kinds=("theme_day",))
    way = actions.say_own_way(
        by=place.carol,
        organization=place.branch,
        requirement=place.requirements["TALK"],
        what="院落夜谈",
        reason="白天采茶",
        record=record,
    )
    actions.answer_own_way(by=place.bob, own_way=way, accepted=True)
    assert "TALK" not in agree(place)


def test_a_part_of_the_tree_is_told_alike(place: Place) -> None:
    factories.campaign(
        place.province,
        code="part",
        requirements=[
            factories.requirement("HERE", audience={"subtree": place.township.code}),
            factories.requirement("THERE", audience={"subtree": place.sibling.code}),
        ],
    )
    assert {"HERE"} == agree(place) & {"HERE", "THERE"}


def test_a_branch_that_came_later_is_told_alike(place: Place) -> None:
    Placement.objects.filter(organization=place.branch).update(valid_from=date(2016, 10, 1))
    assert agree(place) >= {"LECTURE"}


def test_outside_the_scope_there_is_no_ground(place: Place) -> None:
    content = Content(held_on=date(2016, 10, 18), kinds=("general",), attended=1)
    for by, where in ((place.carol, place.sibling), (place.chelsea, place.branch)):
        with pytest.raises(NotVisible):
            queries.ground_of(by, where.pk, content, uuid.uuid4(), for_claims=False)


def test_a_save_asks_as_often_for_many_absent_as_for_none(place: Place) -> None:
    claims = [place.requirements["LECTURE"].pk]
    asked = []
    for absent in ([], [(one.pk, "leave") for one in place.members[:4]]):
        with CaptureQueriesContext(connection) as found:
            entry = place.entry(kinds=["lecture"], absent=absent, attended=5 - len(absent), claims=claims)
            record = actions.enter(**entry)
        asked.append(len(found))
        actions.withdraw(by=place.carol, record=record, reason="试")
    assert asked[1] - asked[0] <= 1  # SQLite: their own statement
    assert asked[1] <= 10


def test_only_inside_its_block_a_place_is_kept(place: Place) -> None:
    with standing_still():
        first = placement_of(place.carol, place.branch.pk)
        assert placement_of(place.carol, place.branch.pk) is first
        with pytest.raises(NotVisible):
            placement_of(place.carol, place.sibling.pk)
    assert placement_of(place.carol, place.branch.pk) is not first
    assert [once(("x",), lambda: [1]) is once(("x",), lambda: [1])] == [False]


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_before_the_entry_stands_in_the_line_of_writers(place: Place) -> None:
    with CaptureQueriesContext(connection) as found:
        actions.enter(**place.entry(client_id=uuid.uuid4()))

    # what PostgreSQL was asked by a kept plan is noted without its words
    said = [(one["sql"] or "KEPT").split()[0] for one in found.captured_queries]
    if house.on_postgres():
        assert said == ["KEPT", "KEPT"]  # one that reads, one that writes all of it or nothing
        return
    begin = said.index("BEGIN")
    assert "SELECT" in said[:begin]
    assert said[begin:].count("SELECT") == 1  # whether another one was quicker


def test_what_another_enters_at_the_same_moment_is_looked_at_before_anything_is_written(place: Place) -> None:
    """Two secretaries with one meeting: the second is told of the first one's record, and of what it met already."""
    ask = place.requirements["LECTURE"]
    seen: list[tuple[set[int], frozenset[int]]] = []
    theirs: list[int] = []

    def look(met: set[int], same_day: frozenset[int]) -> None:
        seen.append((met, same_day))
        if not theirs:  # after we asked, before we write
            theirs.append(actions.enter(**place.entry(kinds=["lecture"], claims=[ask.pk])).pk)
        elif ask.pk not in met:
            raise Refusal("claim_not_met", title=ask.title)

    with pytest.raises(Refusal):
        meetings.entered(
            **place.entry(kinds=["lecture"], claims=[ask.pk]),
            client_id=uuid.uuid4(),
            look=look,
            path=placement_of(place.carol, place.branch.pk).path,
        )

    (first, none), (second, same_day) = seen
    assert ask.pk in first - second
    assert (none, same_day) == (frozenset(), frozenset(theirs))
    assert [one.pk for one in queries.meetings_of(place.carol, place.branch.pk)] == theirs


def test_one_requirement_is_met_by_one_of_two_entries_that_nobody_looks_at(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An API's or an outbox's: what another one met after we asked is not met once more."""
    wanted = place.entry(kinds=["lecture"], claims=[place.requirements["LECTURE"].pk])
    put_together, theirs = meetings.put_together, list[int]()

    def meanwhile(*given: Any, **more: Any) -> Any:
        if not theirs:
            theirs.append(0)
            theirs[0] = actions.enter(**wanted).pk
        return put_together(*given, **more)

    monkeypatch.setattr(meetings, "put_together", meanwhile)
    with pytest.raises(Refusal) as refused:
        actions.enter(**wanted)

    assert refused.value.code == "claim_not_met"
    assert [one.pk for one in queries.meetings_of(place.carol, place.branch.pk)] == theirs


@pytest.mark.skipif(not house.on_postgres(), reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_whoever_enters_a_meeting_of_the_branch_at_this_moment_is_waited_for(place: Place) -> None:
    """The other's rows cannot be seen yet when ours are sent: nothing is written before they can, and then we look again."""
    where = placement_of(place.carol, place.branch.pk).path
    asked, wrote = threading.Event(), threading.Event()
    seen: list[frozenset[int]] = []

    def enter(wait: Callable[[], object]) -> None:
        def look(met: set[int], same_day: frozenset[int]) -> None:
            seen.append(same_day)
            wait()

        meetings.entered(**place.entry(kinds=["lecture"]), client_id=uuid.uuid4(), look=look, path=where)

    def enter_first() -> None:
        with transaction.atomic():
            enter(lambda: asked.wait(10))
            wrote.set()
            threading.Event().wait(0.5)  # its transaction is still open when the other one writes
        connection.close()

    def ours() -> None:
        asked.set()
        wrote.wait(10)

    other = threading.Thread(target=enter_first)
    other.start()
    enter(ours)
    other.join()

    first, second = [one.pk for one in queries.meetings_of(place.carol, place.branch.pk)]
    assert [set(one) for one in seen[:2]] == [set(), set()]
    assert seen[2:] in ([frozenset({first})], [frozenset({second})])


@pytest.mark.skipif(not house.on_postgres(), reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_however_many_enter_at_once_each_is_entered_and_one_meets_the_requirement(place: Place) -> None:
    ask = place.requirements["LECTURE"].pk
    ready, refused, failed = threading.Barrier(30), list[str](), list[BaseException]()

    def enter(claims: list[int]) -> None:
        try:
            ready.wait(20)
            actions.enter(**place.entry(kinds=["lecture"], claims=claims))
        except Refusal as refusal:
            refused.append(refusal.code)
        except BaseException as why:  # noqa: BLE001 - a thread's own would be lost
            failed.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[[ask] if number % 2 else []]) for number in range(30)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert failed == []
    assert refused == ["claim_not_met"] * 14
    assert len(queries.meetings_of(place.carol, place.branch.pk)) == 15 + 1
    assert Claim.objects.filter(requirement=ask).count() == 1
