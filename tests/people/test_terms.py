"""Which terms end soon, are late, or are put off, and how long a term usually is."""

from datetime import date

import pytest

from tests import factories
from tests.people.conftest import County
from xuezuo.organizations import terms
from xuezuo.organizations.models import Organization, Placement, Term
from xuezuo.scopes import NotVisible, Scope, operator

DAY = date(2016, 10, 20)


def entered(organization: Organization, elected_on: date, ends_on: date) -> Term:
    return terms.enter_term(by=operator(), organization_id=organization.pk, elected_on=elected_on, ends_on=ends_on)


def listed(scope: Scope, top: Organization, which: str, **more: object) -> list[str]:
    place = Placement.objects.get(organization=top)
    found = terms.running_terms(scope, place, which, day=DAY, **more)  # type: ignore[arg-type]
    return [one.organization.code for one in found]


@pytest.mark.parametrize(
    ("kind", "sector", "elected_on", "ends_on"),
    [
        ("branch", "village", date(2016, 10, 20), date(2019, 10, 19)),
        ("branch", "village", date(2018, 7, 11), date(2021, 7, 10)),  # elected before keeps its length (D6.02)
        ("branch", "village", date(2018, 7, 12), date(2023, 7, 11)),
        ("branch", "organ", date(2018, 7, 12), date(2021, 7, 11)),
        ("committee", "other", date(2016, 2, 29), date(2021, 2, 27)),
        ("leading_group", "organ", date(2016, 10, 20), None),
        ("branch", "organ", date(2001, 1, 1), None),
    ],
)
def test_the_usual_end_of_a_term(kind: str, sector: str, elected_on: date, ends_on: date | None) -> None:
    assert terms.usual_end(Organization(kind=kind, sector=sector), elected_on) == ends_on


@pytest.mark.parametrize(
    ("ends_on", "which", "remind"),
    [
        (date(2017, 4, 20), "", None),
        (date(2017, 4, 19), "soon", 6),
        (date(2017, 1, 20), "soon", 6),
        (date(2017, 1, 19), "soon", 3),
        (date(2016, 11, 19), "soon", 1),
        (date(2016, 10, 20), "soon", 1),
        (date(2016, 10, 19), "late", None),
    ],
)
def test_reminders_come_at_six_three_and_one_months(
    county: County, ends_on: date, which: str, remind: int | None
) -> None:
    term = entered(county.a, date(2013, 11, 1), ends_on)

    assert [name for name in ("soon", "late", "put_off") if listed(county.carol, county.first, name)] == (
        [which] if which else []
    )
    assert terms.running(term, DAY).remind == remind


def test_put_off_is_not_late_while_it_lasts(county: County) -> None:
    term = entered(county.a, date(2013, 5, 1), date(2016, 4, 30))
    terms.defer(by=county.carol, term=term, until=date(2016, 10, 20), reason="村改社区")
    assert (listed(county.carol, county.first, "late"), listed(county.carol, county.first, "put_off")) == (
        [],
        [county.a.code],
    )
    assert terms.running(term, date(2016, 10, 21)).late

    entered(county.a, date(2016, 10, 10), date(2019, 10, 9))
    assert listed(county.carol, county.first, "put_off") == []


def test_one_level_down_unless_everything_is_asked_for(county: County) -> None:
    entered(county.a, date(2013, 5, 1), date(2016, 4, 30))
    entered(county.second, date(2011, 5, 1), date(2016, 5, 30))

    assert listed(county.erin, county.county, "late") == [county.second.code]
    assert listed(county.erin, county.county, "late", below=True) == [county.a.code, county.second.code]


def test_others_see_nothing(county: County) -> None:
    term = entered(county.a, date(2013, 5, 1), date(2016, 4, 30))
    member = factories.scope(factories.user("member", county.a))
    for scope in (county.david, county.frank, member):
        with pytest.raises(NotVisible):
            terms.term(scope, term.pk)
        with pytest.raises(NotVisible):
            listed(scope, county.first, "late")
