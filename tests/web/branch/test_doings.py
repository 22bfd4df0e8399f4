"""Study and do on its pages: a goal, what was taken on for it, a deed, taken back and undone."""

import pytest
from django.test import Client

from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.commitments.models import Commitment, Deed, Goal

pytestmark = pytest.mark.django_db
PAGE = "/organizations/099001001/commitments/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_goal_to_a_deed(carol: Client, place: Place) -> None:
    assert "Nobody has taken anything on yet." in text(carol, PAGE)
    goal = {"title": "修通机耕路", "topic": "industry", "starts_on": "2016-01-01", "ends_on": "2016-12-31"}
    carol.post("/organizations/099001001/goals/new/", goal)
    taken = {
        "what": "清一段河道", "vehicle": "pledge", "made_on": "2016-09-01", "due_on": "2016-10-01",
        "member": str(place.members[0].pk), "goal_id": str(Goal.objects.get().pk),
    }  # fmt: skip
    page = carol.post(f"{PAGE}new/", taken)["Location"]
    assert "past its day" in text(carol, PAGE)

    unfinished = carol.post(f"{page}deeds/", {"what": "清了两里", "done_on": "2016-09-20", "amount": "2"})
    assert "An amount needs its unit" in unfinished.content.decode()
    carol.post(f"{page}deeds/", {"what": "清了两里", "done_on": "2016-09-20", "amount": "2", "unit": "里"})
    assert "2 里" in text(carol, page)
    assert "kept" in text(carol, PAGE)
    assert "修通机耕路" in text(carol, page)


def test_taken_back_and_undone(carol: Client, place: Place) -> None:
    carol.post(f"{PAGE}new/", {"what": "清河道", "vehicle": "pledge", "made_on": "2016-09-01", "due_on": "2016-12-01"})
    one = Commitment.objects.get()
    assert carol.post(f"/commitments/{one.pk}/withdrawal/", {"reason": ""}).status_code == 422
    carol.post(f"/commitments/{one.pk}/withdrawal/", {"reason": "搬走了"})
    assert "搬走了" in text(carol, f"/commitments/{one.pk}/")
    carol.post(f"/commitments/{one.pk}/restoration/")
    assert "搬走了" not in text(carol, f"/commitments/{one.pk}/")
    carol.post(
        f"/commitments/{one.pk}/corrections/new/",
        {"what": "清一里河道", "vehicle": "pledge", "due_on": "2016-12-01", "reason": "说清楚"},
    )
    assert "说清楚" in text(carol, f"/commitments/{one.pk}/")


def test_a_deed_nobody_took_on_before(carol: Client, place: Place) -> None:
    carol.post("/organizations/099001001/deeds/new/", {"what": "雪夜送药", "done_on": "2016-10-01"})
    assert "雪夜送药" in text(carol, PAGE)
    carol.post(f"/deeds/{Deed.objects.get().pk}/withdrawal/", {"reason": "记错了"})
    assert "记错了" in text(carol, PAGE)


def test_above_the_superior_there_are_counts(signed_in: SignedIn, carol: Client, place: Place) -> None:
    for what, due in (("清河道", "2016-10-01"), ("护老人", "2016-12-01")):
        carol.post(f"{PAGE}new/", {"what": what, "vehicle": "pledge", "made_on": "2016-09-01", "due_on": due})
    far = text(signed_in("alice"), PAGE)
    assert "1 commitment is due so far; 0 kept." in far
    assert "清河道" not in far
    assert "清河道" in text(signed_in("bob"), PAGE)
