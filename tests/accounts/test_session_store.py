"""Sessions are Django's own rows, whichever of the two reads and writes them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from xuezuo.accounts.session_store import SessionStore

pytestmark = pytest.mark.django_db


def made() -> str:
    store = SessionStore()
    store["desk"] = "甲'乙\"%s"
    store.save()
    assert store.session_key
    return store.session_key


def test_what_one_wrote_the_other_reads() -> None:
    key = made()
    assert DatabaseStore(key)["desk"] == "甲'乙\"%s"
    theirs = DatabaseStore(key)
    theirs["seen"] = 7
    theirs.save()
    ours = SessionStore(key)
    assert (ours["desk"], ours["seen"]) == ("甲'乙\"%s", 7)
    ours["seen"] = 8
    ours.save()
    assert DatabaseStore(key)["seen"] == 8
    expires = Session.objects.get(pk=key).expire_date
    assert abs(expires - timezone.now() - timedelta(seconds=ours.get_session_cookie_age())) < timedelta(minutes=1)


def test_a_session_that_ran_out_is_empty_and_loses_its_key() -> None:
    key = made()
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    for store in (SessionStore(key), DatabaseStore(key)):
        assert store.get("desk") is None
        assert store.session_key is None


def test_a_session_that_was_ended_meanwhile_is_not_brought_back() -> None:
    key = made()
    store = SessionStore(key)
    store["seen"] = 1
    DatabaseStore(key).delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.filter(pk=key).exists()


def test_a_strange_key_is_no_session() -> None:
    for key in ("x" * 32, "", "'; DROP TABLE django_session; --"):
        assert SessionStore(key).load() == {}


def test_keys_change_when_somebody_signs_in() -> None:
    key = made()
    store = SessionStore(key)
    store.cycle_key()
    assert store.session_key != key
    assert SessionStore(store.session_key)["desk"] == "甲'乙\"%s"
    assert SessionStore(key).load() == {}
