"""Cases: raised, stepped, looked back at, closed, and open again after a relapse."""

from datetime import date

import pytest

from tests.factories import member, organization, scope, user
from xuezuo.audit.models import Event
from xuezuo.cases import actions, queries
from xuezuo.cases.models import Case
from xuezuo.indicators.queries import figures
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
FOUND = date(2016, 4, 1)


@pytest.fixture
def place() -> dict:
    root = organization("099")
    township = organization("099001", root, kind="committee")
    branch = organization("099001001", township)
    sibling = organization("099002", root, kind="committee")
    return {
        "root": root,
        "branch": branch,
        "alice": scope(user("officer", root)),
        "bob": scope(user("officer", township)),
        "carol": scope(user("secretary", branch)),
        "sibling": scope(user("officer", sibling)),
        "chelsea": scope(user()),
    }


def raised(place: dict, kind: str = "weak_organization") -> Case:
    return actions.raise_case(by=place["bob"], organization_id=place["branch"].pk, kind=kind, found_on=FOUND)


def test_open_until_somebody_closes_it(place: dict) -> None:
    case = raised(place)
    assert queries.is_open(place["bob"], case)

    actions.add_step(by=place["carol"], case=case, kind="measure", taken_on=date(2016, 5, 1), note="选齐支委")
    actions.look_back(by=place["bob"], case=case, looked_on=date(2016, 6, 1), holds=True)
    actions.close_case(by=place["bob"], case=case, closed_on=date(2016, 6, 2), reason="整改到位")

    assert not queries.is_open(place["bob"], case)
    assert queries.is_open(place["bob"], case, date(2016, 6, 1))
    told = ["case.raise", "case.step", "case.look_back", "case.close"]
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == told


def test_a_relapse_opens_it_again_by_itself(place: dict) -> None:
    case = raised(place)
    actions.close_case(by=place["bob"], case=case, closed_on=date(2016, 6, 2), reason="整改到位")
    actions.look_back(by=place["bob"], case=case, looked_on=date(2016, 8, 1), holds=False)

    assert queries.is_open(place["bob"], case)
    assert not queries.is_open(place["bob"], case, date(2016, 7, 31))
    with pytest.raises(Refusal) as refused:
        actions.close_case(by=place["bob"], case=case, closed_on=date(2016, 8, 2), reason="再整改")
    assert refused.value.code == "closure_after_relapse"

    actions.look_back(by=place["bob"], case=case, looked_on=date(2016, 9, 1), holds=True)
    actions.close_case(by=place["bob"], case=case, closed_on=date(2016, 9, 2), reason="再整改到位")
    assert not queries.is_open(place["bob"], case)


def test_nobody_closes_their_own(place: dict) -> None:
    case = raised(place)

    with pytest.raises(NotVisible):
        actions.close_case(by=place["carol"], case=case, closed_on=date(2016, 6, 2), reason="我们好了")
    with pytest.raises(NotVisible):
        actions.look_back(by=place["carol"], case=case, looked_on=date(2016, 6, 1), holds=True)


def test_closing_twice_or_without_a_reason_is_refused(place: dict) -> None:
    case = raised(place)
    codes = []
    for reason in (" ", "整改到位", "整改到位"):
        try:
            actions.close_case(by=place["bob"], case=case, closed_on=date(2016, 6, 2), reason=reason)
        except Refusal as refusal:
            codes.append(refusal.code)

    assert codes == ["closure_reason_missing", "case_closed_already"]


@pytest.mark.parametrize(
    ("day", "code"), [(date(2016, 3, 31), "case_day_too_early"), (date(2999, 1, 1), "case_day_in_future")]
)
def test_days_out_of_order(place: dict, day: date, code: str) -> None:
    case = raised(place)

    with pytest.raises(Refusal) as refused:
        actions.add_step(by=place["carol"], case=case, kind="contacted", taken_on=day)
    assert refused.value.code == code
    assert not case.steps.exists()


def test_a_person_only_in_a_case_of_lost_contact_and_only_of_that_branch(place: dict) -> None:
    ours, theirs = member(place["branch"]), member(organization("099003", place["root"]))
    lost = {"by": place["carol"], "organization_id": place["branch"].pk, "kind": "lost_contact", "found_on": FOUND}

    assert actions.raise_case(**lost, member=ours).member == ours
    with pytest.raises(Refusal) as refused:
        actions.raise_case(**lost, member=theirs)
    assert refused.value.code == "case_member_elsewhere"
    with pytest.raises(Refusal) as refused:
        actions.raise_case(**lost | {"kind": "finding"}, member=ours)
    assert refused.value.code == "case_about_nobody"


@pytest.mark.parametrize("who", ["sibling", "chelsea"])
def test_others_do_not_know_of_it(place: dict, who: str) -> None:
    case = raised(place)

    assert not queries.cases(place[who]).exists()
    with pytest.raises(NotVisible):
        queries.case(place[who], case.pk)
    with pytest.raises(NotVisible):
        actions.add_step(by=place[who], case=case, kind="note", taken_on=FOUND)


def test_members_and_auditors_see_no_cases(place: dict) -> None:
    raised(place)

    for role in ("member", "auditor", "administrator"):
        assert not queries.cases(scope(user(role, place["root"]))).exists()


def test_open_cases_of_one_branch(place: dict) -> None:
    first, second = raised(place), raised(place, "lost_contact")
    actions.close_case(by=operator(), case=first, closed_on=date(2016, 6, 2), reason="整改到位")

    assert list(queries.open_for(place["carol"], place["branch"].pk)) == [second]
    assert queries.case(place["alice"], first.pk) == first


def state_counted(day: date) -> int:
    return figures(operator(), "099", ["weak_organizations_rectified"], as_of=day)["figures"][0]["settled"]


def test_a_relapse_on_the_day_of_closure_opens_it_if_entered_after_it(place: dict) -> None:
    case, day = raised(place), date(2016, 6, 2)
    by = {"by": place["bob"], "case": case}
    actions.close_case(**by, closed_on=day, reason="整改到位")
    assert (queries.is_open(place["bob"], case), state_counted(day)) == (False, 1)

    actions.look_back(**by, looked_on=day, holds=False)
    assert (queries.is_open(place["bob"], case), state_counted(day)) == (True, 0)

    actions.look_back(**by, looked_on=day, holds=True)
    actions.close_case(**by, closed_on=day, reason="再整改到位")
    assert (queries.is_open(place["bob"], case), state_counted(day)) == (False, 1)
