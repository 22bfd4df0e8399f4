"""The branch of the records tests with fourteen members, and a count of what fingers do on a page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.records.conftest import Place
from tests.records.conftest import place as small_place
from xuezuo.accounts.models import User

__all__ = ["small_place"]

COUNTING = """
for (const [event, name] of [["pointerdown", "taps"], ["keydown", "typed"]])
  addEventListener(event, (it) => {
    if (it.isTrusted) sessionStorage[name] = Number(sessionStorage[name] || 0) + 1;
  }, true);
"""


Effort = Callable[[Page], Callable[[], tuple[int, int]]]


def sign_in(page: Page, username: str) -> None:
    """As a person does, until their home page stands there."""
    page.goto("/sign-in/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", "correct horse")
    page.locator("main form button[type=submit]").tap()
    page.wait_for_url("**/organizations/**")


def fits(page: Page) -> bool:
    """Nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def place(small_place: Place) -> Place:
    """Fourteen members, a usual branch; everybody who signs in has the password of `factories.user`."""
    small_place.members += [factories.member(small_place.branch, f"欧阳{number}") for number in "一二三四五六七八九"]
    User.objects.filter(username="carol").update(display_name="卡罗尔")
    return small_place


@pytest.fixture
def count_effort() -> Effort:
    """`effort = count_effort(page)` starts counting; `effort()` gives taps and keys since then, across pages."""

    def start(page: Page) -> Callable[[], tuple[int, int]]:
        page.add_init_script(COUNTING)
        page.reload()
        page.evaluate("sessionStorage.clear()")
        return lambda: tuple(
            page.evaluate("[Number(sessionStorage.taps || 0), Number(sessionStorage.typed || 0)]")  # type: ignore[return-value]
        )

    return start
