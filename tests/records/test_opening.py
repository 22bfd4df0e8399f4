"""What a form opens with, read in one question, is what the questions one by one say."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.records.conftest import TODAY, Place
from xuezuo.campaigns import actions as campaigns
from xuezuo.campaigns.models import Prompt, Requirement
from xuezuo.organizations.kinds import MemberGroup
from xuezuo.organizations.models import Floating, GroupMembership, Membership, Placement
from xuezuo.organizations.queries import placement_of, roster
from xuezuo.records import actions, queries
from xuezuo.records.models import OwnWay, OwnWayAnswer
from xuezuo.scopes import NotVisible

DAYS = (date(2016, 4, 1), date(2016, 9, 30), TODAY)
KINDS: tuple[tuple[str, ...], ...] = ((), ("lecture", "topic_discussion"), ("home_delivery",))


def told(due: Any) -> tuple[object, ...]:
    return (
        due.requirement.pk,
        [text.pk for text in due.missing],
        due.late,
        due.waits,
        due.met_by and due.met_by.pk,
        due.first_kind,
        due.definite,
    )


def agree(place: Place) -> queries.Opening:
    """Compares all that the form shows; returns it, to say what was in it."""
    by, here = place.carol, place.branch.pk
    found = queries.opening_of(by, placement_of(by, here))
    dues = queries.outstanding_for(by, here)
    assert [told(one) for one in found.dues] == [told(one) for one in dues]
    for wanted in (set(), *({one.requirement.pk} for one in dues)):
        some = [one for one in dues if one.requirement.pk in wanted] or dues
        one_by_one = queries.suggestion_for(by, here, some)
        at_once = found.suggestion(wanted)
        assert at_once.kinds == one_by_one.kinds
        assert at_once.subject == one_by_one.subject
        assert at_once.readings == tuple(one.pk for one in one_by_one.readings)
    texts = queries.texts_on(by, here, TODAY)
    assert [prompted(one) for one in found.texts] == [prompted(one) for one in texts]
    assert found.often == queries.often_absent(by, here)
    assert [tuple(one) for one in found.roster] == [(one.pk, one.name) for one in roster(by, here)]
    assert [tuple(one) for one in found.guests()] == [(one.pk, one.name) for one in queries.floating_here(by, here)]
    assert [tuple(one) for one in found.meetings] == [
        (one.pk, one.held_on, one.place, one.subject, {kind.kind for kind in one.kinds.all()})
        for one in queries.meetings_of(by, here)
    ]
    for day, kinds, readings in product(DAYS, KINDS, ((), tuple(one.pk for one in texts))):
        assert [
            (one.pk, one.title, one.campaign_title, one.due_on) for one in found.matching(day, kinds, readings)
        ] == [
            (one.pk, one.title, one.campaign.title_zh, one.due_on)
            for one in queries.matching_requirements(by, here, held_on=day, kinds=kinds, readings=readings)
        ]
    return found


def prompted(text: Any) -> tuple[object, ...]:
    return text.pk, text.title, [(one.pk, one.tier, one.position, one.text) for one in text.offered]


def codes(rows: Any) -> set[str]:
    pks = [getattr(one, "requirement", one).pk for one in rows]
    return set(Requirement.objects.filter(pk__in=pks).values_list("code", flat=True))


def test_what_is_due_of_every_kind_of_audience(place: Place) -> None:
    GroupMembership.objects.create(member=place.members[0], group=MemberGroup.FLOATING, valid_from=date(2016, 1, 1))
    factories.campaign(
        place.township,
        code="town",
        requirements=[
            factories.requirement("FLOATING", audience={"groups": ["floating"]}),
            factories.requirement("CADRES", audience={"groups": ["leading_cadre"]}),
            factories.requirement("OFFICES", audience={"kinds": ["committee"]}),
            factories.requirement("HERE", audience={"subtree": place.branch.code}),
            factories.requirement("THERE", audience={"subtree": place.sibling.code}),
        ],
    )
    factories.campaign(place.sibling, code="elsewhere", requirements=[factories.requirement("NEXT-DOOR")])
    factories.campaign(place.province, code="draft", issued=False, requirements=[factories.requirement("DRAFT")])
    found = agree(place)
    assert codes(found.dues) == {"TALK", "LECTURE", "ANY", "FLOATING", "HERE"}
    assert codes(found.asked) == {"TALK", "LECTURE", "ANY", "LATER", "FLOATING", "HERE"}


def test_what_was_met_stays_met_under_a_later_version_that_asks_the_same(place: Place) -> None:
    def amend(code: str, **changes: Any) -> None:
        now = Requirement.objects.get(code=code, replaced_by__isnull=True)
        campaigns.amend_requirement(by=place.alice, requirement=now, reason="改", **changes)

    claims = [place.requirements[code].pk for code in ("TALK", "LECTURE")]
    actions.enter(
        **place.entry(
            kinds=["topic_discussion", "lecture"], readings=[place.readings["RD01"].pk], claims=claims, subject="谈"
        )
    )
    assert codes(agree(place).dues) == {"ANY"}
    for day in (date(2016, 11, 20), date(2016, 11, 30)):
        amend("TALK", due_on=day)
        amend("LECTURE", due_on=day)
    assert codes(agree(place).dues) == {"ANY"}
    amend("LECTURE", activity_kinds=["lecture", "general"])
    found = agree(place)
    assert codes(found.dues) == {"ANY", "LECTURE"}
    assert [one.met_by for one in found.dues if one.requirement.title == "要求LECTURE"] == [found.meetings[0]]


@pytest.mark.parametrize(
    ("stated_on", "accepted", "is_met"),
    [
        (date(2016, 10, 1), None, True),
        (date(2016, 10, 19), None, False),
        (date(2016, 10, 19), True, True),
        (date(2016, 10, 1), False, False),
    ],
)
def test_an_own_way_that_stands_is_met(place: Place, stated_on: date, accepted: bool | None, is_met: bool) -> None:
    record = factories.record(place.branch, date(2016, 10, 2), kinds=("theme_day",))
    way = OwnWay.objects.create(
        organization=place.branch,
        requirement=place.requirements["TALK"],
        record=record,
        what="院落夜谈",
        reason="白天采茶",
        stated_on=stated_on,
        stated_by=0,
    )
    if accepted is not None:
        OwnWayAnswer.objects.create(own_way=way, accepted=accepted, answered_on=stated_on, answered_by=0)
    assert ("TALK" in codes(agree(place).dues)) is not is_met


def test_texts_come_in_order_with_their_prompts_and_what_was_covered(place: Place) -> None:
    prompt = Prompt.objects.create(campaign=place.campaign, code="P1", tier="member", text="对照？", position=1)
    prompt.readings.set([place.readings["RD01"], place.readings["RD02"]])
    over = Prompt.objects.create(
        campaign=place.campaign, code="P0", tier="member", text="旧", position=2, valid_to=date(2016, 5, 1)
    )
    over.readings.set([place.readings["RD01"]])
    factories.campaign(
        place.province,
        code="old",
        starts_on=date(2014, 1, 1),
        ends_on=date(2015, 1, 1),
        readings=[{"code": "OLD", "title": "旧文", "group": "rules"}],
        requirements=[
            factories.requirement("OLD", opens_on=date(2014, 2, 1), due_on=date(2014, 12, 1), readings=["OLD"])
        ],
    )
    found = agree(place)
    assert [one.title for one in found.texts] == ["章程", "准则"]
    assert [[one.text for one in text.offered] for text in found.texts] == [["对照？"], ["对照？"]]
    factories.record(place.branch, date(2016, 9, 1), kinds=("lecture",), readings=(place.readings["RD01"],))
    factories.record(place.branch, date(2016, 9, 2), kinds=("topic_discussion",), place="村部", subject="<谈>")
    found = agree(place)
    assert [[text.title for text in due.missing] for due in found.dues] == [[], [], ["准则"]]
    assert [due.met_by and due.met_by.held_on for due in found.dues] == [date(2016, 9, 2), date(2016, 9, 1), None]


def test_who_was_absent_often_and_who_lives_here(place: Place) -> None:
    away = place.members[3]
    for day, other in enumerate((0, 1, 2, 4, 0), start=1):  # four are looked at: nobody else was away twice in these
        factories.record(place.branch, date(2016, 9, day), absent=(away, place.members[other]))
    factories.record(place.branch, date(2016, 9, 20), kinds=("committee",), absent=(place.members[0],))
    guest = Membership.objects.get(organization=place.sibling).member
    grouped = GroupMembership.objects.create(member=guest, group=MemberGroup.FLOATING, valid_from=date(2016, 1, 1))
    Floating.objects.create(
        grouped=grouped, destination="本村", receiving=place.branch, entered_by=0, entered_at=timezone.now()
    )
    Membership.objects.filter(member=place.members[4]).update(valid_to=TODAY)
    found = agree(place)
    assert found.often == [away.pk]
    assert [one.name for one in found.guests()] == ["戊一"]
    assert {one.name for one in found.roster} == {"丁一", "丁二", "丁三", "丁四"}


def test_a_branch_owes_nothing_from_before_it_was_founded(place: Place) -> None:
    factories.campaign(
        place.township,
        code="early",
        requirements=[
            factories.requirement("SPRING", due_on=date(2016, 5, 1)),
            factories.requirement("SUMMER", due_on=date(2016, 8, 1)),
        ],
    )
    here = Placement.objects.get(organization=place.branch)
    Placement.objects.filter(pk=here.pk).update(valid_from=date(2016, 10, 1))
    Placement.objects.create(
        organization=place.branch,
        parent=here.parent,
        path=here.path,
        valid_from=date(2016, 7, 1),
        valid_to=date(2016, 10, 1),
    )
    assert codes(agree(place).dues) >= {"SUMMER", "LECTURE"}
    assert "SPRING" not in codes(agree(place).dues)


def test_outside_the_scope_nothing_opens(place: Place) -> None:
    here = placement_of(place.carol, place.branch.pk)
    for stranger in (place.chelsea, place.alice, factories.scope(factories.user("secretary", place.sibling))):
        with pytest.raises(NotVisible):
            queries.opening_of(stranger, here)
