"""What an office wrote for a branch says so on the record itself."""

from datetime import date, timedelta

from django.test import Client

from tests import factories
from xuezuo.accounts import actions as accounts
from xuezuo.accounts.queries import scope_for
from xuezuo.audit.models import Event
from xuezuo.periods import today
from xuezuo.records import actions


def entered(by: object, branch: object) -> str:
    made = actions.enter(
        by=scope_for(by), organization=branch, held_on=date(2016, 5, 20), kinds=["general"], attended=1
    )
    return f"/records/{made.pk}/"


def seen(by: object, address: str) -> str:
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


def test_the_record_says_who_wrote_it_for_the_branch(db):
    town = factories.organization("099001", kind="committee", name="柳溪镇党委")
    branch = factories.organization("099001001", town, name="东村党支部")
    factories.member(branch)
    bob = factories.user("officer", town, display_name="陈波")
    carol = factories.user("secretary", branch, display_name="吴兰")

    mine, theirs = entered(carol, branch), entered(bob, branch)
    assert "柳溪镇党委陈波于" in seen(carol, theirs)
    assert "代支部录入" in seen(carol, theirs)
    assert "录入</p>" not in seen(carol, mine)
    assert Event.objects.latest("pk").actor_organization_id == town.pk


def test_so_does_what_was_written_for_somebody_else(db):
    branch = factories.organization("099001001", factories.organization("099001"), name="东村党支部")
    factories.member(branch)
    carol = factories.user("secretary", branch, display_name="吴兰")
    nina = factories.user("", branch, display_name="尤娜")
    accounts.delegate(
        by=scope_for(carol), receiver=nina, organization_id=branch.pk, until=today() + timedelta(days=3), reason="外出"
    )

    page = seen(carol, entered(nina, branch))
    assert "尤娜于" in page
    assert "代吴兰办理" in page
