"""Uses are counted by function and month, of nobody; a person decides about those that few use (AF16)."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from tests import factories
from xuezuo.function_uses import actions
from xuezuo.function_uses.models import FunctionUse, Review
from xuezuo.scopes import operator
from xuezuo.web.relief import counting, functions

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client, settings: LazySettings) -> Client:
    settings.TODAY = "2016-05-20"
    counting._counts.clear()
    client.force_login(
        factories.user("administrator", factories.organization("099")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_a_batch_adds_up_and_holds_functions_only(ada: Client) -> None:
    for _ in range(3):
        ada.get("/functions/")
    ada.get("/me/")  # one's own account is no function under review
    ada.get("/functions/none/")
    for _ in range(2):
        counting.flush()
    assert list(FunctionUse.objects.values_list("function", "month", "times")) == [
        ("relief.functions", date(2016, 5, 1), 3)
    ]


def test_least_used_first_with_unused_ones_and_a_decision(ada: Client) -> None:
    actions.add_up(by=operator(), month=date(2016, 4, 9), counts={"office.terms": 2, "overview.gaps": 1})
    lines = ada.get("/functions/").context["lines"]
    assert [line.times for line in lines] == sorted(line.times for line in lines)
    assert [line.function for line in lines[-2:]] == ["overview.gaps", "office.terms"]
    assert lines[-2].overlaps
    actions.add_up(by=operator(), month=date(2016, 4, 9), counts={"branch.cases": 3, "branch.cases_acts": 4})
    assert [(line.name, line.times) for line in ada.get("/functions/").context["lines"]][-1] == ("问题整改", 7)

    refused = {"decision": "merge", "reason": "重复", "into": ""}
    ada.post("/functions/overview.gaps/reviews/", refused)
    assert not Review.objects.exists()
    ada.post("/functions/overview.gaps/reviews/", refused | {"into": "branch.make_ups"})
    review = Review.objects.get()
    assert (review.decision, review.into, review.reason) == ("merge", "branch.make_ups", "重复")


def test_functions_are_those_with_addresses() -> None:
    assert {"branch.today", "relief.burden"} <= set(functions.functions())
    assert set(functions.NAMES) == set(functions.functions()), "each has a name that people know it by"
    assert not [one for one in functions.functions() if one.startswith(("account", "portal.health"))]
