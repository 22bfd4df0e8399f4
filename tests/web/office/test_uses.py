"""What a branch reads about its data: what an office did with it, in words, with the office's name and the day (AF19)."""

from datetime import date
from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from xuezuo.accounts.models import User
from xuezuo.organizations import members
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import placement_of
from xuezuo.people import actions as people
from xuezuo.records import actions as records
from xuezuo.records.models import Record
from xuezuo.scopes import Scope

pytestmark = pytest.mark.django_db
DAY = date(2016, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = DAY.isoformat()


@pytest.fixture
def tree() -> dict[str, Organization]:
    county = factories.organization("099", kind="committee", name="甲县")
    first, second = (factories.organization(f"09900{n}", county, kind="committee", name=f"{n}乡") for n in (1, 2))
    return {
        "first": first,
        "second": second,
        "a": factories.organization("099001001", first, name="甲村"),
        "b": factories.organization("099002001", second, name="乙村"),
    }


@pytest.fixture
def people_of(tree: dict[str, Organization]) -> dict[str, User]:
    desks = {"bob": ("secretary", "a"), "frank": ("secretary", "b"), "carol": ("officer", "first")}
    desks["david"] = ("officer", "second")
    return {name: factories.user(role, tree[where], username=name) for name, (role, where) in desks.items()}


def act_from_above(carol: Scope, david: Scope, tree: dict[str, Organization]) -> None:
    """A record on behalf, its correction, a make-up, a member's file; and a member who is transferred from a to b."""
    member, mover = factories.member(tree["a"], "甲一"), factories.member(tree["a"], "甲二")
    records.enter(
        by=carol,
        organization=tree["a"],
        held_on=date(2016, 9, 1),
        kinds=["lecture"],
        attended=1,
        absent=[(member.pk, "abroad")],
        subject="讲课",
    )
    record = Record.objects.get()
    records.correct(by=carol, record=record, reason="看错", subject="上课")
    records.make_up(by=carol, absences=[record.absences.get().pk], done_on=date(2016, 9, 8), way="door")
    branch = placement_of(carol, tree["a"].pk)
    members.correct(by=carol, branch=branch, member=member, values={"name": "甲乙"}, reason="写错")
    one = people.draft(by=carol, member=mover, target=tree["b"], on=date(2016, 10, 1))
    people.issue(by=carol, transfer=one, on=date(2016, 10, 2))
    people.accept(by=david, transfer=one, on=date(2016, 10, 9))


def read(person: User, branch: Organization) -> list[str]:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("uses", args=[branch.code]))
    assert all(f"{one.at:%Y-%m-%d}" in page.text for one in page.context["lines"])
    assert all(f"<strong>{one.office[1]}</strong> {escape(one.words)}" in page.text for one in page.context["lines"])
    return [f"{one.office[1]} {one.words}" for one in page.context["lines"]]


def test_a_branch_reads_what_the_office_above_did_for_it(
    tree: dict[str, Organization], people_of: dict[str, User]
) -> None:
    scopes = {name: factories.scope(person) for name, person in people_of.items()}
    assert read(people_of["bob"], tree["a"]) == []
    act_from_above(scopes["carol"], scopes["david"], tree)

    assert read(people_of["bob"], tree["a"]) == [
        "2乡 accepted a transfer",
        "1乡 issued a letter of transfer",
        "1乡 drafted a transfer",
        "1乡 corrected a member's file",
        "1乡 entered a make-up",
        "1乡 corrected the record of a meeting",
        "1乡 recorded a meeting",
    ]
    assert read(people_of["frank"], tree["b"]) == ["2乡 accepted a transfer"]
