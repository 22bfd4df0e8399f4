"""A county with two towns and four branches, in which every kind of row occurs."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from tests import factories
from xuezuo.campaigns.models import Reading, Requirement
from xuezuo.cases.models import Case, Closure, Step
from xuezuo.organizations.models import Term
from xuezuo.publicity.models import Publication, ViewTotal
from xuezuo.records.models import Absence, MakeUp

TODAY = date(2016, 10, 20)


@pytest.fixture
def county(db: None, settings: object) -> SimpleNamespace:
    settings.TODAY = TODAY.isoformat()
    root = factories.organization("099", name="中共某县委员会")
    towns = [factories.organization(f"09900{n}", root, kind="committee", name=f"某镇{n}") for n in (1, 2)]
    branches = [
        factories.organization(f"09900{town}00{n}", towns[town - 1], name=f"支部{town}{n}", duties_from=date(2016, 4, 1), sector=sector)
        for town in (1, 2) for n, sector in ((1, "village"), (2, "organ"))
    ]  # fmt: skip
    groups = {0: ("floating",), 1: ("housebound",), 2: ("retired",)}
    members = {b: [factories.member(b, groups=groups.get(n, ())) for n in range(8)] for b in branches}
    for _ in range(6):
        factories.member(branches[0], groups=("floating",))
    made = factories.campaign(
        root,
        code="c",
        readings=[{"code": "RD1", "title": "章程"}, {"code": "RD2", "title": "准则"}],
        requirements=[
            factories.requirement("Q1", readings=["RD1"]),
            factories.requirement("Q2", readings=["RD2"], due_on=date(2016, 9, 30)),
        ],
    )
    rd1, rd2 = Reading.objects.order_by("position")
    q1 = Requirement.objects.get(code="Q1")
    first = factories.record(
        branches[0], date(2016, 5, 10), kinds=("general", "lecture"), readings=(rd1,),
        absent=tuple(members[branches[0]][:3]), claims=(q1,), speaker_tier="cadre",
    )  # fmt: skip
    MakeUp.objects.create(
        absence=Absence.objects.filter(record=first).first(), done_on=date(2016, 6, 1), way="door", entered_by=0
    )
    factories.record(branches[1], date(2016, 8, 10), kinds=("general",), readings=(rd1, rd2))
    factories.record(branches[2], date(2016, 7, 2), kinds=("committee",))
    factories.record(root, date(2016, 7, 3), kinds=("study_group",), expected=9, attended=9)
    factories.record(towns[0], date(2016, 7, 4), kinds=("training",), expected=30, attended=30)
    lost = Case.objects.create(organization=branches[0], kind="lost_contact", found_on=date(2016, 5, 1), raised_by=0)
    Step.objects.create(case=lost, kind="contacted", taken_on=date(2016, 6, 1), entered_by=0)
    Case.objects.create(organization=branches[3], kind="lost_contact", found_on=date(2016, 5, 1), raised_by=0)
    weak = Case.objects.create(
        organization=branches[2], kind="weak_organization", found_on=date(2016, 5, 1), raised_by=0
    )
    Closure.objects.create(case=weak, closed_on=date(2016, 8, 1), reason="好转", decided_by=0)
    for n, renewed in enumerate((date(2016, 3, 1), date(2016, 9, 1), None)):
        Term.objects.create(
            organization=branches[n], elected_on=date(2013, 5, 1), ends_on=date(2016, 5, 1), renewed_on=renewed
        )
    film = Publication.objects.create(
        organization=root, kind="deed_film", title="片", published_on=date(2016, 6, 1), entered_by=0
    )
    ViewTotal.objects.create(publication=film, counted_on=date(2016, 9, 1), views=1234)
    return SimpleNamespace(
        root=root, towns=towns, branches=branches, members=members, campaign=made, readings=(rd1, rd2), first=first,
        officer=factories.user("officer", root), township=factories.user("officer", towns[0]),
        secretary=factories.user("secretary", branches[0]),
    )  # fmt: skip


@pytest.fixture
def officer(county: SimpleNamespace, client: Client) -> Client:
    client.force_login(county.officer)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()
