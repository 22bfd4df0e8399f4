"""The address of an organization that was closed: for whoever it belonged to, or whoever stands for it now."""

import pytest

from tests import factories
from tests.access.place import CLOSED_ON, Spot
from tests.access.test_matrix import ask, place, session_of
from tests.access.test_other_ways import Place
from xuezuo.organizations.models import Organization, Placement
from xuezuo.reorganizations.models import Inheritance
from xuezuo.web.access import EVERYBODY, SEES_FIGURES

__all__ = ["place"]
pytestmark = pytest.mark.django_db


def closed(code: str, heir: int) -> Spot:
    parent = Organization.objects.get(code="901")
    one = factories.organization(code, parent, kind="branch", name=f"已撤{code}")
    Placement.objects.filter(organization=one).update(valid_to=CLOSED_ON)
    Inheritance.objects.create(organization=one, heir_id=heir, valid_from=CLOSED_ON)
    return Spot("ended", code=code, organization=one.pk)


@pytest.mark.parametrize("role", EVERYBODY)
def test_only_the_heirs_side_is_told_what_was_closed(role: str, place: Place) -> None:
    own, spots = place
    ours, theirs = closed("901008", own.pk), closed("901009", spots["sibling"].organization)
    session = session_of(role, own)

    told, _ = ask(session, "get", "organization", ours)
    hidden, written = ask(session, "get", "organization", theirs)
    unknown, _ = ask(session, "get", "organization", spots["none"])

    assert (told.status == 200, "已撤901008" in told.body.decode()) == (role in SEES_FIGURES,) * 2
    assert (hidden.status, hidden.body, written) == (404, unknown.body, "")
    assert hidden.queries <= unknown.queries
