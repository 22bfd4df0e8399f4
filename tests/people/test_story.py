"""Random stories told by several people on random days: one membership on every day, as a slow reference tells it."""

import random
from datetime import date, timedelta

import pytest

from tests import factories
from tests.people.conftest import County
from xuezuo.organizations.models import Member, Membership, Organization
from xuezuo.people import actions, queries
from xuezuo.people.models import Transfer, TransferStep
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

START = date(2019, 6, 3)
GOOD_FOR = 90

ACTS = (*["draft"] * 3, *["issue"] * 4, *["accept"] * 4, "renew", "return", "withdraw")
WHO = ("bob", "carol", "david", "frank", "erin")
Act = tuple[str, str, int, str, int]


def story_of(seed: int) -> list[Act]:
    """Kind of act, who, of which member, to which branch, how many days after the one before."""
    dice = random.Random(seed)
    return [
        (
            dice.choice(ACTS),
            dice.choice(WHO) if dice.random() < 0.3 else "right",
            dice.randrange(2),
            dice.choice("ab"),
            dice.choice((-1, 0, 0, 0, 1, 1, 3, 7, 95) if dice.random() < 0.5 else (0, 1)),
        )
        for _ in range(220)
    ]


class Reference:
    """The rules once more, day by day and by hand: who keeps which branch, which step follows which."""

    def __init__(self) -> None:
        self.home = {0: "a", 1: "a"}
        self.came = {0: -10_000, 1: -10_000}
        self.days = {0: {}, 1: {}}
        self.open: dict[int, dict] = {}

    def right(self, kind: str, member: int) -> str:
        """Whose turn it is, so that stories get somewhere."""
        one = self.open.get(member)
        if kind in ("accept", "return") and one:
            return self.OFFICE[one["to"]]
        return self.OFFICE[one["from"] if one else self.home[member]]

    OFFICE = {"a": "carol", "b": "david"}
    BOOKS = {"a": ("bob", "carol"), "b": ("frank", "david")}

    def may(self, kind: str, who: str, member: int, to: str | None, day: int) -> bool:
        if kind == "draft":
            return who in self.BOOKS[self.home[member]] and to != self.home[member] and member not in self.open
        one = self.open.get(member)
        if one is None or day < one["last"]:
            return False
        source, target = one["from"], one["to"]
        good = one["state"] == "letter" and day <= one["good"]
        if kind == "withdraw":
            return who in self.BOOKS[source]
        if kind in ("issue", "renew"):
            wanted = ("draft", "returned") if kind == "issue" else ("letter",)
            return who == self.OFFICE[source] and one["state"] in wanted
        if who != self.OFFICE[target]:
            return False
        if kind == "accept":
            return good and day > self.came[member]
        return one["state"] == "letter"

    def do(self, kind: str, member: int, to: str | None, day: int) -> None:
        if kind == "draft":
            self.open[member] = {"from": self.home[member], "to": to, "state": "draft", "last": day, "good": None}
            return
        one = self.open[member]
        one["last"] = day
        if kind in ("issue", "renew"):
            one |= {"state": "letter", "good": day + GOOD_FOR}
        elif kind == "return":
            one["state"] = "returned"
        else:
            del self.open[member]
            if kind == "accept":
                self.home[member] = one["to"]
                self.came[member] = day
                # entered a day late: that day is theirs too
                self.days[member] |= {passed: one["to"] for passed in self.days[member] if passed >= day}

    def note(self, day: int) -> None:
        for member, home in self.home.items():
            self.days[member][day] = home


def try_act(
    kind: str, by: Scope, member: Member, target: Organization, transfer: Transfer | None, day: date
) -> tuple[bool, Transfer | None]:
    try:
        if kind == "draft":
            return True, actions.draft(by=by, member=member, target=target, on=day)
        if transfer is None:
            return False, None
        if kind == "issue":
            actions.issue(by=by, transfer=transfer, on=day)
        elif kind == "renew":
            actions.renew(by=by, transfer=transfer, on=day)
        elif kind == "accept":
            actions.accept(by=by, transfer=transfer, on=day)
        elif kind == "return":
            actions.send_back(by=by, transfer=transfer, cause="letter", reason="缺项", on=day)
        else:
            actions.withdraw(by=by, transfer=transfer, reason="不去了", on=day)
    except (Refusal, NotVisible):
        return False, transfer
    return True, transfer


@pytest.mark.parametrize("seed", range(8))
def test_everybody_is_in_one_branch_every_day(county: County, seed: int) -> None:
    people = [factories.member(county.a) for _ in range(2)]
    places = {"a": county.a, "b": county.b}
    names = {place.pk: name for name, place in places.items()}
    reference, latest, today = Reference(), {}, 0
    for kind, drawn, person, to, wait in story_of(seed):
        who = reference.right(kind, person) if drawn == "right" else drawn
        day = max(0, today + wait) if kind != "draft" else today
        allowed = reference.may(kind, who, person, to, day)
        done, latest[person] = try_act(
            kind, getattr(county, who), people[person], places[to], latest.get(person), START + timedelta(days=day)
        )
        assert done == allowed, (kind, who, person, to, day, reference.open.get(person))
        for passed in range(today, max(day, today)):
            reference.note(passed)
        if done:
            reference.do(kind, person, to, day)
        today = max(day, today)
        reference.note(today)
    for person, member in enumerate(people):
        rows = list(Membership.objects.filter(member=member).order_by("valid_from"))
        for passed, branch in reference.days[person].items():
            on = START + timedelta(days=passed)
            holding = [names[row.organization_id] for row in rows if row.valid_from <= on < row.valid_to]
            assert holding == [branch], (passed, rows)
        for scope, branch in ((county.bob, county.a), (county.frank, county.b)):
            seen = [one.transfer.pk for one in queries.for_branch(scope, branch.pk, START + timedelta(days=today))]
            assert len(seen) == len(set(seen))
    # in order of days too, nothing overlaps and nothing is missing from the first membership on
    for member in people:
        rows = list(
            Membership.objects.filter(member=member).order_by("valid_from").values_list("valid_from", "valid_to")
        )
        assert [until for _, until in rows[:-1]] == [since for since, _ in rows[1:]]
    assert TransferStep.objects.filter(kind="accepted").count() >= 3, "a story without acceptances tells nothing"
