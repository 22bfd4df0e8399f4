"""What was voiced at a meeting, on the meeting's own form, without a script."""

import re
from datetime import date

from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from tests.web.branch.test_recording import NEW, as_opened
from xuezuo.cases.models import Case
from xuezuo.commitments.models import Commitment
from xuezuo.records.models import Record


def test_the_form_takes_problems_and_commitments_with_the_meeting(carol: Client, place: Place) -> None:
    person, goal = place.members[0], factories.goal(place.township)
    answer = carol.post(
        NEW,
        as_opened(carol, attended="5")
        | {
            "problem-0-text": "机耕路不通", "problem-0-owner": "组织委员", "problem-0-due_on": "2016-12-31",
            "problem-4-text": "路灯不亮",
            "taken-1-text": "看护老人", "taken-1-member": str(person.pk), "taken-1-due_on": "2016-12-31",
            "taken-1-goal": str(goal.pk),
        },
    )  # fmt: skip

    record = Record.objects.get()
    assert answer["Location"] == f"/records/{record.pk}/"
    assert list(Case.objects.order_by("pk").values_list("title", "owner", "due_on", "record")) == [
        ("机耕路不通", "组织委员", date(2016, 12, 31), record.pk),
        ("路灯不亮", "", None, record.pk),
    ]
    assert list(Commitment.objects.values_list("what", "member", "goal", "record")) == [
        ("看护老人", person.pk, goal.pk, record.pk)
    ]
    page = carol.get(answer["Location"]).content.decode()
    assert "机耕路不通" in page
    assert "看护老人" in page


def test_an_unfinished_line_keeps_everything_typed_and_saves_nothing(carol: Client, place: Place) -> None:
    typed = {"taken-0-text": "看护老人", "problem-0-owner": "组织委员", "problem-1-due_on": "2016-10-01"}
    answer = carol.post(NEW, as_opened(carol, attended="5") | typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what is to be put right, or empty the line." in page
    assert 'value="看护老人"' in page
    summary = page[page.index('class="xz-errors"') : page.index("</ul>", page.index('class="xz-errors"'))]
    led_to = re.findall(r'href="#([^"]+)"', summary)
    assert led_to == ["id_problem-0-text", "id_problem-1-text", "id_taken-0-due_on"]
    assert all(f'id="{one}"' in page for one in led_to)
    assert (Record.objects.count(), Case.objects.count(), Commitment.objects.count()) == (0, 0, 0)
    answer = carol.post(
        NEW, as_opened(carol, attended="5") | {"taken-0-text": "看护老人", "taken-0-due_on": "2016-01-01"}
    )
    assert "This lies before the meeting." in answer.content.decode()
    assert 'id="voiced-taken" open' in answer.content.decode()


def test_above_the_superior_a_record_shows_how_many_and_no_words(signed_in: SignedIn, place: Place) -> None:
    record = factories.record(place.branch, date(2016, 10, 18))
    factories.problem(place.branch, "机耕路不通", record=record)
    factories.commitment(place.branch, "看护老人", record=record, member=place.members[0])

    far = signed_in("alice").get(f"/records/{record.pk}/").content.decode()

    assert "1 problem raised, 1 commitment made." in " ".join(far.split())
    assert "机耕路不通" not in far
    assert "看护老人" not in far
    assert "机耕路不通" in signed_in("bob").get(f"/records/{record.pk}/").content.decode()
