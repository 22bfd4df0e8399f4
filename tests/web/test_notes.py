"""What is said once after a form goes sealed to the next page of the same sign-in, and to nobody else."""

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests import factories
from xuezuo.web.shared.notes import SIGN_IN, Notes

pytestmark = pytest.mark.django_db

COOKIE = settings.MESSAGES_COOKIE_NAME


def request(sign_in: int | None = 1, cookie: str = "", session: dict[str, object] | None = None):
    made = RequestFactory().get("/")
    made.session = {**({} if sign_in is None else {SIGN_IN: sign_in}), **(session or {})}
    if cookie:
        made.COOKIES[COOKIE] = cookie
    made._messages = Notes(made)
    return made


def said(text: str, sign_in: int | None = 1) -> tuple[str, dict[str, object]]:
    """The cookie and the session that are left when a page says it."""
    asked, answer = request(sign_in), HttpResponse()
    messages.success(asked, text)
    asked._messages.update(answer)
    return answer.cookies[COOKIE].value, asked.session


def heard(sign_in: int | None, cookie: str, session: dict[str, object] | None = None) -> tuple[list[str], HttpResponse]:
    asked, answer = request(sign_in, cookie, session), HttpResponse()
    texts = [one.message for one in messages.get_messages(asked)]
    asked._messages.update(answer)
    return texts, answer


def test_the_next_page_says_it_and_the_one_after_does_not():
    cookie, _session = said("王五已登记。")

    texts, answer = heard(1, cookie)

    assert texts == ["王五已登记。"]
    assert answer.cookies[COOKIE].value == ""


def test_strangers_are_told_too():
    cookie, _session = said("已退出。", sign_in=None)

    assert heard(None, cookie)[0] == ["已退出。"]


@pytest.mark.parametrize("other", [2, None])
def test_it_is_said_to_no_other_sign_in_and_goes_away(other):
    cookie, _session = said("王五已登记。", sign_in=1)

    texts, answer = heard(other, cookie)

    assert texts == []
    assert answer.cookies[COOKIE].value == ""


def test_the_cookie_tells_nothing_and_cannot_be_made_by_hand():
    cookie, _session = said("王五已登记。")

    assert "王五" not in cookie
    for wrong in ("", "x", "AAAA", cookie[:-4], cookie[4:], "AQ==", "w5zDsMO4", "王"):
        assert heard(1, wrong)[0] == []


def test_what_is_too_long_for_a_cookie_is_said_all_the_same():
    cookie, session = said("很长的话。" * 400)

    assert len(cookie) < 2048
    assert heard(1, cookie, {key: value for key, value in session.items() if key != SIGN_IN})[0] == ["很长的话。" * 400]


def test_a_form_that_was_sent_changes_no_session(client: Client):
    client.force_login(factories.user("secretary", factories.organization("901001", factories.organization("901"))))
    client.get("/me/")
    before = list(Session.objects.values_list("session_data", flat=True))

    answer = client.post("/account/sessions/endings/")

    assert answer.status_code == 302
    assert answer.cookies[COOKIE]["httponly"]
    assert "没有其他登录需要结束" in client.get(answer["Location"]).content.decode()
    assert list(Session.objects.values_list("session_data", flat=True)) == before


def test_what_cannot_be_read_goes_away_at_the_next_page(client: Client):
    client.force_login(factories.user("secretary", factories.organization("901001", factories.organization("901"))))
    client.cookies[COOKIE] = said("已登记。", sign_in=987_654)[0]

    answer = client.get("/me/")

    assert answer.cookies[COOKIE].value == ""
    assert answer.cookies[COOKIE]["max-age"] == 0
