"""Terms: entered, renewed by the next, put off by the superior."""

from datetime import date

import pytest

from tests.factories import organization, scope, user
from xuezuo.organizations import terms
from xuezuo.organizations.models import Organization, Term
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organization:
    return organization("099001", organization("099"))


def entered(branch: Organization, elected_on: date, ends_on: date) -> Term:
    return terms.enter_term(by=operator(), organization_id=branch.pk, elected_on=elected_on, ends_on=ends_on)


def test_the_next_election_renews_the_term_before(branch: Organization) -> None:
    first = entered(branch, date(2013, 5, 1), date(2016, 4, 30))
    second = entered(branch, date(2016, 4, 20), date(2019, 4, 19))
    first.refresh_from_db()

    assert first.renewed_on == date(2016, 4, 20)
    assert second.renewed_on is None
    assert entered(branch, date(2016, 4, 20), date(2019, 4, 19)) == second


def test_terms_may_be_entered_in_any_order(branch: Organization) -> None:
    last = entered(branch, date(2016, 4, 20), date(2019, 4, 19))
    first = entered(branch, date(2010, 5, 1), date(2013, 4, 30))
    middle = entered(branch, date(2013, 4, 25), date(2016, 4, 24))
    first.refresh_from_db()

    assert first.renewed_on == date(2013, 4, 25)
    assert middle.renewed_on == date(2016, 4, 20)
    assert last.renewed_on is None


@pytest.mark.parametrize(
    ("elected_on", "ends_on", "code"),
    [
        (date(2016, 4, 20), date(2016, 4, 20), "term_dates"),
        (date(2006, 4, 20), date(2016, 4, 20), "term_dates"),
        (date(2999, 1, 1), date(3000, 1, 1), "term_in_future"),
    ],
)
def test_impossible_terms(branch: Organization, elected_on: date, ends_on: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        entered(branch, elected_on, ends_on)
    assert refused.value.code == code
    assert not Term.objects.exists()


def test_another_end_for_a_known_term_is_refused(branch: Organization) -> None:
    entered(branch, date(2013, 5, 1), date(2016, 4, 30))

    with pytest.raises(Refusal) as refused:
        entered(branch, date(2013, 5, 1), date(2016, 5, 30))
    assert refused.value.code == "term_known"


def test_put_off_by_those_above_for_a_year_at_most(branch: Organization) -> None:
    term = entered(branch, date(2013, 5, 1), date(2016, 4, 30))
    alice, carol = scope(user("officer", Organization.objects.get(code="099"))), scope(user("secretary", branch))

    with pytest.raises(NotVisible):
        terms.defer(by=carol, term=term, until=date(2016, 10, 1), reason="机构改革")
    for until, reason in ((date(2017, 6, 1), "机构改革"), (date(2016, 4, 30), "机构改革"), (date(2016, 10, 1), " ")):
        with pytest.raises(Refusal):
            terms.defer(by=alice, term=term, until=until, reason=reason)
    assert not term.deferrals.exists()

    terms.defer(by=alice, term=term, until=date(2016, 10, 1), reason="机构改革")
    assert term.deferrals.get().decided_by == alice.viewer_id


def test_an_officer_does_not_put_off_their_own_election(branch: Organization) -> None:
    township = organization("099002", Organization.objects.get(code="099"), kind="committee")
    term = entered(township, date(2013, 5, 1), date(2016, 4, 30))

    with pytest.raises(NotVisible):
        terms.defer(by=scope(user("officer", township)), term=term, until=date(2016, 10, 1), reason="机构改革")
