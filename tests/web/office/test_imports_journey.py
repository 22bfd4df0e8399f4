"""A roster by phone in Chinese and by desk in English: send, see what is wrong, put it right, write."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import organization, user
from tests.interchange.rosters import ORGANIZATION_HEADER, PLACE, write
from xuezuo.organizations.models import Organization

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 390), ("en-US", 1200)])
def test_a_roster(browse: Any, axe: Any, tmp_path: Path, locale: str, width: int) -> None:
    alice = user("officer", organization("099", name=PLACE[0][1], kind="committee"))
    page = browse(user=alice, width=width, locale=locale)

    def send(*more: list[str]) -> None:
        path = write(tmp_path / "organizations.xlsx", [ORGANIZATION_HEADER, *PLACE, *more])
        page.goto("/imports/")
        assert axe(page) == []
        page.get_by_role("radio").first.check()
        page.locator("input[type=file]").set_input_files(str(path))
        page.locator("form[enctype] button").click()
        page.wait_for_url("**/imports/*/")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    send(["0990 ", "乙支部", "099001", "党小队", "天上"])
    assert page.locator("table tbody tr").count() == 3
    page.get_by_role("link", name="1 ").first.click()
    assert page.locator("table tbody tr").count() == 2
    send()
    page.locator("form[action$='writing/'] button").click()
    page.wait_for_url("**/imports/*/")
    assert Organization.objects.count() == 4
