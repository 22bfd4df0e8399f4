"""Two hundred phones in villages, a month: whatever the road did to their envelopes, the records say what was said."""

import random
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import factories
from tests.agreement.phones import FIRST, Phone, Road, at_the_desk, by_http, digest, plan
from xuezuo.records.models import Claim, Correction, MakeUp, Received, Record

pytestmark = pytest.mark.django_db

SEED = 20161020


def place(count: int, days: int, seed: int) -> list[Phone]:
    """Branches of five with a secretary each, below one township; everybody signed in on their phone."""
    township = factories.organization("099001", factories.organization("099"), kind="committee")
    issued = factories.campaign(
        township,
        readings=[{"code": f"RD{number}", "title": f"文{number}"} for number in range(2)],
        requirements=[
            factories.requirement("TEXTS", readings=["RD0", "RD1"]),
            factories.requirement("FREE"),
        ],
    )
    texts = [one.pk for one in issued.readings.order_by("position")]
    asked = {one.code: one.pk for one in issued.requirements.all()}
    bob = factories.scope(factories.user("officer", township))
    chance = random.Random(seed)
    phones = []
    for number in range(count):
        branch = factories.organization(f"099001{number:03}", township)
        members = [factories.member(branch).pk for _ in range(5)]
        client = Client()
        carol = factories.user("secretary", branch)
        client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
        doors = by_http(client), at_the_desk(factories.scope(carol), branch)
        clock = timedelta(days=chance.randint(-3, 3))
        phones.append(Phone(branch.code, *doors, bob, clock, plan(chance, branch.code, members, asked, texts, days)))
    return phones


def live(phones: list[Phone], days: int, road: Road, settings: Any) -> str:
    for number in range(days):
        day = FIRST + timedelta(days=number)
        settings.TODAY = day.isoformat()
        for phone in phones:
            phone.live(number, road, day)
    road.signal = 1.0
    for _ in range(200):  # everybody comes back to town and stays there until nothing waits
        for phone in phones:
            phone.send(road)
        if not any(phone.waiting for phone in phones):
            return digest()
    raise AssertionError(f"{sum(len(phone.waiting) for phone in phones)} envelopes wait for ever")


def fresh(phones: list[Phone], *, straight: bool) -> list[Phone]:
    doors = [one.straight if straight else one.door for one in phones]
    return [
        Phone(one.code, door, one.straight, one.bob, one.clock, one.events)
        for one, door in zip(phones, doors, strict=True)
    ]


def simulate(count: int, days: int, settings: Any, *, road: Road, heard: set[str], seed: int) -> None:
    phones = place(count, days, seed)
    envelopes = sum(len(events) for phone in phones for events in phone.events.values())
    with transaction.atomic():
        ordered = live(fresh(phones, straight=True), days, Road(random.Random(seed)), settings)
        transaction.set_rollback(True)
    assert not Record.objects.exists()
    travelled = fresh(phones, straight=False)
    found = live(travelled, days, road, settings)

    answers = sum((phone.answers for phone in travelled), Counter())
    rows = {model.__name__: model.objects.count() for model in (Record, Correction, Claim, MakeUp, Received)}
    told = f"{count} phones x {days} days: {envelopes} envelopes; {dict(road.met)}; answers {dict(answers)}; {rows}"
    sys.stdout.write(f"\n{told}\n")  # shown by `pytest -m slow -rP`, also from two workers
    assert found == ordered
    entered = sum(one["kind"] == "enter" for phone in phones for events in phone.events.values() for one in events)
    assert rows["Record"] == entered
    assert all(road.met.values())
    assert heard <= set(answers)


def test_three_phones_for_eight_days(settings: Any) -> None:
    road = Road(random.Random(SEED + 1), twice=0.3, shuffled=0.3, cut=0.25, signal=0.4)
    simulate(3, 8, settings, road=road, heard={"taken", "already"}, seed=SEED)


@pytest.mark.slow
@pytest.mark.parametrize("township", range(4))
def test_two_hundred_phones_for_a_month(settings: Any, township: int) -> None:
    """Four townships of fifty, so that two cores share them; each compares its own two worlds."""
    seed = SEED + 100 * township
    road = Road(random.Random(seed + 1), twice=0.2, shuffled=0.1, cut=0.05, signal=0.4)
    simulate(50, 30, settings, road=road, heard={"taken", "already", "wait", "conflict", "refused"}, seed=seed)
