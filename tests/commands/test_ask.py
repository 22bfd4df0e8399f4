"""`xuezuo ask`: the same question by every engine."""

from types import SimpleNamespace

import pytest

from tests import factories
from tests.commands.test_figures import answer
from tests.web.overview.conftest import county
from xuezuo.own_questions import actions
from xuezuo.own_questions.asking import read

__all__ = ["county"]

pytestmark = pytest.mark.django_db

QUESTION = "rows=study_coverage&measure=share&by=reading&sector=village&sector=organ"


def test_prepared_files_answer_as_the_records_do(
    county: SimpleNamespace, capsys: pytest.CaptureFixture[str], settings: object, tmp_path: object
) -> None:
    settings.SNAPSHOTS = tmp_path  # type: ignore[attr-defined]
    answer(capsys, "snapshot")
    live, files = (
        answer(capsys, "ask", "--question", QUESTION, "--organization", "099", "--engine", engine)
        for engine in ("live", "snapshot")
    )
    assert live == files
    assert live["expected"] == 8 * 4 + 6
    assert [one["code"] for one in live["groups"]] == ["c:RD1", "c:RD2"]


def test_a_saved_question_is_asked_by_its_number(county: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    own = read({"rows": ["meetings"], "measure": ["number"], "kind": ["lecture"]})
    saved = actions.save(by=factories.scope(county.officer), own=own, name="党课")
    assert answer(capsys, "ask", "--saved", str(saved.pk))["settled"] == 1
    assert answer(capsys, "ask", "--question", "rows=points", code=2)["refused"] == "own_rows_unknown"
