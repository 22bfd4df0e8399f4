"""The whole system in a folder and back: equal, or refused; on each engine, and from one to the other."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from tests import blank, factories
from xuezuo import sequences
from xuezuo.audit import actions as audit
from xuezuo.audit.models import Event
from xuezuo.backups import actions, columns, manifest, queries, tables
from xuezuo.commands.line import run
from xuezuo.indicators.queries import ask
from xuezuo.indicators.reconciling import differences as reconciled
from xuezuo.organizations import sealing
from xuezuo.organizations.models import Member
from xuezuo.records.models import Correction, Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2016, 5, 20)


@pytest.fixture
def place() -> Record:
    """A branch with what is hard to carry: sealed bytes, JSON, times, a name outside the first plane, nothing at all."""
    branch = factories.organization("901001", factories.organization("901", kind="local_committee"), kind="branch")
    person = factories.member(branch, "𠮷田·“引”\n\t\\N")
    Member.objects.filter(pk=person.pk).update(phone=sealing.seal("13900000000", "member.phone"), birth_on=None)
    record: Record = factories.record(branch, DAY, absent=(person,), subject="学习\u2028讨论", summary="0" * 20_000)
    Correction.objects.create(
        record=record, before={"乙": 1.5, "甲": [None, True]}, after={}, reason="…", corrected_by=0
    )
    factories.user("secretary", branch)
    audit.seal(by=operator())
    return record


@pytest.fixture
def backup(place: Record, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    actions.make(by=operator(), folder=folder)
    return folder


def figures() -> list[object]:
    return list(reconciled(ask(operator(), None, DAY, "then")))


empty = blank.put_back


def counted() -> dict[str, int]:
    return {table.name: table.model._base_manager.count() for table in tables.tables()}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as problem:
        act()
    return problem.value.code


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a manifest as its maker could have, digest and all."""
    document = manifest.read(folder)
    change(document)
    manifest.write(folder, document)


def test_what_comes_back_is_what_was_there(place: Record, backup: Path) -> None:
    before, person = counted(), Member.objects.get(phone__isnull=False)
    empty()
    actions.restore(by=operator(), folder=backup)

    assert counted() == before | {"audit_event": before["audit_event"] + 1}
    again = Member.objects.get(pk=person.pk)
    assert (again.name, again.birth_on) == (person.name, None)
    assert sealing.unseal(bytes(again.phone or b""), "member.phone") == "13900000000"
    assert Record.objects.get(pk=place.pk).entered_at == place.entered_at
    assert Correction.objects.get().before == {"乙": 1.5, "甲": [None, True]}
    assert run(["audit", "verify"]) == 0
    assert figures() == []


def test_the_digest_is_of_the_rows_alone(backup: Path, tmp_path: Path) -> None:
    empty()
    actions.restore(by=operator(), folder=backup)
    document = actions.make(by=operator(), folder=tmp_path / "second")
    first = manifest.read(backup)

    differing = {name for name, about in document["tables"].items() if about != first["tables"][name]}
    assert differing == {"audit_event"}


def test_the_next_row_gets_the_next_number(backup: Path) -> None:
    highest = Member.objects.order_by("-pk").values_list("pk", flat=True)[0]
    empty()
    actions.restore(by=operator(), folder=backup)

    branch = Record.objects.get().organization
    assert factories.member(branch).pk > highest


def test_verify_says_which_table_moved_on(backup: Path, place: Record) -> None:
    audit.record(by=operator(), action="other", kind="record", object_id=place.pk)
    document, faults = queries.faults(operator(), backup)
    assert (faults, list(queries.differences(operator(), document))) == ([], [])

    Record.objects.filter(pk=place.pk).update(subject="其他")
    assert list(queries.differences(operator(), document)) == [queries.Difference("records_record", 1, 1)]


def test_verify_sees_an_old_event_changed(backup: Path) -> None:
    document = manifest.read(backup)
    document["tables"]["audit_event"]["sha256"] = "0" * 64
    assert [one.table for one in queries.differences(operator(), document)] == ["audit_event"]


