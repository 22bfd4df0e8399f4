"""The thresholds of the issue, measured with the labels' own scorer: the three shared notices and ours of other kinds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xuezuo.notices.reading import read_text

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared/data/notices"
CASES = Path(__file__).parent / "cases"
SHARED_NAMES = ["reference", "example-C04", "example-C06"]
OWN_NAMES = sorted(path.name.removesuffix(".labels.json") for path in CASES.glob("*.labels.json"))


def scored(labels: Path, tmp_path: Path) -> dict:
    scorer = SHARED / "score_notice.py"
    if not scorer.is_file() or not labels.is_file():
        pytest.fail(
            f"the labelled notices are missing: {labels.name} or score_notice.py; they belong beside the repository in shared/data/notices"
        )
    text = labels.with_name(labels.name.replace(".labels.json", ".txt")).read_text(encoding="utf-8")
    output = tmp_path / "output.json"
    output.write_text(json.dumps(read_text(text).as_json(), ensure_ascii=False), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(scorer), str(labels), str(output)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def check(score: dict) -> None:
    assert score["recall_hard"] is None or score["recall_hard"] >= 0.90, score
    assert score["precision"] >= 0.85, score
    assert score["invented_dates"] == 0, score
    assert all(score["header"].values()), score
    hit, labelled = score["numbers"]
    assert hit >= 0.95 * labelled, score
    # one person labelled them: topics are where honest readers differ most
    assert score["topic_acc"] >= 0.65, score
    assert score["due_acc"] >= 0.9, score
    assert score["audience_acc"] >= 0.5, score


@pytest.mark.parametrize("name", SHARED_NAMES)
def test_shared_notices(name, tmp_path):
    check(scored(SHARED / f"{name}.labels.json", tmp_path))


@pytest.mark.parametrize("name", OWN_NAMES)
def test_own_notices_of_other_kinds(name, tmp_path):
    check(scored(CASES / f"{name}.labels.json", tmp_path))


def test_there_are_notices_of_many_kinds():
    assert len(OWN_NAMES) >= 6


def test_the_shared_misprint_is_kept_and_told():
    text = (SHARED / "reference.txt").read_text(encoding="utf-8")
    reading = read_text(text)
    assert "《文选》" in "".join(requirement.span for requirement in reading.requirements)
    told = [caution for caution in reading.cautions if caution.code == "misprint"]
    assert [dict(caution.where)["printed"] for caution in told] == ["胡景涛文选"]
    assert reading.text == text
