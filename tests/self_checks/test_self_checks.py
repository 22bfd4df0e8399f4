"""What is kept is what the person's device locked: refused if it is not, shown to nobody else, gone when deleted."""

import base64
import os
from typing import Any

import pytest
from django.test import Client

from tests import factories
from xuezuo.accounts.models import User
from xuezuo.audit.models import Event
from xuezuo.privacy.queries import everything_held
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator
from xuezuo.self_checks import actions, queries
from xuezuo.self_checks.models import Lock, SelfCheck

pytestmark = pytest.mark.django_db
PAGE = "/me/self-checks/"


def locked(size: int = 512) -> dict[str, bytes]:
    return {"iv": os.urandom(12), "text": b"\xff" + os.urandom(size + 15)}


def lock(by: Scope) -> Lock:
    return actions.set_lock(
        by=by, salt=os.urandom(16), rounds=600_000, proof_iv=os.urandom(12), proof=b"\xff" + os.urandom(32)
    )


@pytest.fixture
def wang() -> User:
    branch = factories.organization("099001", factories.organization("099"))
    return factories.user("member", branch, member=factories.member(branch, "王某"))


def test_one_s_own_and_nobody_else_s(wang: User) -> None:
    mine, chelsea = factories.scope(wang), factories.scope(factories.user())
    lock(mine)
    lock(chelsea)
    kept = actions.keep(by=mine, **locked())

    assert queries.kept(mine) == [kept]
    assert queries.kept(chelsea) == []
    for attempt in (
        lambda: actions.delete(by=chelsea, pk=kept.pk),
        lambda: actions.keep(by=chelsea, instead_of=kept.pk, **locked()),
        lambda: queries.kept(operator()),
        lambda: queries.kept(Scope(wang.pk, "x", "officer", 1, "0001", for_id=wang.pk)),
        lambda: queries.kept(Scope(wang.pk, "x", "officer", 1, "0001", token_id=5)),
    ):
        with pytest.raises(NotVisible):
            attempt()
    actions.delete(by=mine, pk=kept.pk)
    assert SelfCheck.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"iv": b"i" * 12, "text": ("我对群众不冷不热。" * 60).encode()[:512] + b"=" * 16},
        {"iv": b"i" * 12, "text": b"a" * 528},
        {"iv": b"i" * 11, "text": b"\xff" * 528},
        {"iv": b"i" * 12, "text": b"\xff" * 527},
        {"iv": b"i" * 12, "text": b"\xff" * (128 * 512 + 512 + 16)},
        {"iv": b"i" * 12, "text": b""},
    ],
)
def test_what_is_not_locked_is_refused(wang: User, sent: dict[str, bytes]) -> None:
    mine = factories.scope(wang)
    lock(mine)
    if sent["text"].startswith("我".encode()):
        sent["text"] = sent["text"][:510] + b"  " + b"=" * 16  # cut between two characters it would be no text
    with pytest.raises(Refusal) as refused:
        actions.keep(by=mine, **sent)
    assert refused.value.code == "self_check_not_locked"
    assert SelfCheck.objects.count() == 0


def test_a_second_lock_is_refused_and_without_one_nothing_is_kept(wang: User) -> None:
    mine = factories.scope(wang)
    with pytest.raises(Refusal) as refused:
        actions.keep(by=mine, **locked())
    assert refused.value.code == "self_check_lock_missing"
    lock(mine)
    with pytest.raises(Refusal) as refused:
        lock(mine)
    assert refused.value.code == "self_check_lock_there"


def test_neither_the_log_nor_the_copy_of_what_is_held_tells_of_it(wang: User) -> None:
    mine, before = factories.scope(wang), Event.objects.count()
    lock(mine)
    sent = locked()
    actions.keep(by=mine, **sent)

    assert Event.objects.count() == before
    held = [
        row
        for table in everything_held(mine, wang.member, plain=True)
        if "SelfCheck" in table.label
        for row in table.rows
    ]
    assert {value for row in held for _name, _words, value in row} == {"已存储，不可读取"}
    assert not any(base64.b64encode(part).decode() in str(held) for part in sent.values())


def test_everything_goes_without_the_passphrase_and_without_a_script(client: Client, wang: User) -> None:
    mine = factories.scope(wang)
    lock(mine)
    actions.keep(by=mine, **locked())
    client.force_login(wang, backend="django.contrib.auth.backends.ModelBackend")

    client.post(f"{PAGE}deletion/")
    assert SelfCheck.objects.count() == 1, "not without the tick"
    client.post(f"{PAGE}deletion/", {"sure": "yes"})
    assert (SelfCheck.objects.count(), Lock.objects.count()) == (0, 0)


def test_no_field_that_takes_words_has_a_name(client: Client, wang: User) -> None:
    client.force_login(wang, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(PAGE).content.decode()
    for field in ('id="words"', 'id="new-phrase"', 'id="new-again"', 'id="phrase"'):
        tag = page[page.rindex("<", 0, page.index(field)) : page.index(">", page.index(field))]
        assert " name=" not in tag


def test_broken_sendings_are_refused_in_a_sentence(client: Client, wang: User) -> None:
    lock(factories.scope(wang))
    client.force_login(wang, backend="django.contrib.auth.backends.ModelBackend")
    broken: list[dict[str, Any]] = [{}, {"iv": "%%", "text": "我"}, {"iv": "", "text": ""}]
    for sent in broken:
        answer = client.post(PAGE, sent)
        assert answer.status_code == 422
        assert answer.json()["error"]