def test_a_table_that_is_not_here_is_a_difference(backup: Path) -> None:
    document = manifest.read(backup)
    document["tables"]["records_gone"] = {"rows": 3, "last": 3, "sha256": ""}
    assert list(queries.differences(operator(), document)) == [queries.Difference("records_gone", 3, None)]


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip_one_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [cut_in_half, flip_one_bit, Path.unlink])
@pytest.mark.parametrize("name", ["manifest.json", "tables/records_record.jsonl.gz", "files/anchors/newest"])
def test_a_damaged_backup_is_refused_and_nothing_written(
    backup: Path, name: str, damage: Callable[[Path], object]
) -> None:
    empty()
    damage(backup / name)

    code = "backup_cut_off" if (name, damage) == ("manifest.json", Path.unlink) else "backup_broken"
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == code
    assert set(counted().values()) == {0}
    if name != "manifest.json":
        assert queries.faults(operator(), backup)[1] == [name]


def test_a_folder_that_was_never_a_backup(tmp_path: Path) -> None:
    assert refused(lambda: actions.restore(by=operator(), folder=tmp_path)) == "backup_missing"
    assert refused(lambda: actions.restore(by=operator(), folder=tmp_path / "nothing")) == "backup_missing"


def test_nothing_is_written_over(backup: Path) -> None:
    before = counted()
    assert refused(lambda: actions.make(by=operator(), folder=backup)) == "backup_folder_taken"
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_database_taken"
    assert counted() == before


def write_again(folder: Path, name: str, lines: list[bytes]) -> None:
    """Put other rows into a backup, as somebody could who knows how it is made."""
    content = b"".join(line + b"\n" for line in lines)
    manifest.table_file(folder, name).write_bytes(gzip.compress(content))
    last = json.loads(lines[-1])[0] if lines else 0
    told = {"rows": len(lines), "last": last, "sha256": hashlib.sha256(content).hexdigest()}
    edit(folder, lambda document: document["tables"].update({name: told}))


def test_rows_that_do_not_fit_together_are_not_kept(backup: Path) -> None:
    """A record of an organization that is gone: whole by its digests, and the database would not take it."""
    empty()
    write_again(backup, "organizations_organization", [])
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_broken"
    assert set(counted().values()) == {0}


def test_a_backup_without_its_log_is_refused(backup: Path) -> None:
    empty()
    edit(backup, lambda document: document["tables"].pop("audit_event"))
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_broken"
    assert set(counted().values()) == {0}


def test_files_come_back_and_others_are_kept_beside(backup: Path, settings: LazySettings) -> None:
    empty()
    (settings.DATA / "keys.json").write_text("newly made")
    (settings.DATA / "anchors/newest").unlink()
    actions.restore(by=operator(), folder=backup)

    assert json.loads((settings.DATA / "keys.json").read_text())["field_key"] == settings.FIELD_KEY
    assert [file.read_text() for file in settings.DATA.glob("keys-before-*.json")] == ["newly made"]
    assert (settings.DATA / "anchors/newest").read_text() == "a digest"


@pytest.mark.parametrize("way", ["up", "absolute", "link"])
def test_a_backup_that_was_made_up_writes_nothing_elsewhere(way: str, backup: Path, tmp_path: Path) -> None:
    """Its digests have no key, so anybody can make a whole one that names other people's files."""
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("a file of the machine")
    (backup / "elsewhere.txt").write_text("another one")
    (backup / "files/link.txt").symlink_to(elsewhere)
    name = {"up": "../elsewhere.txt", "absolute": str(elsewhere), "link": "link.txt"}[way]
    said = manifest.file_digest(backup / "files" / name)
    document = manifest.read(backup)
    document["files"][name] = said
    manifest.write(backup, document)
    empty()

    before = elsewhere.read_text()
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_broken"
    assert counted()["organizations_member"] == 0
    assert (elsewhere.read_text(), (tmp_path / "data/link.txt").exists()) == (before, False)


def test_without_its_keys_a_backup_wants_the_same_ones(place: Record, tmp_path: Path, settings: LazySettings) -> None:
    folder = tmp_path / "backup"
    actions.make(by=operator(), folder=folder, with_keys=False)
    assert "keys.json" not in manifest.read(folder)["files"]
    assert not (folder / "files/keys.json").exists()
    empty()

    right = settings.KEYS
    settings.KEYS = right | {"field_key": "0" * 64}
    assert refused(lambda: actions.restore(by=operator(), folder=folder)) == "backup_other_keys"
    settings.KEYS = right | {"field_key_2": "1" * 64}
    actions.restore(by=operator(), folder=folder)
    assert Record.objects.count() == 1


