"""What several tests of imports start from."""

from collections.abc import Iterator

import pytest

from tests.interchange.own_place import Place


@pytest.fixture(scope="session")
def place_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("place"))
    yield made
    made.let_go()


@pytest.fixture
def place(place_of_all: Place) -> Iterator[Place]:
    """Commands are processes: they see no test's transaction, and no test sees theirs. Making a place takes longer than all that
    is done in it, so it is made once and put back after each.
    """
    environment = dict(place_of_all.environment)
    yield place_of_all
    place_of_all.environment = environment
    place_of_all.anew()
