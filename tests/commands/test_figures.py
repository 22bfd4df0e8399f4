"""`xuezuo figures`, `list`, `gaps` and `reconcile`, as a script would call them."""

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import duckdb
import openpyxl
import pytest

from tests import factories
from tests.web.overview.conftest import county
from xuezuo.commands.line import run
from xuezuo.indicators.engines import live
from xuezuo.organizations.models import Member, Organization

__all__ = ["county"]

pytestmark = pytest.mark.django_db


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_figures_equal_their_lists(county: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    for one in answer(capsys, "figures")["figures"]:
        listed = answer(capsys, "list", one["indicator"], "--organization", "099")
        assert one["settled"] in (listed["count"], listed["amount"]), one["indicator"]
        assert len(listed["rows"]) == listed["count"]
        if one["expected"] is not None:
            rest = answer(capsys, "list", one["indicator"], "--organization", "099", "--outstanding")
            assert rest["amount"] == one["expected"] - one["settled"]


def test_rows_name_organizations_and_never_persons(county: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    rows = answer(capsys, "list", "study_coverage", "--outstanding")["rows"]
    assert {"row_id", "organization", "name", "path", "on", "group", "amount"} <= set(rows[0])
    assert "党员" not in json.dumps(rows, ensure_ascii=False)


def test_a_list_goes_into_files(county: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("csv", "xlsx", "json", "parquet"):
        told = answer(capsys, "list", "organizations", "--out", str(tmp_path / f"rows.{ending}"))
        assert told["count"] == 7
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["organization"] == "099"
    assert openpyxl.load_workbook(tmp_path / "rows.xlsx").active["B2"].value == "099"
    assert json.loads((tmp_path / "rows.json").read_text())["count"] == 7
    columns = duckdb.read_parquet(str(tmp_path / "rows.parquet"))
    assert (columns.columns[:3], len(columns)) == (["row_id", "organization", "name"], 7)
    assert {one[1] for one in columns.fetchall()} >= {"099"}
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        f"rows.{one}" for one in ("csv", "json", "parquet", "xlsx")
    ]


def test_a_name_that_looks_like_a_formula_stays_text(county: SimpleNamespace, tmp_path: Path) -> None:
    county.root.name = '=HYPERLINK("http://example.org")'
    county.root.save()
    for ending in ("csv", "xlsx"):
        run(["list", "organizations", "--out", str(tmp_path / f"rows.{ending}")])
    assert ",\"'=HYPERLINK" in (tmp_path / "rows.csv").read_text(encoding="utf-8-sig")
    assert openpyxl.load_workbook(tmp_path / "rows.xlsx").active["C2"].data_type == "s"


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures", "--organization", "777"),
        ("figures", "--indicator", "happiness"),
        ("figures", "--as-of", "yesterday"),
        ("figures", "--as-of", "2400-01-01"),
        ("list", "meeting_cadence", "--as-of", "2400-01-01"),
        ("gaps", "--as-of", "2400-01-01"),
        ("figures", "--tree", "soon"),
        ("figures", "--engine", "abacus"),
        ("figures", "--engine", "snapshot"),
        ("figures", "--files", "/no/such/folder"),
        ("snapshot", "--below", "00010005"),
        ("snapshot", "--out", "/no/such/folder/out", "--below", "1/.."),
        ("figures", "--indicator", "organizations", "--by", "wealth"),
        ("figures", "--by", "wealth"),
        ("list", "organizations", "--outstanding"),
        ("list", "organizations", "--format", "parquet"),
        ("list", "organizations", "--format", "xlsx"),
        ("list", "organizations", "--only", "floating"),
        ("list", "organizations", "--out", "/no/such/folder/rows.csv"),
        ("gaps", "--top", "0"),
        ("reconcile", "--engines", "live,snapshot"),
    ],
)
def test_what_cannot_be_done_is_refused_with_one_sentence(
    county: SimpleNamespace, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run([*arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["message"]
    assert len(err.strip().splitlines()) == 1


def test_gaps_come_with_most_people_first(county: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "gaps", "--top", "3")
    people = [gap["people"] for gap in found["gaps"]]
    assert people == sorted(people, reverse=True)
    assert len(people) == 3
    assert found["count"] > 3


def test_reconciling_says_yes(county: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "reconcile")["differences"] == []


def test_reconciling_finds_a_figure_that_does_not_equal_its_list(
    county: SimpleNamespace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    true = live.rows

    def one_short(indicator: object, *rest: object) -> object:
        found = list(true(indicator, *rest))
        return found[1:] if indicator.code == "lectures_given" else found

    monkeypatch.setattr(live, "rows", one_short)
    found = answer(capsys, "reconcile", code=1)["differences"]
    assert found == [{"indicator": "lectures_given", "part": "settled", "way": "list", "number": 1, "found": 0}]


@pytest.mark.parametrize("verb", [("figures",), ("list", "organizations"), ("gaps",)])
def test_an_empty_place_says_what_to_do(db: None, capsys: pytest.CaptureFixture[str], verb: tuple[str, ...]) -> None:
    told = answer(capsys, *verb, code=2)
    assert told["refused"] == "figure_empty_place"
    assert "导入" in told["message"]


@pytest.mark.parametrize("out", [(), ("--out", "rows.json"), ("--out", "rows.csv")])
def test_hidden_amounts_add_up_to_nothing_that_is_said(
    county: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    out: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    told = answer(capsys, "list", "study_coverage", "--part", "expected", "--only", "group=housebound", *out)
    assert told["count"] > 0
    assert told["amount"] is None
    if out and out[1].endswith("json"):
        assert json.loads((tmp_path / "rows.json").read_text())["amount"] is None
    run(["list", "study_coverage", "--part", "expected", "--only", "group=housebound", "--format", "csv"])
    assert "None" not in capsys.readouterr().err


def test_a_streamed_list_ends_with_its_count_and_amount(
    county: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(capsys, "list", "study_coverage", "--part", "expected", "--out", str(tmp_path / "rows.json"))
    written = json.loads((tmp_path / "rows.json").read_text())
    assert (written["count"], written["amount"]) == (told["count"], told["amount"])
    assert written["amount"] == sum(row["amount"] for row in written["rows"]) > 0


def test_prepared_files_answer_as_the_database_does(
    county: SimpleNamespace, tmp_path: Path, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = answer(capsys, "snapshot")
    assert Path(made["folder"]).parent == settings.SNAPSHOTS
    live_ones = answer(capsys, "figures", "--by", "children")
    prepared = answer(capsys, "figures", "--by", "children", "--engine", "snapshot")

    assert prepared["engine"] == "snapshot"
    assert prepared["figures"] == live_ones["figures"]
    assert answer(capsys, "reconcile", "--engines", "live,snapshot")["differences"] == []
    told = {
        str(cell)
        for file in Path(made["folder"]).glob("*.parquet")
        for row in duckdb.read_parquet(str(file)).fetchall()
        for cell in row
    }
    assert told & set(Organization.objects.values_list("name", flat=True)) == set()
    assert told & set(Member.objects.values_list("name", flat=True)) == set()


def test_reconciling_sees_what_was_entered_since(
    county: SimpleNamespace, tmp_path: Path, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SNAPSHOTS = tmp_path
    answer(capsys, "snapshot")
    factories.organization("099009", county.root, name="后来的支部")

    told = answer(capsys, "reconcile", "--engines", "live,snapshot", code=1)["differences"]

    assert "organizations" in {one["indicator"] for one in told}
    assert all(one["way"].startswith("snapshot") for one in told)


def test_a_nation_is_its_provinces_together(
    county: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nation = tmp_path / "nation"
    for province, place in (("35", "00010005"), ("36", "00010006")):
        answer(capsys, "snapshot", "--out", str(nation / province), "--below", place)
    one = answer(capsys, "figures")["figures"]
    both = answer(capsys, "figures", "--files", str(nation), "--by", "children")

    doubled = [
        {**figure, "settled": figure["settled"] * 2, "expected": figure["expected"] and figure["expected"] * 2}
        for figure in one
    ]
    assert [{**figure, "groups": []} for figure in both["figures"]] == doubled
    for figure in both["figures"]:
        assert sum(line["settled"] for line in figure["groups"]) == figure["settled"]


def test_half_written_files_are_never_read(
    county: SimpleNamespace, tmp_path: Path, settings, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    settings.SNAPSHOTS = tmp_path
    answer(capsys, "snapshot")
    before = {file.name: file.read_bytes() for file in next(tmp_path.iterdir()).iterdir()}

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xuezuo.indicators.engines.preparing.write_parquet", full)
    assert run(["snapshot"]) == 2

    (folder,) = tmp_path.iterdir()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
