"""On a phone: words are written, locked, opened again, changed and deleted, and never leave the phone in plain."""

from typing import Any
from urllib.parse import parse_qs, unquote_plus

import pytest

from tests import factories
from tests.browsing import Axe, Browse
from xuezuo.self_checks.models import Lock, SelfCheck

WORDS = "我对群众不冷不热，老陈家漏雨我没去看。"
PHRASE = "井冈山上太阳红又红呀真红"


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_words_never_leave_the_phone_in_plain(browse: Browse, axe: Axe) -> None:
    branch = factories.organization("099001", factories.organization("099"))
    wang = factories.user("member", branch, member=factories.member(branch, "王某"))
    page = browse(user=wang)
    sent: list[Any] = []
    page.on("request", lambda request: sent.append((request.url, request.post_data or "")))

    page.goto("/me/")
    page.get_by_role("link", name="自我检视（仅本人可见）").click()
    assert axe(page) == []
    page.locator("#new-phrase").fill(PHRASE)
    page.get_by_label("再输一遍").fill(PHRASE)
    page.get_by_role("button", name="开始").click()
    page.get_by_text("请勾选").wait_for()
    page.get_by_label("我知道：").check()
    page.get_by_role("button", name="开始").click()
    page.get_by_label("我写的").fill(WORDS)
    assert axe(page) == []
    page.get_by_role("button", name="加密保存").click()
    page.get_by_text("已加密保存。").wait_for()
    assert page.get_by_role("article").inner_text().startswith("20")

    page.reload()
    assert WORDS not in page.content()
    page.locator("#phrase").fill("不是这个口令不是这个口令")
    page.get_by_role("button", name="打开").click()
    page.get_by_text("口令不对").wait_for()
    page.locator("#phrase").fill(PHRASE)
    page.get_by_role("button", name="打开").click()
    page.get_by_text(WORDS).wait_for()

    page.get_by_role("button", name="更改").click()
    page.get_by_label("我写的").fill(WORDS + "明天就去。")
    page.get_by_role("button", name="加密保存").click()
    page.get_by_text("明天就去。").wait_for()
    assert SelfCheck.objects.count() == 1

    posts = [body for _url, body in sent if body]
    assert len(posts) == 3, "the lock, the text, the changed text"
    everything = " ".join(unquote_plus(url + body) for url, body in sent)
    for plain in (WORDS, "老陈", "漏雨", "明天", PHRASE, "井冈山"):
        assert plain not in everything
    assert all(set(parse_qs(body)) <= {"salt", "rounds", "proof_iv", "proof", "iv", "text"} for body in posts)
    stored = bytes(SelfCheck.objects.get().text) + bytes(Lock.objects.get().proof)
    assert "老陈".encode() not in stored
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("button", name="立即删除").click()
    page.get_by_text("已删除。").wait_for()
    assert SelfCheck.objects.count() == 0
