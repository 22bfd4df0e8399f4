"""The first administrators are made at the machine."""

import pytest

from tests import factories
from xuezuo.accounts.queries import scope_for
from xuezuo.commands.line import run


@pytest.mark.django_db
def test_a_role_is_given_and_ended(capsys):
    factories.organization("099001")
    sophie = factories.user(username="sophie")

    assert (
        run(["accounts", "role", "give", "sophie", "security", "--organization", "099001", "--since", "2016-01-01"])
        == 0
    )
    assert scope_for(sophie).role == "security"
    assert run(["accounts", "role", "give", "sophie", "auditor", "--organization", "099001"]) == 2
    assert "不能由同一人担任" in capsys.readouterr().err
    assert run(["accounts", "role", "end", "sophie", "security", "--organization", "099001"]) == 0
    assert scope_for(sophie).role == "nobody"
    assert run(["accounts", "role", "end", "sophie", "security", "--organization", "099001"]) == 2
