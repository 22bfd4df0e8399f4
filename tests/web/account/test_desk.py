"""The navigation: every entry leads somewhere its role may go, and the head costs the same on every page."""

import pytest
from django.urls import resolve, reverse

from tests import factories
from xuezuo.web.shared.desk import BARS, DRAWERS, OWN

LISTS = [*BARS.items(), *OWN.items(), *((role, held) for role, drawers in DRAWERS.items() for _label, held in drawers)]
ENTRIES = [(role, entry) for role, entries in LISTS for entry in entries]


@pytest.mark.parametrize(("role", "entry"), ENTRIES, ids=lambda part: part if isinstance(part, str) else part[0])
def test_every_entry_of_the_navigation_is_open_to_its_role(role, entry):
    name, _label, _icon, takes_code = entry
    roles, public = resolve(reverse(name, args=["901"] if takes_code else [])).func.access
    assert public or role in roles


@pytest.mark.parametrize("role", BARS)
def test_nothing_stands_twice_in_the_navigation_and_four_fit_side_by_side_on_a_phone(role):
    names = [entry[0] for whose, entry in ENTRIES if whose == role]
    assert len(names) == len(set(names))
    assert len(BARS[role]) <= 4


def test_the_page_where_one_stands_is_marked(db, client):
    top = factories.organization("901", kind="local_committee")
    client.force_login(factories.user("officer", top), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/notices/")

    assert [place.address for place in page.context["desk"].bar if place.here] == ["/notices/"]
    assert 'href="/notices/" aria-current="page"' in page.content.decode()


def test_a_stranger_sees_no_desk(db, client):
    page = client.get("/portal/").content.decode()
    assert "xz-desk" not in page
    assert "/sign-in/" in page
