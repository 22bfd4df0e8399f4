"""What `test_schemathesis` asks a little of, at length. Looked at only when slow tests are asked for: see `tests.house`."""

import pytest
from hypothesis import Phase
from schemathesis import Case

from tests.api.test_schemathesis import _the_tests_own_connection, asked, described, furnished, headers, some

__all__ = ["_the_tests_own_connection", "furnished", "headers"]


@pytest.mark.slow
@described.parametrize()
@some(150, Phase.explicit, Phase.generate)
def test_at_length(case: Case, headers: dict[str, str]) -> None:
    asked(case, headers)
