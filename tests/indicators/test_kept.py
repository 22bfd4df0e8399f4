"""Kept figures: what is marked, when they answer, and how many questions a page asks of the database."""

import ast
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from xuezuo.indicators import row_sets
from xuezuo.indicators.kept import marking, resting, rolling
from xuezuo.indicators.kept.marking import watched
from xuezuo.indicators.models import Keeping, Mark, Node, Own
from xuezuo.indicators.queries import ask, figure, figures, indicator_by_code, listed, size_of
from xuezuo.organizations.models import Organization, Placement
from xuezuo.records.models import Record
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db

TODAY = date(2016, 10, 20)


@pytest.fixture(autouse=True)
def _in_2016(settings) -> None:
    settings.TODAY = TODAY.isoformat()


def place(branches: int = 3) -> tuple[Organization, list[Organization]]:
    top = factories.organization("1")
    town = factories.organization("11", top, kind="committee")
    found = [factories.organization(f"11{n:03d}", town) for n in range(branches)]
    for branch in found:
        factories.member(branch)
        factories.record(branch, TODAY - timedelta(days=3), kinds=("lecture",), speaker_tier="cadre")
    return top, found


def lectures(engine: str = "quick") -> int:
    asked = ask(operator(), "1", engine=engine)
    found = figure(asked, indicator_by_code("lectures_given"))
    assert found is not None
    return found.settled


def test_every_table_that_a_row_set_names_is_watched() -> None:
    folder = Path(str(row_sets.__file__)).parent
    text = " ".join(file.read_text() for file in folder.glob("*.py"))
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    named = tables & set(re.findall(r"[a-z]+_[a-z_]+", text))
    assert len(named) > 15
    assert named <= set(watched())
    # and what the duties read through the campaigns' own queries
    assert {"campaigns_requirement", "campaigns_requirement_readings", "campaigns_reading"} <= set(watched())


