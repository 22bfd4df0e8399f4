"""A data folder of its own for each test: keys and one file more."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: LazySettings) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    (settings.DATA / "keys.json").write_text(json.dumps(settings.KEYS))
    (settings.DATA / "anchors").mkdir()
    (settings.DATA / "anchors/newest").write_text("a digest")
    (settings.DATA / "xuezuo.sqlite3-wal").write_text("rows are not copied as files")
