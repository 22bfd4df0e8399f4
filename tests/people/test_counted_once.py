"""One relation, several organizational lives (D8.12): whoever attends elsewhere, or is on the way, counts once, at home."""

from datetime import date

from tests import factories
from tests.people.conftest import County
from xuezuo.campaigns.models import Reading
from xuezuo.indicators.queries import figures
from xuezuo.organizations.models import Member, Organization
from xuezuo.people import actions
from xuezuo.records.models import GuestAttendance
from xuezuo.scopes import operator

DAY = date(2016, 10, 20)


def reading(county: County) -> Reading:
    campaign = factories.campaign(
        county.county,
        readings=[{"code": "RD1", "title": "党章", "basic": True}],
        requirements=[factories.requirement("RQ1", readings=["RD1"])],
    )
    found: Reading = campaign.readings.get()
    return found


def coverage(where: Organization) -> tuple[int, int]:
    told = figures(operator(), where.code, ["study_coverage"], as_of=DAY)["figures"][0]
    return told["settled"], told["expected"]


def studied_as_guest(county: County, member: Member) -> None:
    """They were absent at home and came to the same text in branch b, where they live now."""
    text = reading(county)
    factories.record(county.a, date(2016, 5, 10), readings=(text,), absent=(member,))
    elsewhere = factories.record(county.b, date(2016, 5, 12), readings=(text,), guests=1)
    GuestAttendance.objects.create(record=elsewhere, member=member)


def test_a_floating_member_who_studies_elsewhere_counts_once_and_at_home(county: County) -> None:
    factories.member(county.a)
    floating = factories.member(county.a, groups=("floating",))
    factories.member(county.b)
    studied_as_guest(county, floating)

    assert coverage(county.a) == (1 + 1, 1 + 1)
    assert coverage(county.b) == (1, 1)
    assert coverage(county.county) == (2 + 1, 2 + 1)


def test_without_the_guest_they_would_be_missed(county: County) -> None:
    factories.member(county.a)
    floating = factories.member(county.a, groups=("floating",))
    factories.record(county.a, date(2016, 5, 10), readings=(reading(county),), absent=(floating,))

    assert coverage(county.a) == (1, 1 + 1)


def test_somebody_on_the_way_counts_with_the_sender_until_the_day_of_acceptance(county: County) -> None:
    members = [factories.member(county.a) for _ in range(3)]
    factories.member(county.b)
    one = actions.draft(by=county.bob, member=members[0], target=county.b, on=date(2016, 9, 1))
    actions.issue(by=county.erin, transfer=one, on=date(2016, 9, 2))
    on_the_way = counted(county, date(2016, 9, 30))
    actions.accept(by=county.erin, transfer=one, on=date(2016, 10, 1))

    assert on_the_way == {"a": 3, "b": 1, "county": 3 + 1}
    assert counted(county, date(2016, 9, 30)) == on_the_way
    assert counted(county, date(2016, 10, 1)) == {"a": 2, "b": 1 + 1, "county": 2 + 2}


def counted(county: County, day: date) -> dict[str, int]:
    places = {"a": county.a, "b": county.b, "county": county.county}
    return {
        name: figures(operator(), where.code, ["members"], as_of=day)["figures"][0]["settled"]
        for name, where in places.items()
    }
