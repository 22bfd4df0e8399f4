"""The console script itself: what goes wrong before Django is there, and a reader who stops reading."""

import os
import subprocess
import sys

import pytest


def console(arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    script = f"{sys.executable} -c 'from xuezuo.config.command import main; main()' {arguments}"
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"XUEZUO_DATA": "/proc/nowhere"}, "XUEZUO_DATA"),
        ({"XUEZUO_DATABASE_URL": "bogus://somewhere/name"}, "XUEZUO_DATABASE_URL"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_setting_that_cannot_be_is_one_sentence(environment, sentence, language, tmp_path):
    refused = console("figures", **({"XUEZUO_DATA": str(tmp_path)} | environment), XUEZUO_LANGUAGE=language)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_reader_who_stops_reading_is_no_error(tmp_path):
    (tmp_path / "notice.txt").write_text("关于学习的通知\n\n" + "各支部要在6月底前报送台账。\n" * 3000)
    told = console(f"notice read {tmp_path}/notice.txt --json | head -c 10", XUEZUO_DATA=str(tmp_path))
    assert told.returncode == 0
    assert "Traceback" not in told.stderr