def test_a_write_of_any_kind_leaves_a_mark_in_its_transaction() -> None:
    _, (branch, other, _) = place()
    Mark.objects.all().delete()
    Record.objects.filter(organization=branch).update(attended=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_recordkind WHERE record_id = %s", [other.records.get().pk])
    marks, _ = marking.taken()
    assert marking.organizations_of(marks) == ({branch.pk, other.pk}, set())


def test_a_requirement_is_about_everything_below_its_issuer() -> None:
    top, _ = place()
    Mark.objects.all().delete()
    factories.campaign(top, requirements=[factories.requirement()])
    marks, _ = marking.taken()
    assert marking.organizations_of(marks)[1] == {top.pk}


def test_before_everything_was_counted_the_live_engine_answers() -> None:
    place()
    assert lectures() == 3
    with pytest.raises(Refusal):
        lectures("kept")
    assert figures(operator(), "1")["engine"] == "live"


def test_kept_rows_answer_and_a_pass_brings_what_was_entered() -> None:
    _, branches = place()
    rolling.keep_up()
    factories.record(branches[0], TODAY, kinds=("lecture",), speaker_tier="cadre")
    # a page says what waits; the command counts it live at once
    asked = ask(operator(), "1", engine="quick")
    assert (asked.is_kept, asked.waiting.organizations, lectures()) == (True, 1, 3)
    assert figures(operator(), "1", ["lectures_given"])["figures"][0]["settled"] == 4
    assert rolling.roll() == (1, False)
    assert (lectures("kept"), Mark.objects.count()) == (4, 0)


def test_a_branch_sees_its_own_figures_at_once() -> None:
    _, branches = place()
    rolling.keep_up()
    factories.record(branches[0], TODAY, kinds=("lecture",), speaker_tier="cadre")
    asked = ask(operator(), branches[0].code, engine="quick")
    assert figure(asked, indicator_by_code("lectures_given")).settled == 2


def test_where_nobody_counts_a_small_place_is_counted_live() -> None:
    _, branches = place()
    rolling.keep_up()
    factories.record(branches[0], TODAY, kinds=("lecture",), speaker_tier="cadre")
    Mark.objects.update(at=timezone.now() - timedelta(minutes=1))
    assert lectures() == 4


def test_another_day_is_counted_live_until_everything_was_counted_for_it(settings) -> None:
    place()
    rolling.keep_up()
    settings.TODAY = "2016-10-21"
    assert not ask(operator(), "1", engine="quick").is_kept
    rolling.keep_up()
    assert ask(operator(), "1", engine="quick").is_kept
    assert not ask(operator(), "1", as_of=TODAY, engine="quick").is_kept


def test_a_pass_that_was_overtaken_writes_nothing(monkeypatch) -> None:
    _, branches = place()
    rolling.keep_up()
    factories.record(branches[0], TODAY, kinds=("lecture",), speaker_tier="cadre")
    count = rolling.count_all

    def meanwhile(question):
        Keeping.objects.update(version=99)
        return count(question)

    monkeypatch.setattr(rolling, "count_all", meanwhile)
    with pytest.raises(rolling.Overtaken):
        rolling.roll()
    monkeypatch.undo()
    assert (lectures("kept"), Mark.objects.exists()) == (3, True)
    rolling.roll()
    assert lectures("kept") == 4


def test_what_moves_is_taken_from_one_line_and_added_to_the_other() -> None:
    top, branches = place()
    other = factories.organization("12", top, kind="committee")
    rolling.keep_up()
    there = Placement.objects.get(organization=other)
    Placement.objects.filter(organization=branches[0]).update(parent=other, path=f"{there.path}0001")
    rolling.keep_up()
    sums = dict(Node.objects.filter(indicator="lectures_given").values_list("path", "settled"))
    assert sums == {"0001": 3, "00010001": 2, there.path: 1}
    Placement.objects.filter(organization=branches[0]).delete()
    rolling.keep_up()
    assert not Own.objects.filter(organization_id=branches[0].pk).exists()


@pytest.mark.parametrize("part", ["expected", "settled", "outstanding"])
def test_a_list_read_by_kept_rows_is_the_live_list(part: str) -> None:
    _, branches = place(4)
    top = Organization.objects.get(code="1")
    factories.campaign(top, requirements=[factories.requirement()])
    indicator = indicator_by_code("requirements_met")
    factories.record(branches[1], TODAY, claims=tuple(top.requirements.all()))
    rolling.keep_up()
    live, kept = ask(operator(), "1", engine="live"), ask(operator(), "1", engine="kept")
    assert size_of(kept, indicator, part) == size_of(live, indicator, part)
    pages, after = [], None
    while page := list(listed(kept, indicator, part, None, after, 2)):
        pages += page
        after = page[-1].path, page[-1].row_id
    assert pages == list(listed(live, indicator, part))
    assert len(pages) == {"expected": 4, "settled": 1, "outstanding": 3}[part]


def test_the_page_asks_as_often_at_any_size(client: Client) -> None:
    top, _ = place(3)
    client.force_login(factories.user("officer", top))
    rolling.keep_up()
    client.get("/organizations/1/")
    with CaptureQueriesContext(connection) as few:
        client.get("/organizations/1/")
    for number in range(20, 26):
        factories.organization(str(number), top, kind="committee")
    rolling.keep_up()
    with CaptureQueriesContext(connection) as many:
        client.get("/organizations/1/")
    assert len(many) == len(few) <= 15, [one["sql"][:150] for one in many]


def test_the_definition_rests_on_every_module_that_counts() -> None:
    """Held against Python's own reading of the imports: a change in any of them counts every figure anew."""
    found, waiting = set(), list(resting.ROOM.rglob("*.py"))
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xuezuo"):
                for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names)):
                    place = resting.SOURCES.joinpath(*name.split("."))
                    waiting += [one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()]
    ours = {one for one in found if one.relative_to(resting.SOURCES).parts[1] not in resting.DECIDE_NOTHING}
    assert ours <= set(resting.files())
    names = {one.relative_to(resting.SOURCES / "xuezuo").as_posix() for one in resting.files()}
    assert {"campaigns/audiences.py", "records/queries/calendar.py", "periods.py", "local_rules/queries.py"} <= names
    assert {"rule_packs/packs/branch_life.yaml", "indicators/declarations/02_study_coverage.yaml"} <= names


def test_a_changed_rule_of_another_room_counts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = resting.definition()
    place = shutil.copytree(resting.SOURCES / "xuezuo", tmp_path / "xuezuo", ignore=shutil.ignore_patterns("static"))
    monkeypatch.setattr(resting, "SOURCES", tmp_path)
    monkeypatch.setattr(resting, "ROOM", place / "indicators")
    assert resting.definition.__wrapped__() == before

    with (place / "campaigns" / "audiences.py").open("a", encoding="utf-8") as file:
        file.write("# other\n")
    assert resting.definition.__wrapped__() != before
