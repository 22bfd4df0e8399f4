"""Every number on every page of figures opens the list of exactly its rows: the pages are walked and compared."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r'<a href="([^"]+)" data-number="(\d+)">')
TOTAL = re.compile(r'data-total="(\d+)"')
LINK = re.compile(r'href="((?:/figures/[a-z_]+/|/organizations/[0-9]+/|/gaps/)(?:[?][^"]*)?)"')
HIDDEN = "人数过少"
AMOUNT = re.compile(r'<td class="xz-number">([\d,]+)</td>')


def listed(client: Client, address: str) -> tuple[int, int]:
    """The number that heads a list, and what the rows of all its pages count."""
    page = client.get(address)
    assert page.status_code == 200, address
    text = page.content.decode()
    total = int(TOTAL.search(text).group(1))
    count = 0
    while True:
        if HIDDEN in text:  # small numbers about people: the rows are all there, their amounts are not
            return total, total
        body = text[text.find("<tbody>") : text.find("</tbody>")] if "<tbody>" in text else ""
        amounts = AMOUNT.findall(body)
        count += sum(int(amount.replace(",", "")) for amount in amounts) if amounts else body.count("<tr>")
        following = re.search(r'href="(\?[^"]+)" rel="next"', text)
        if not following:
            return total, count
        text = client.get(address.partition("?")[0] + unescape(following.group(1))).content.decode()


def walk(client: Client, start: str, most: int) -> tuple[dict[str, int], set[str]]:
    """Numbers by the address of their list, from every page that can be reached."""
    waiting, seen, numbers = [start], set(), {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        for link, number in NUMBER.findall(text):
            assert numbers.setdefault(unescape(link), int(number)) == int(number), link
        waiting += [unescape(link) for link in LINK.findall(text)]
    return numbers, seen


@pytest.mark.parametrize(("who", "most"), [("officer", 24), ("township", 12), ("secretary", 6)])
def test_every_number_opens_exactly_its_rows(county: SimpleNamespace, client: Client, who: str, most: int) -> None:
    client.force_login(getattr(county, who))
    code = {"officer": "099", "township": "099001", "secretary": "099001001"}[who]
    numbers, seen = walk(client, f"/organizations/{code}/", most=most)
    for indicator, by in (
        ("study_coverage", "group"),
        ("study_coverage", "reading"),
        ("meeting_cadence", "kind"),
        ("organizations", "sector"),
        ("requirements_met", "requirement"),
    ):
        more, _ = walk(client, f"/figures/{indicator}/?organization={code}&by={by}", most=1)
        numbers |= more
    more, _ = walk(client, f"/gaps/?organization={code}", most=1)
    numbers |= more
    assert len(numbers) > 30
    assert len(seen) == most
    for address, number in numbers.items():
        assert listed(client, address) == (number, number), address


def test_long_lists_go_on_page_by_page(
    county: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xuezuo.web.overview.lists.PAGE", 2)
    client.force_login(county.officer)
    assert listed(client, "/figures/organizations/list/?organization=099") == (7, 7)
    assert listed(client, "/figures/meeting_cadence/list/?organization=099&part=expected")[0] > 10
