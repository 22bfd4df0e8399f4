"""The pages of terms: reminders by list, entering an election, putting one off."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from xuezuo.organizations import terms
from xuezuo.organizations.models import Organization, Term
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = "2016-10-20"


@pytest.fixture
def township() -> Organization:
    return factories.organization("099", kind="committee")


@pytest.fixture
def branches(township: Organization) -> list[Organization]:
    made = [factories.organization(f"09900{number}", township, sector="village") for number in range(1, 4)]
    for branch, ends_on in zip(made, (date(2016, 11, 4), date(2016, 9, 30), date(2018, 1, 1)), strict=True):
        terms.enter_term(by=operator(), organization_id=branch.pk, elected_on=date(2013, 11, 5), ends_on=ends_on)
    return made


def desk(role: str, where: Organization) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(factories.user(role, where), backend="django.contrib.auth.backends.ModelBackend")
    return client


def listed(client: Client, which: str) -> list[str]:
    page = client.get(reverse("terms"), query_params={"which": which})
    counts = {name: number for name, _, number in page.context["lists"]}
    rows = [one.term.organization.code for one in page.context["rows"]]
    assert counts[which] == len(rows)
    return rows


def test_each_list_is_as_long_as_its_number(township: Organization, branches: list[Organization]) -> None:
    alice = desk("officer", township)
    assert [listed(alice, which) for which in ("soon", "late", "put_off")] == [["099001"], ["099002"], []]
    page = alice.get(reverse("terms")).text
    assert "within 1 month" in page
    assert reverse("figure", args=["elections_on_time"]) in page


def test_an_election_is_entered_with_the_usual_end(branches: list[Organization]) -> None:
    bob = desk("secretary", branches[1])
    bob.post(reverse("term-new", args=["099002"]), {"elected_on": "2016-10-18"})

    assert Term.objects.latest("pk").ends_on == date(2019, 10, 17)
    assert listed(bob, "late") == []
    refused = bob.post(reverse("term-new", args=["099002"]), {"elected_on": "2016-10-21"})
    assert (refused.status_code, "has not come yet" in refused.text) == (422, True)


def test_only_the_superior_puts_an_election_off(township: Organization, branches: list[Organization]) -> None:
    alice, bob = desk("officer", township), desk("secretary", branches[1])
    address = reverse("term-deferral", args=[branches[1].terms.get().pk])
    form = {"until": "2017-03-31", "reason": "村改社区"}

    assert bob.post(address, form).status_code == 404
    too_long = alice.post(address, form | {"until": "2018-03-31"})
    assert (too_long.status_code, "by a year at most" in too_long.text) == (422, True)
    assert alice.post(address, form).status_code == 302
    assert listed(alice, "put_off") == ["099002"]
    assert "村改社区" in bob.get(reverse("organization-terms", args=["099002"])).text


def test_a_wrong_term_is_corrected_or_taken_back_on_its_page(branches: list[Organization]) -> None:
    bob, term = desk("secretary", branches[1]), branches[1].terms.get()
    page = bob.get(reverse("organization-terms", args=["099002"])).text
    correction, removal = (reverse(name, args=[term.pk]) for name in ("term-correction", "term-removal"))
    assert (correction in page, removal in page) == (True, True)

    form = {"elected_on": "2013-11-08", "ends_on": "2016-11-07", "reason": "看错"}
    wrong = bob.post(correction, form | {"ends_on": "2013-11-07"})
    assert (wrong.status_code, "put the dates in order" in wrong.text) == (422, True)
    assert desk("secretary", branches[0]).post(correction, form).status_code == 404
    assert bob.post(correction, form).status_code == 302
    assert "Nov. 8, 2013" in bob.get(reverse("organization-terms", args=["099002"])).text

    assert bob.post(removal, {"reason": " "}).status_code == 422
    assert bob.post(removal, {"reason": "没有选举"}).status_code == 302
    assert not branches[1].terms.exists()
