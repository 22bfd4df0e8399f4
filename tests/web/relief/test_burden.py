"""The page of what was asked: each number opens the requirements that it adds up."""

import re
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from tests import factories
from xuezuo.burdens.models import Refused
from xuezuo.organizations.models import Organization

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'href="(/burden/list/[^"]+)">([\d,.]+)</a>')


@pytest.fixture
def province(settings: LazySettings) -> Organization:
    settings.TODAY = "2016-10-20"
    province = factories.organization("099", name="云川省委")
    for number in (1, 2):
        factories.organization(f"09900{number}", province, name=f"第{number}支部")
    lines = [factories.requirement(f"RQ{n}", title=f"要求{n}", due_on=date(2016, 10, n), minutes=n) for n in (1, 2)]
    factories.campaign(province, requirements=[*lines, factories.requirement("RQ3", due_on=date(2016, 12, 1))])
    return province


def open_page(client: Client, role: str, where: Organization | None, path: str = "/burden/") -> str:
    client.force_login(factories.user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(path, headers={"Accept-Language": "zh"})
    assert response.status_code == 200
    return response.content.decode()


def test_every_number_opens_as_many_requirements_as_it_says(client: Client, province: Organization) -> None:
    page = open_page(client, "officer", province)
    links = LINKED.findall(page)
    assert len(links) == 4 * (2 + 1)  # two months with something due, one issuer
    for first in range(0, len(links), 4):
        address, things = links[first]
        opened = client.get(address.replace("&amp;", "&")).content.decode()
        assert opened.count("#requirement-") == int(things)
        for _, number in links[first : first + 4]:
            assert f"{number}" in opened


def test_a_branch_reads_its_own_minutes(client: Client, province: Organization) -> None:
    branch = Organization.objects.get(code="099001")
    page = open_page(client, "secretary", branch)
    assert "<dd>3</dd>" in page  # 1 + 2 minutes this month
    assert client.get("/burden/?organization=099002").status_code == 404


def test_whoever_has_no_role_reads_why_nothing_is_there(client: Client, province: Organization) -> None:
    assert "xz-empty" in open_page(client, "", None)


def test_the_administrator_sees_how_much_and_not_what(client: Client, province: Organization) -> None:
    Refused.objects.create(issuer=province, on=date(2016, 10, 1), words="党员名单", indicator="members", demanded_by=0)
    page = open_page(client, "administrator", province)
    assert "/burden/list/" not in page
    assert "党员名单" not in page
    assert "党员名单" in open_page(client, "officer", province)
    assert client.get("/burden/list/").status_code == 200
