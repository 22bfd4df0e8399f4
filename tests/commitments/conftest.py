from tests.records.conftest import Place, place

__all__ = ["Place", "place"]
