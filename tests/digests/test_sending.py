"""One mail a week at most, none at night, none for whoever switched it off; the clock is given (AF12)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core import mail

from tests import factories
from xuezuo.accounts.models import User
from xuezuo.digests import actions
from xuezuo.digests.sending import send_week
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
MONDAY = datetime(2016, 5, 23, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def secretary(settings: LazySettings) -> User:
    settings.DIGEST_MAIL, settings.TODAY = "smtp://mail", "2016-05-23"
    settings.DEFAULT_FROM_EMAIL = "xuezuo@example.org"
    province = factories.organization("099")
    branch = factories.organization("099001", province)
    factories.campaign(province, requirements=[factories.requirement("RQ1", title="秘密的题目", due_on=MONDAY.date())])
    return factories.user("secretary", branch, email="carol@example.org")


def minutes(count: int, first: datetime = MONDAY) -> list[datetime]:
    return [first + timedelta(minutes=number) for number in range(0, count, 30)]


def test_two_weeks_of_minutes_bring_two_mails_by_day(secretary: User) -> None:
    hours = [now for now in minutes(14 * 24 * 60) if send_week(by=operator(), now=now)]
    assert hours == [MONDAY.replace(hour=8), MONDAY.replace(hour=8) + timedelta(days=7)]
    assert len(mail.outbox) == 2
    assert "秘密的题目" not in mail.outbox[0].body  # counts, and no words that a mail server could read


@pytest.mark.parametrize(("hour", "minute", "sent"), [(7, 59, 0), (8, 0, 1), (19, 59, 1), (20, 0, 0), (23, 30, 0)])
def test_nothing_goes_at_night(hour: int, minute: int, sent: int, secretary: User) -> None:
    assert send_week(by=operator(), now=MONDAY.replace(hour=hour, minute=minute)) == sent


def test_off_for_one_and_off_for_a_branch(secretary: User) -> None:
    noon, scope = MONDAY.replace(hour=12), factories.scope(secretary)
    for whole in (False, True):
        actions.silence(by=scope, organization=whole)
        assert send_week(by=operator(), now=noon) == 0
        actions.end_silence(by=scope, organization=whole)
        noon += timedelta(days=7)
    assert send_week(by=operator(), now=noon) == 1


def test_off_by_default(secretary: User, settings: LazySettings) -> None:
    settings.DIGEST_MAIL = ""
    assert send_week(by=operator(), now=MONDAY.replace(hour=12)) == 0
    assert mail.outbox == []


def test_a_server_that_refuses_is_tried_again(secretary: User, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    noon = MONDAY.replace(hour=12)
    with pytest.raises(ConnectionError):
        send_week(by=operator(), now=noon)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_week(by=operator(), now=noon) == 1
