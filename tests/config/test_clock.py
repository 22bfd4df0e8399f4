"""A made-up place stands on one day: its moments fall on it too."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from xuezuo.config.clock import standing_on

DAY = date(2016, 10, 20)
ASK = """
import django
django.setup()
from django.utils import timezone
from xuezuo.accounts.models import User
print(timezone.localdate(), timezone.localdate(User(username="a").date_joined))
"""


def test_a_moment_keeps_its_hour_and_falls_on_the_day() -> None:
    before_midnight, after = (datetime(2026, 11, day, hour, 59, tzinfo=UTC) for day, hour in ((29, 15), (29, 16)))
    assert standing_on(DAY, lambda: before_midnight)() == datetime(2016, 10, 20, 15, 59, tzinfo=UTC)
    assert standing_on(DAY, lambda: after)() == datetime(2016, 10, 19, 16, 59, tzinfo=UTC)  # 00:59 of the same day


def test_the_setting_moves_the_clock_of_the_process(tmp_path: Path) -> None:
    env = os.environ | {"XUEZUO_DATA": str(tmp_path), "XUEZUO_TODAY": DAY.isoformat()}
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [DAY.isoformat()] * 2
