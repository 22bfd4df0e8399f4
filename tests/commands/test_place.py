"""What the server does by the way: names that begin are written without anybody's timer."""

from datetime import date

import pytest

from tests.factories import organization
from xuezuo.commands.place import bring_names
from xuezuo.organizations.models import Organization
from xuezuo.reorganizations.models import Naming


@pytest.mark.django_db(transaction=True)
def test_a_name_that_begins_today_is_written_while_the_server_runs(settings) -> None:
    settings.TODAY = "2016-10-19"
    here = organization("099001", name="东村党支部")
    Naming.objects.create(organization=here, name="东村党总支", valid_from=date(2016, 10, 20))
    assert bring_names()
    assert Organization.objects.get().name == "东村党支部"

    settings.TODAY = "2016-10-20"
    assert bring_names()

    assert Organization.objects.get().name == "东村党总支"
