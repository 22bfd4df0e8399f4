"""A transfer is accepted while its branch is merged away: one waits for the other, and everybody stands somewhere."""

import threading
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from tests import factories, house
from tests.people.conftest import County
from xuezuo.organizations.models import Membership
from xuezuo.organizations.queries import home_of
from xuezuo.people import actions
from xuezuo.reorganizations.actions import carry_out
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2019, 10, 20)


@pytest.mark.skipif(not house.on_postgres(), reason="SQLite lets one writer in at a time")
def test_a_merger_waits_for_the_acceptance_and_takes_the_member_along(county: County, settings: LazySettings) -> None:
    settings.TODAY = TODAY.isoformat()
    heir = factories.organization("099001002009", county.second)
    member = factories.member(county.a)
    one = actions.draft(by=operator(), member=member, target=county.b, on=TODAY - timedelta(days=3))
    actions.issue(by=operator(), transfer=one, on=TODAY - timedelta(days=3))
    accepted = threading.Event()

    def accept() -> None:
        with transaction.atomic():
            actions.accept(by=operator(), transfer=one, on=TODAY - timedelta(days=2))
            accepted.set()
            threading.Event().wait(0.5)  # its transaction is still open when the merger begins
        connection.close()

    other = threading.Thread(target=accept)
    other.start()
    assert accepted.wait(10)
    carry_out(by=operator(), wish=Wish(kind="merge", code=county.b.code, to=heir.code, day=TODAY, reason="合并"))
    other.join()

    assert Membership.objects.filter(member=member).count() == 3
    home = home_of(member.pk)
    assert home is not None
    assert home.organization == heir
