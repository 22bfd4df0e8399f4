"""What several tests of imports start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interchange.own_place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Commands are processes: they see no test's transaction, and no test sees theirs."""
    made = Place(tmp_path)
    yield made
    made.let_go()
