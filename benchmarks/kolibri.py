"""Kolibri's import of learners, its slow password hash replaced: the peer that `python -m benchmarks imports` compares with,
and the learners whose class reports `python -m benchmarks class_report` asks for.

`IMPORT_KOLIBRI` names a virtual environment outside the repository, made by `python -m venv DIR` and
`DIR/bin/pip install kolibri==0.19.5`. A facility is made, then 5,000 learners in 358 classes come in from a CSV file by
its own command `bulkimportusers`, start of the program included, as with ours. `together` names a class of all of them.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
from pathlib import Path

LEARNERS = 5_000
A_CLASS = 14
SETTINGS = """from kolibri.deployment.default.settings.base import *
PASSWORD_HASHERS = ["django.contrib.auth.hashers.UnsaltedMD5PasswordHasher"]
"""
HEADER = [
    "Database ID (UUID)",
    "Username (USERNAME)",
    "Password (PASSWORD)",
    "Full name (FULL_NAME)",
    "User type (USER_TYPE)",
    "Identifier (IDENTIFIER)",
    "Birth year (BIRTH_YEAR)",
    "Gender (GENDER)",
    "Learner enrollment (ENROLLED_IN)",
    "Coach assignment (ASSIGNED_TO)",
]
FACILITY = "--facility Bench --superusername admin --superuserpassword secret123 --preset nonformal --language_id en"


class Kolibri:
    """A fresh facility in a folder; `provision` and `load` are commands to be run with `environment`."""

    def __init__(self, installed: Path, folder: Path, together: str = "") -> None:
        self.home = folder / "home"
        self.enrolments = LEARNERS * (2 if together else 1)
        self.roster = folder / "learners.csv"
        folder.mkdir()
        (folder / "kolibri_without_its_hash.py").write_text(SETTINGS)
        with self.roster.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(HEADER)
            for one in range(LEARNERS):
                facts = [
                    "LEARNER",
                    f"id{one}",
                    "1990",
                    ("FEMALE", "MALE")[one % 2],
                    f"Class {one // A_CLASS}" + (f",{together}" if together else ""),
                    "",
                ]
                out.writerow(["", f"learner{one}", "secret123", f"Learner {one}", *facts])
        self.environment = os.environ | {
            "KOLIBRI_HOME": str(self.home),
            "PYTHONPATH": str(folder),
        }
        manage = [
            str(installed / "bin/kolibri"),
            "manage",
            "--settings=kolibri_without_its_hash",
        ]
        self.provision = [
            *manage,
            "provisiondevice",
            "--",
            *FACILITY.split(),
            "--noinput",
        ]
        self.load = [*manage, "bulkimportusers", "--", str(self.roster)]

    def check(self) -> None:
        """Everybody is there and in a class, else its time means nothing."""
        link = sqlite3.connect(self.home / "db.sqlite3")
        questions = (
            "SELECT count(*) - 1 FROM kolibriauth_facilityuser",
            "SELECT count(*) FROM kolibriauth_membership",
        )
        found = [link.execute(one).fetchone()[0] for one in questions]
        link.close()
        if found != [LEARNERS, self.enrolments]:
            sys.exit(f"Kolibri took {found} of {LEARNERS} learners and enrolments")
