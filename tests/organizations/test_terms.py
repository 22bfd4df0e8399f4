"""Terms: entered, renewed by the next, put off by the superior."""

from datetime import date

import pytest

from tests.factories import organization, scope, user
from xuezuo.audit.models import Event
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


DAYS = [
    (date(2010, 5, 1), date(2013, 4, 30)),
    (date(2013, 4, 25), date(2016, 4, 24)),
    (date(2016, 4, 20), date(2019, 4, 19)),
]


def days() -> list[tuple[date, date | None]]:
    return list(Term.objects.order_by("elected_on").values_list("elected_on", "renewed_on"))


def test_a_wrong_day_is_corrected_and_the_term_before_follows(branch: Organization) -> None:
    _, middle, _ = (entered(branch, *span) for span in DAYS)
    erin = scope(user("secretary", branch))
    terms.correct_term(by=erin, term=middle, elected_on=date(2013, 4, 15), ends_on=date(2016, 4, 14), reason=" 看错 ")

    assert days() == [
        (date(2010, 5, 1), date(2013, 4, 15)),
        (date(2013, 4, 15), date(2016, 4, 20)),
        (date(2016, 4, 20), None),
    ]
    told = Event.objects.get(action="term.correct")
    assert (told.viewer_id, told.object_id, told.detail) == (
        erin.viewer_id,
        middle.pk,
        {
            "reason": "看错",
            "before": {"elected_on": "2013-04-25", "ends_on": "2016-04-24"},
            "after": {"elected_on": "2013-04-15", "ends_on": "2016-04-14"},
        },
    )


@pytest.mark.parametrize(
    ("elected_on", "ends_on", "reason", "code"),
    [
        (date(2016, 4, 20), date(2019, 4, 19), "看错", "term_collides"),
        (date(2010, 4, 20), date(2013, 4, 19), "看错", "term_collides"),
        (date(2016, 5, 20), date(2019, 5, 19), "看错", "term_collides"),
        (date(2013, 4, 25), date(2013, 4, 24), "看错", "term_dates"),
        (date(2013, 4, 25), date(2016, 4, 24), "看错", "correction_changes_nothing"),
        (date(2013, 4, 15), date(2016, 4, 14), " ", "people_reason_missing"),
        (date(2013, 4, 15), date(2015, 4, 14), "看错", "term_put_off"),
    ],
)
def test_corrections_that_are_refused(
    branch: Organization, elected_on: date, ends_on: date, reason: str, code: str
) -> None:
    _, middle, _ = (entered(branch, *span) for span in DAYS)
    terms.defer(by=operator(), term=middle, until=date(2016, 10, 1), reason="机构改革")
    before = days()
    with pytest.raises(Refusal) as refused:
        terms.correct_term(by=operator(), term=middle, elected_on=elected_on, ends_on=ends_on, reason=reason)
    assert (refused.value.code, days()) == (code, before)


def test_a_term_taken_back_leaves_its_neighbours_to_each_other(branch: Organization) -> None:
    first, middle, last = (entered(branch, *span) for span in DAYS)
    terms.take_back_term(by=operator(), term=middle, reason="没有选举")
    assert days() == [(date(2010, 5, 1), date(2016, 4, 20)), (date(2016, 4, 20), None)]
    terms.take_back_term(by=operator(), term=last, reason="没有选举")
    assert days() == [(date(2010, 5, 1), None)]
    assert Event.objects.filter(action="term.take_back").count() == 2
    with pytest.raises(NotVisible):
        terms.take_back_term(by=operator(), term=middle, reason="没有选举")

    terms.defer(by=operator(), term=first, until=date(2013, 10, 1), reason="机构改革")
    with pytest.raises(Refusal) as refused:
        terms.take_back_term(by=operator(), term=first, reason="没有选举")
    assert refused.value.code == "term_put_off"


def test_terms_of_others_are_neither_corrected_nor_taken_back(branch: Organization) -> None:
    term = entered(branch, *DAYS[2])
    frank = scope(user("secretary", organization("099002", Organization.objects.get(code="099"))))
    with pytest.raises(NotVisible):
        terms.correct_term(by=frank, term=term, elected_on=date(2016, 4, 1), ends_on=date(2019, 3, 31), reason="看错")
    with pytest.raises(NotVisible):
        terms.take_back_term(by=frank, term=term, reason="看错")
    assert days() == [(date(2016, 4, 20), None)]
