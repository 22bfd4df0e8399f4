"""A sealed value is shown to those who work with the roster, for a purpose, on record."""

import pytest

from tests.factories import scope
from tests.privacy.conftest import NUMBER, PHONE
from xuezuo.audit.models import Event
from xuezuo.privacy.actions import disclose
from xuezuo.privacy.models import Disclosure
from xuezuo.privacy.queries import looks_at
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible

ASKED = {"field": "phone", "purpose": "contact", "words": "通知开会"}


@pytest.mark.parametrize("who", ["secretary", "officer"])
def test_the_branch_and_its_superior_read_it_and_the_member_reads_that(branch, who) -> None:
    by = scope(getattr(branch, who))

    assert disclose(by=by, member_id=branch.member.pk, **ASKED) == PHONE

    row = Disclosure.objects.get()
    assert (row.member, row.field, row.purpose, row.words, row.disclosed_by) == (
        branch.member, "phone", "contact", "通知开会", by.viewer_id,
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.action, event.object_id, event.detail) == (
        "member.disclose",
        branch.member.pk,
        {"field": "phone", "purpose": "contact", "disclosure": row.pk},
    )
    look = looks_at(scope(branch.own), branch.member.pk)[0]
    assert (look.who, look.words) == (str(getattr(branch, who)), "通知开会")


def test_the_value_stands_in_no_row(branch) -> None:
    disclose(by=scope(branch.secretary), member_id=branch.member.pk, **ASKED | {"field": "id_number"})
    told = str(Event.objects.values()) + str(Disclosure.objects.values())
    assert "id_number" in told
    assert NUMBER not in told


@pytest.mark.parametrize("who", ["neighbour", "above", "own", "administrator"])
def test_nobody_else_and_nothing_is_recorded(branch, who) -> None:
    with pytest.raises(NotVisible):
        disclose(by=scope(getattr(branch, who)), member_id=branch.member.pk, **ASKED)
    assert (Event.objects.count(), Disclosure.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"purpose": "curious"}, "disclosure_purpose"),
        ({"words": " 有用 "}, "disclosure_words"),
        ({"field": "name"}, "disclosure_field"),
    ],
)
def test_without_a_purpose_nothing_is_shown(branch, wrong, code) -> None:
    with pytest.raises(Refusal) as refused:
        disclose(by=scope(branch.secretary), member_id=branch.member.pk, **ASKED | wrong)
    assert refused.value.code == code
    assert Event.objects.count() == 0


def test_what_is_not_stored_is_not_shown(branch) -> None:
    branch.member.phone = None
    branch.member.save()
    with pytest.raises(Refusal):
        disclose(by=scope(branch.secretary), member_id=branch.member.pk, **ASKED)
