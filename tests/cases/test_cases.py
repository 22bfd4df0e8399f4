"""Cases: raised, stepped, looked back at, closed, and open again after a relapse."""

from datetime import date

import pytest

from tests.factories import member, organization, scope, user
from xuezuo.audit.models import Event
from xuezuo.cases import actions, queries, rules
from xuezuo.cases.models import Case
from xuezuo.indicators.queries import figures
from xuezuo.organizations.queries import placement_of
from xuezuo.periods import FOREVER
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


def test_a_branch_closes_the_problems_it_found_itself(place: dict) -> None:
    own = actions.raise_case(
        by=place["carol"], organization_id=place["branch"].pk, kind="problem", found_on=FOUND, title="路灯不亮"
    )
    actions.close_case(by=place["carol"], case=own, closed_on=date(2016, 6, 2), reason="换了灯泡")
    assert not queries.is_open(place["carol"], own)

    actions.look_back(by=place["bob"], case=own, looked_on=date(2016, 8, 1), holds=False)
    assert queries.is_open(place["carol"], own), "a relapse opens it again, whoever closed it"


def test_a_directed_task_comes_from_above_with_a_day_and_is_closed_there(place: dict) -> None:
    task = {"organization_id": place["branch"].pk, "kind": "directed", "found_on": FOUND, "title": "查清底数"}
    with pytest.raises(NotVisible):
        actions.raise_case(by=place["carol"], due_on=date(2016, 6, 1), **task)
    with pytest.raises(Refusal) as refused:
        actions.raise_case(by=place["alice"], **task)
    assert refused.value.code == "directed_without_day"

    case = actions.raise_case(by=place["alice"], due_on=date(2016, 6, 1), owner="支部书记", **task)
    actions.add_step(by=place["carol"], case=case, kind="measure", taken_on=date(2016, 5, 1), note="逐户核对")
    for attempt in (
        lambda: actions.close_case(by=place["carol"], case=case, closed_on=date(2016, 6, 1), reason="好了"),
        lambda: actions.arrange(by=place["carol"], case=case, owner="", due_on=date(2016, 9, 1), reason="忙"),
    ):
        with pytest.raises(NotVisible):
            attempt()
    actions.arrange(by=place["alice"], case=case, owner="支部书记", due_on=date(2016, 7, 1), reason="汛期")
    case.refresh_from_db()
    assert (case.due_on, case.arrangements.get().due_before) == (date(2016, 7, 1), date(2016, 6, 1))


def test_words_of_a_branch_s_problem_stay_near_it(place: dict) -> None:
    county, path = place["alice"], "000100010001"
    own = raised_problem(place)
    assert not rules.sees_words(county, own, path)
    assert rules.sees_words(place["bob"], own, path)
    with pytest.raises(NotVisible):
        actions.add_step(by=county, case=own, kind="note", taken_on=FOUND, note="看不见的事")
    assert rules.sees_words(county, raised(place), path), "what comes from above is read above"


def raised_problem(place: dict) -> Case:
    return actions.raise_case(
        by=place["carol"], organization_id=place["branch"].pk, kind="problem", found_on=FOUND, title="路灯不亮"
    )


def test_a_decision_about_somebody_out_of_contact_waits_for_guidance(place: dict) -> None:
    person = member(place["branch"])
    case = actions.raise_case(
        by=place["carol"], organization_id=place["branch"].pk, kind="lost_contact", found_on=FOUND, member=person
    )
    step = {"case": case, "kind": "decision", "taken_on": date(2016, 6, 1), "note": "大会决定"}
    actions.add_step(by=place["carol"], case=case, kind="educated", taken_on=date(2016, 5, 1), note="上门谈心")
    with pytest.raises(Refusal) as refused:
        actions.add_step(by=place["carol"], **step)
    assert refused.value.code == "step_locked"
    said = {"step": "decision", "reference": "某〔2016〕9号", "holds_from": date(2016, 5, 20)}
    for below in ("bob", "carol", "chelsea"):
        with pytest.raises(NotVisible):
            actions.publish_guidance(by=place[below], organization_id=place["branch"].pk, **said)

    guidance = actions.publish_guidance(by=place["alice"], organization_id=place["root"].pk, **said)
    with pytest.raises(Refusal):
        actions.add_step(by=place["carol"], **step | {"taken_on": date(2016, 5, 19)})
    actions.add_step(by=place["carol"], **step)
    assert person.memberships.get().valid_to == FOREVER, "no step changes anybody's standing"

    actions.end_guidance(by=place["alice"], guidance=guidance, reason="新规定")
    with pytest.raises(Refusal):
        actions.add_step(by=place["carol"], **step)


def test_whoever_is_concerned_has_the_right_of_reply(place: dict) -> None:
    case = raised(place)
    actions.reply(by=place["carol"], case=case, speaker="organization", text="书记已选齐")
    assert [one.text for one in case.replies.all()] == ["书记已选齐"]
    with pytest.raises(Refusal) as refused:
        actions.reply(by=place["carol"], case=case, speaker="person", text="我在外地")
    assert refused.value.code == "reply_of_nobody"
    with pytest.raises(NotVisible):
        actions.reply(by=place["sibling"], case=case, speaker="organization", text="不该写")


def test_the_register_puts_first_what_is_due_first(place: dict) -> None:
    where = placement_of(place["alice"], place["root"].pk)
    later = actions.raise_case(
        by=place["bob"], organization_id=place["branch"].pk, kind="finding", found_on=FOUND, due_on=date(2016, 9, 1)
    )
    soon = actions.raise_case(
        by=place["bob"], organization_id=place["branch"].pk, kind="finding", found_on=FOUND, due_on=date(2016, 6, 1)
    )
    undated = raised(place)

    assert list(queries.register_of(place["alice"], where)) == [soon, later, undated]
    assert list(queries.register_of(place["alice"], where, kind="weak_organization")) == [undated]
    actions.close_case(by=place["bob"], case=soon, closed_on=date(2016, 6, 2), reason="好了")
    assert list(queries.register_of(place["alice"], where, state="closed")) == [soon]
    assert (
        list(queries.register_of(place["sibling"], placement_of(place["sibling"], place["sibling"].organization_id)))
        == []
    )
