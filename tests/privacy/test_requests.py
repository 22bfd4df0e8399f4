"""A member asks for a correction and is answered; a member replies to a decision."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.factories import scope
from xuezuo.audit.models import Event
from xuezuo.cases.models import Case
from xuezuo.organizations.queries import placement_of
from xuezuo.privacy.actions import answer_correction, reply, request_correction
from xuezuo.privacy.models import CorrectionRequest
from xuezuo.privacy.queries import decisions_on, open_requests, requests_of, requests_to, wish_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible


@pytest.fixture
def asked(branch) -> CorrectionRequest:
    return request_correction(by=scope(branch.own), about="phone", wish="电话应为10099999999")


def test_the_branch_reads_what_is_asked_and_answers(branch, asked) -> None:
    by = scope(branch.secretary)
    here = placement_of(by, branch.here.pk)
    assert [wish_of(one) for one in requests_to(by, here)] == ["电话应为10099999999"]
    assert open_requests(by, here) == 1

    answer_correction(by=by, request_id=asked.pk, outcome="corrected", reason="已核对并更正")

    assert open_requests(by, here) == 0
    answers = requests_of(scope(branch.own), branch.member.pk)[0].answers.all()
    assert [(one.outcome, one.reason) for one in answers] == [("corrected", "已核对并更正")]
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "correction.request", "correction.answer",
    ]  # fmt: skip


def test_a_request_answered_twice_is_listed_once_after_what_waits(branch, asked) -> None:
    by = scope(branch.secretary)
    for outcome in ("declined", "corrected", "corrected"):  # the last one is a button pressed twice
        answer_correction(by=by, request_id=asked.pk, outcome=outcome, reason="已核对")
    waits = request_correction(by=scope(branch.own), about="name", wish="改名")
    later = request_correction(by=scope(branch.own), about="post", wish="改职务")
    answer_correction(by=by, request_id=later.pk, outcome="declined", reason="无误")

    listed = requests_to(by, placement_of(by, branch.here.pk))

    assert [one.pk for one in listed] == [waits.pk, later.pk, asked.pk]
    assert [one.outcome for one in listed[2].answers.order_by("pk")] == ["declined", "corrected"]
    assert Event.objects.filter(action="correction.answer").count() == 3


def test_what_is_asked_is_sealed(branch, asked) -> None:
    assert "10099999999" not in str(bytes(CorrectionRequest.objects.get().wish)) + str(Event.objects.values())


@pytest.mark.parametrize("who", ["neighbour", "above", "administrator", "own"])
def test_nobody_else_answers(branch, asked, who) -> None:
    with pytest.raises(NotVisible):
        answer_correction(by=scope(getattr(branch, who)), request_id=asked.pk, outcome="declined", reason="无误")


def test_the_secretary_does_not_answer_their_own(branch) -> None:
    branch.secretary.member = branch.member
    branch.secretary.link_confirmed_by, branch.secretary.link_confirmed_at = 0, timezone.now()
    branch.secretary.save()
    asked = request_correction(by=scope(branch.secretary), about="name", wish="改名")
    with pytest.raises(Refusal) as refused:
        answer_correction(by=scope(branch.secretary), request_id=asked.pk, outcome="declined", reason="无误")
    assert refused.value.code == "correction_own"
    answer_correction(by=scope(branch.officer), request_id=asked.pk, outcome="declined", reason="无误")


def test_an_answer_has_a_reason(branch, asked) -> None:
    with pytest.raises(Refusal):
        answer_correction(by=scope(branch.secretary), request_id=asked.pk, outcome="declined", reason="  ")


def test_somebody_on_no_roster_cannot_ask(branch) -> None:
    nobody = factories.user()
    with pytest.raises(NotVisible):
        request_correction(by=scope(nobody), about="name", wish="改名")


@pytest.fixture
def case(branch) -> Case:
    return Case.objects.create(
        organization=branch.here, kind="lost_contact", member=branch.member, cause="电话不通",
        found_on=date(2016, 5, 1), raised_by=0,
    )  # fmt: skip


def test_a_reply_stands_beside_the_decision_for_both_sides(branch, case) -> None:
    reply(by=scope(branch.own), kind="case", decision=case.pk, text="我一直在家，换了号码")

    for who in (branch.own, branch.secretary):
        decision = decisions_on(scope(who), branch.member.pk)[0]
        assert (decision.why, [one.text for one in decision.replies]) == ("电话不通", ["我一直在家，换了号码"])


def test_nobody_replies_for_somebody_else(branch, case) -> None:
    other = factories.user("member", branch.here, member=factories.member(branch.here))
    for who in (other, branch.secretary):
        with pytest.raises(NotVisible):
            reply(by=scope(who), kind="case", decision=case.pk, text="不是我")
    with pytest.raises(NotVisible):
        decisions_on(scope(other), branch.member.pk)
