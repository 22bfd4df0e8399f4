"""What libraries keep about signing in goes with the person."""

from datetime import date

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt

from tests.factories import scope
from xuezuo.organizations.models import Membership
from xuezuo.privacy.actions import erase


def test_no_address_and_no_try_tells_the_name(branch) -> None:
    person = branch.own
    person.display_name = "郭朵拉"
    person.save(update_fields=["display_name"])
    EmailAddress.objects.create(user=person, email="dora@example.com")
    AccessAttempt.objects.create(username=person.username, ip_address="127.0.0.1", failures_since_start=1)
    AccessAttempt.objects.create(username="somebody else", ip_address="127.0.0.1", failures_since_start=1)
    Membership.objects.filter(member=branch.member).update(valid_to=date(2016, 6, 1))
    person.assignments.update(valid_to=date(2016, 6, 1))

    made = erase(by=scope(branch.administrator), member_id=branch.member.pk, reason="离开满十年")

    person.refresh_from_db()
    assert person.display_name == ""
    assert (made.rows["account.EmailAddress"], made.rows["axes.AccessAttempt"]) == (1, 1)
    assert not EmailAddress.objects.exists()
    assert [one.username for one in AccessAttempt.objects.all()] == ["somebody else"]
