"""Figures as documents: their shape, whose they are, and which tree they are read in."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection

from tests import factories
from tests.web.overview.conftest import county
from xuezuo.cases.models import Case
from xuezuo.indicators.gaps import blank_spots, document
from xuezuo.indicators.queries import figures, rows
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets import ROW_SETS
from xuezuo.organizations.models import GroupMembership, Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

__all__ = ["county"]

pytestmark = pytest.mark.django_db


def test_the_document_has_the_shape_of_the_contract(county: SimpleNamespace) -> None:
    found = figures(operator(), "099", ["elections_on_time", "deed_films"], by="sector")
    assert found["organization"] == {"code": "099", "name": "中共某县委员会"}
    assert found["as_of"] == "2016-10-20T00:00:00+08:00"
    assert (found["tree"], found["engine"]) == ("then", "live")
    elections, films = found["figures"]
    # three terms ended: one renewed before its end, one after, one not at all
    assert (elections["expected"], elections["settled"], elections["ratio"]) == (3, 1, 0.3333)
    assert elections["groups"][0]["code"] == "village"
    assert (films["expected"], films["settled"], films["ratio"], films["unit"]) == (None, 1, None, "部")


def test_the_root_is_meant_when_no_organization_is_named(county: SimpleNamespace) -> None:
    assert figures(operator(), codes=["organizations"])["figures"][0]["settled"] == 7


def test_children_are_lines_even_when_they_have_nothing(county: SimpleNamespace) -> None:
    found = figures(operator(), "099", ["lectures_given"], by="children")["figures"][0]
    assert [(line["code"], line["settled"]) for line in found["groups"]] == [("099001", 1), ("099002", 0)]


def test_by_group_only_figures_about_members_have_lines(county: SimpleNamespace) -> None:
    found = figures(operator(), "099", by="group")["figures"]
    assert {one["indicator"] for one in found if one["groups"]} == {"members", "study_coverage"}


def test_a_line_that_a_figure_does_not_have_is_refused(county: SimpleNamespace) -> None:
    with pytest.raises(Refusal) as refused:
        figures(operator(), "099", ["organizations"], by="group")
    assert refused.value.code == "figure_no_such_line"


@pytest.mark.parametrize("engine", ["abacus"])
def test_an_engine_that_is_not_here_is_refused(county: SimpleNamespace, engine: str) -> None:
    with pytest.raises(Refusal) as refused:
        figures(operator(), engine=engine)
    assert refused.value.code == "engine_missing"


def test_nobody_sees_figures_outside_their_scope(county: SimpleNamespace) -> None:
    township, chelsea = factories.scope(county.township), factories.scope(factories.user())
    for scope, code in ((township, "099"), (township, "099002"), (township, "777"), (chelsea, "099001")):
        with pytest.raises(NotVisible):
            figures(scope, code, ["organizations"])
        with pytest.raises(NotVisible):
            list(rows(scope, "organizations", code))


def test_a_moved_branch_is_read_where_it_was_or_where_it_is(county: SimpleNamespace) -> None:
    moved = county.branches[0]
    Placement.objects.filter(organization=moved).update(valid_to=date(2016, 9, 1))
    path = Placement.objects.get(organization=county.towns[1]).path + "0009"
    Placement.objects.create(organization=moved, parent=county.towns[1], path=path, valid_from=date(2016, 9, 1))

    def lectures(code: str, tree: str) -> int:
        document = figures(operator(), code, ["lectures_given"], as_of=date(2016, 8, 1), tree=tree)
        return document["figures"][0]["settled"]

    assert (lectures("099001", "then"), lectures("099002", "then")) == (1, 0)
    assert (lectures("099001", "now"), lectures("099002", "now")) == (0, 1)


def test_a_day_before_the_organization_is_refused_with_a_sentence(county: SimpleNamespace) -> None:
    late = factories.organization("099003", county.root, since=date(2016, 6, 1))
    with pytest.raises(Refusal) as refused:
        figures(operator(), late.code, as_of=date(2016, 5, 1))
    assert refused.value.code == "figure_no_place"


def test_views_count_with_the_total_typed_up_to_the_day(county: SimpleNamespace) -> None:
    def views(day: date) -> int:
        return figures(operator(), "099", ["publication_views"], as_of=day)["figures"][0]["settled"]

    assert (views(date(2016, 8, 31)), views(date(2016, 9, 1))) == (0, 1234)


def test_blank_spots_say_where_whom_and_how(county: SimpleNamespace) -> None:
    found = document(blank_spots(factories.scope(county.township), "099001", 2))
    assert found["count"] == 2
    worst, other = found["gaps"]
    assert (worst["organization"]["code"], worst["reading"]["code"], worst["people"], worst["members"]) == (
        "099001001",
        "RD2",
        14,
        14,
    )
    assert worst["nothing_recorded"] is True
    # three were absent from the only meeting on the first text, one of them made it up
    assert (other["reading"]["code"], other["people"], other["nothing_recorded"]) == ("RD1", 2, False)


def test_most_of_those_missed_decide_the_way(county: SimpleNamespace) -> None:
    def way() -> str:
        return blank_spots(operator(), "099001001", 1).found[0].way

    assert way() == "gather"
    for one in county.members[county.branches[0]]:
        GroupMembership.objects.get_or_create(member=one, group="housebound")
    assert way() == "door"


def test_groups_of_a_blank_spot_are_for_the_branch_and_its_superior(county: SimpleNamespace) -> None:
    def groups(scope: object) -> list[object]:
        return document(blank_spots(scope, "099001001", 1))["gaps"][0]["groups"]

    assert groups(factories.scope(county.township)) != []
    assert groups(factories.scope(county.officer)) == []


def test_a_day_to_come_is_refused_with_a_sentence(county: SimpleNamespace) -> None:
    for day in (date(2016, 10, 21), date(2400, 12, 31), date(9999, 12, 31)):
        with pytest.raises(Refusal) as refused:
            figures(operator(), "099", as_of=day)
        assert refused.value.code == "figure_day_ahead"


def test_the_first_day_that_can_be_written_is_counted(county: SimpleNamespace) -> None:
    document = figures(operator(), "099", as_of=date(1, 1, 1), tree="now")
    assert {one["settled"] for one in document["figures"] if one["indicator"] != "publication_views"} == {0}


def test_whether_a_meeting_led_to_something_does_not_read_every_case(county: SimpleNamespace) -> None:
    """Cases that were voiced nowhere are many, and statistics know it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's planner knows of values that are missing")
    branch = Placement.objects.exclude(path="0001").latest("path").organization
    Case.objects.bulk_create(
        Case(organization=branch, kind="problem", found_on=date(2016, 5, 1), raised_by=0) for _ in range(2000)
    )
    text, given = ROW_SETS["study_meetings"].sql(Question("0001", date(2016, 10, 20), date(2016, 10, 20)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")  # without its name files that were attached are meant too
        cursor.execute(f"EXPLAIN QUERY PLAN {text}", given)
        steps = [line[3] for line in cursor.fetchall()]
    assert [step for step in steps if step.startswith("SCAN c")] == []
    assert any("case_of_record" in step for step in steps)
