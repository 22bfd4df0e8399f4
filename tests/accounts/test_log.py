"""Looking through the log: who reaches what, and that its pages stay flat."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from xuezuo.accounts.queries import log as queries
from xuezuo.accounts.queries.log import Asked, Found, log, log_lines, uses_of
from xuezuo.audit import actions as audit
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Organization
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope, operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Organization]:
    top = factories.organization("099")
    county = factories.organization("099001", top, kind="local_committee")
    other = factories.organization("099002", top, kind="local_committee")
    return {
        "top": top,
        "county": county,
        "other": other,
        "branch": factories.organization("099001001", county),
        "far": factories.organization("099002001", other),
    }


@pytest.fixture
def secretaries(tree: dict[str, Organization]) -> dict[str, Scope]:
    return {name: factories.scope(factories.user("secretary", tree[name], username=name)) for name in ("branch", "far")}


def auditor(where: Organization) -> Scope:
    return factories.scope(factories.user("auditor", where))


def act(by: Scope, where: Organization | None, action: str = "record.enter", **more: object) -> None:
    audit.record(by=by, action=action, kind="record", organization_id=where and where.pk, **more)  # type: ignore[arg-type]


def actions(found: Found) -> list[str]:
    return [one.action for one in found.events]


@pytest.fixture
def some(tree: dict[str, Organization], secretaries: dict[str, Scope]) -> None:
    act(secretaries["branch"], tree["branch"], "record.enter")
    act(secretaries["far"], tree["far"], "record.correct")
    act(secretaries["far"], tree["branch"], "member.look", object_id=5)
    act(operator(), None, "backup.make")


def test_an_auditor_reaches_acts_on_and_from_their_part_of_the_tree(tree: dict[str, Organization], some: None) -> None:
    county, other, top = (auditor(tree[name]) for name in ("county", "other", "top"))
    assert actions(log(county, Asked())) == ["member.look", "record.enter"]
    assert actions(log(other, Asked())) == ["member.look", "record.correct"]
    assert actions(log(top, Asked())) == ["backup.make", "member.look", "record.correct", "record.enter"]


@pytest.mark.parametrize("role", ["officer", "inspector", "administrator", "secretary", "member", "security"])
def test_nobody_else_reaches_anything(role: str, tree: dict[str, Organization], some: None) -> None:
    somebody = factories.scope(factories.user(role, tree["branch"]))
    with pytest.raises(NotVisible):
        log(somebody, Asked())
    with pytest.raises(NotVisible):
        log(operator(), Asked())


def test_everything_can_be_looked_for(tree: dict[str, Organization], some: None) -> None:
    top, day = auditor(tree["top"]), timezone.localdate()
    asked = {
        "person": ("far", ["member.look", "record.correct"]),
        "organization": ("099001", ["member.look", "record.enter"]),
        "action": ("record.enter", ["record.enter"]),
        "since": (day + timedelta(days=1), []),
        "until": (day - timedelta(days=1), []),
        "request": ("nothing", []),
    }
    found = {name: actions(log(top, Asked(**{name: value}))) for name, (value, _) in asked.items()}
    assert found == {name: expected for name, (_, expected) in asked.items()}
    assert actions(log(top, Asked(kind="record", number=5))) == ["member.look"]
    assert actions(log(top, Asked(since=day, until=day))) == actions(log(top, Asked()))
    with pytest.raises(Refusal, match="099002"):
        log(auditor(tree["county"]), Asked(organization="099002"))


def test_pages_follow_each_other_without_gap_or_repeat(
    tree: dict[str, Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WINDOW", 10)
    branch = factories.scope(factories.user("secretary", tree["branch"]))
    far = factories.scope(factories.user("secretary", tree["far"]))
    for number in range(60):
        act(far if number % 5 else branch, tree["far"] if number % 5 else tree["branch"], number=number)
    county, seen, before, pages = auditor(tree["county"]), [], None, 0
    while True:
        found = log(county, Asked(), before, size=3)
        seen += [one.detail["number"] for one in found.events]
        pages, before = pages + 1, found.after
        assert bool(found.looked_to) == (len(found.events) < 3 and before is not None)
        if before is None:
            break
    assert seen == list(range(55, -1, -5))
    assert pages < 10
    assert [one.detail["number"] for one in log_lines(county, Asked(), 5)] == [55, 50, 45, 40, 35]


def test_a_page_costs_the_same_however_long_the_log_is(tree: dict[str, Organization]) -> None:
    top, costs = auditor(tree["top"]), []
    for number in (3, 300):
        for _ in range(number):
            act(operator(), tree["branch"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(log(top, Asked(since=date(2016, 1, 1))).events) == min(3 + (number == 300) * 300, 50)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 4


def test_uses_are_told_to_the_branch_and_not_its_own_acts(
    tree: dict[str, Organization], secretaries: dict[str, Scope], some: None
) -> None:
    officer = factories.scope(factories.user("officer", tree["county"]))
    act(officer, tree["county"], "roster.export")
    act(officer, tree["county"], "briefing.signed")
    act(officer, tree["other"], "roster.export")
    branch = tree["branch"].pk
    assert actions(uses_of(secretaries["branch"], branch)) == ["roster.export", "member.look"]
    assert actions(uses_of(officer, branch)) == ["roster.export", "member.look"]
    for stranger in (
        secretaries["far"],
        factories.scope(factories.user("officer", tree["top"])),
        auditor(tree["county"]),
    ):
        with pytest.raises(NotVisible):
            uses_of(stranger, branch)


def test_events_of_the_log_carry_the_office_of_the_actor(tree: dict[str, Organization], some: None) -> None:
    assert list(Event.objects.order_by("pk").values_list("actor_organization_id", flat=True)) == [
        tree["branch"].pk,
        tree["far"].pk,
        tree["far"].pk,
        None,
    ]
