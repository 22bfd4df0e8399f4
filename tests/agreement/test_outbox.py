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
from tests.agreement.phones import FIRST, Phone, Road, digest, plan
from xuezuo.records.models import Claim, Correction, MakeUp, Received, Record

pytestmark = pytest.mark.django_db

SEED = 20161020


def place(count: int, days: int) -> list[Phone]:
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
    chance = random.Random(SEED)
    phones = []
    for number in range(count):
        branch = factories.organization(f"099001{number:03}", township)
        members = [factories.member(branch).pk for _ in range(5)]
        client = Client()
        client.force_login(factories.user("secretary", branch), backend="django.contrib.auth.backends.ModelBackend")
        clock = timedelta(days=chance.randint(-3, 3))
        phones.append(Phone(branch.code, client, bob, clock, plan(chance, branch.code, members, asked, texts, days)))
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


def fresh(phones: list[Phone]) -> list[Phone]:
    return [Phone(one.code, one.client, one.bob, one.clock, one.events) for one in phones]


def simulate(count: int, days: int, settings: Any, *, cut: float, heard: set[str]) -> None:
    phones = place(count, days)
    envelopes = sum(len(events) for phone in phones for events in phone.events.values())
    with transaction.atomic():
        ordered = live(fresh(phones), days, Road(random.Random(SEED)), settings)
        transaction.set_rollback(True)
    assert not Record.objects.exists()
    road = Road(random.Random(SEED + 1), twice=0.2, shuffled=0.1, cut=cut, signal=0.4)
    travelled = fresh(phones)
    found = live(travelled, days, road, settings)

    answers = sum((phone.answers for phone in travelled), Counter())
    rows = {model.__name__: model.objects.count() for model in (Record, Correction, Claim, MakeUp, Received)}
    told = f"{count} phones x {days} days: {envelopes} envelopes; {dict(road.met)}; answers {dict(answers)}; {rows}"
    sys.stdout.write(f"\n{told}\n")  # `pytest -s` shows it
    assert found == ordered
    entered = sum(one["kind"] == "enter" for phone in phones for events in phone.events.values() for one in events)
    assert rows["Record"] == entered
    assert all(road.met.values())
    assert heard <= set(answers)


def test_three_phones_for_eight_days(settings: Any) -> None:
    simulate(3, 8, settings, cut=0.25, heard={"taken", "already", "wait"})


@pytest.mark.slow
def test_two_hundred_phones_for_a_month(settings: Any) -> None:
    simulate(200, 30, settings, cut=0.05, heard={"taken", "already", "wait", "conflict", "refused"})