def test_a_backup_of_a_newer_program_is_refused(backup: Path) -> None:
    empty()
    edit(backup, lambda document: document["migrations"].append(["records", "9999_of_tomorrow"]))
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_newer_program"
    edit(backup, lambda document: document.update(format=manifest.FORMAT + 1))
    assert refused(lambda: actions.restore(by=operator(), folder=backup)) == "backup_newer"


def test_only_the_operator(backup: Path, tmp_path: Path) -> None:
    officer = factories.scope(factories.user("officer", Record.objects.get().organization))
    for act in (
        lambda: actions.make(by=officer, folder=tmp_path / "other"),
        lambda: actions.restore(by=officer, folder=backup),
        lambda: queries.faults(officer, backup),
    ):
        with pytest.raises(NotVisible):
            act()
    assert not (tmp_path / "other").exists()
    assert Event.objects.filter(action="backup.make").count() == 1


def xuezuo(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command, as a stranger to this process, with SQLite in `data`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
    environment |= {"XUEZUO_DATA": str(data), "XUEZUO_LANGUAGE": "en"}
    starter = "from xuezuo.config.command import main; main()"
    command = [sys.executable, "-c", starter, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_backup_of_sqlite_goes_into_this_database(tmp_path: Path) -> None:
    """The way from a county's machine to a province's: a town on SQLite, restored into whichever engine runs here."""
    if connection.vendor == "sqlite":
        shutil.copytree(blank.made(), tmp_path / "town")  # its tables, which else take longer than all that is tested
    assert xuezuo(tmp_path / "town", "demo", "--scale", "town", "--no-serve").returncode == 0
    assert xuezuo(tmp_path / "town", "backup", tmp_path / "moved").returncode == 0
    actions.restore(by=operator(), folder=tmp_path / "moved")

    document, faults = queries.faults(operator(), tmp_path / "moved")
    assert (faults, list(queries.differences(operator(), document))) == ([], [])
    assert list(reconciled(ask(operator(), None, date(2016, 10, 20), "then"))) == []
    with connection.cursor() as cursor:
        now = sequences.given(cursor, document["given"])
    assert document["given"]["records_record"] >= Record.objects.count()
    assert [name for name, number in document["given"].items() if now[name] < number] == []


@pytest.mark.slow
def test_a_backup_from_before_a_table_existed_is_brought_up(backup: Path, tmp_path: Path) -> None:
    """Into a database without any tables: made as they were then, filled, and upgraded."""

    def before_feedback(document: dict[str, Any]) -> None:
        document["migrations"] = [step for step in document["migrations"] if step[0] not in ("feedback", "privacy")]
        for name in [name for name in document["tables"] if name.startswith(("feedback_", "privacy_"))]:
            document["tables"].pop(name)

    edit(backup, before_feedback)
    shutil.copytree(backup, tmp_path / "old")
    done = xuezuo(tmp_path / "later", "restore", tmp_path / "old", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == manifest.read(backup)["content"]
    assert xuezuo(tmp_path / "later", "verify", tmp_path / "old").returncode == 0
    assert xuezuo(tmp_path / "later", "audit", "verify").returncode == 0


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    """The last step before the end, cut off: the database holds no row, and the same command works afterwards."""
    data = tmp_path / "killed"
    dying = (
        "import os, signal\n"
        "from xuezuo.backups import actions\n"
        "actions._compare = lambda *more: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from xuezuo.commands.line import run\n"
        f"run(['restore', {str(backup)!r}])\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
    environment |= {"XUEZUO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + dying],
        env=environment,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert ended.returncode == -9
    assert xuezuo(data, "verify", backup).returncode == 1
    assert xuezuo(data, "restore", backup).returncode == 0
    assert xuezuo(data, "verify", backup).returncode == 0


@pytest.mark.parametrize(("stored", "told"), [("12.50", "12.5"), ("100.00", "100"), ("9999999999.99", "9999999999.99")])
def test_a_decimal_number_reads_the_same_from_both_engines(stored: str, told: str) -> None:
    reads = columns.selected("DecimalField", "amount", connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {reads} FROM (SELECT CAST('{stored}' AS numeric(12, 2)) AS amount) AS one")
        assert cursor.fetchone() == (told,)
