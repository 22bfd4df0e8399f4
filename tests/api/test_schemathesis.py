"""Schemathesis asks every operation whatever its description allows, and what it does not, and holds the answers to it.

The description is given words that exist here (codes, indicators), or most questions would end at "not found".
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, CheckContext, Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import factories
from xuezuo.accounts.models import WrongCode
from xuezuo.api.description import describe
from xuezuo.api.urls import api
from xuezuo.indicators.declared import indicators
from xuezuo.row_policies import sights

CODES = ["099001", "099001001", "099001001001", "099001001002"]
KNOWN = {
    "code": CODES,
    "organization": ["", *CODES],
    "indicator": list(indicators()),
    "by": ["", "children", "sector", "group", "reading", "kind"],
    "group": ["", "floating"],
    "sector": ["", "village"],
    "kind": ["", "general"],
    "as_of": ["2016-06-20", "2016-10-20", "9999-12-31"],
    "after": ["", "0001~1", "2016-05-20~1", "1~0001~1~1", "周杰~1"],
}


def _with_known_words() -> dict[str, Any]:
    document = copy.deepcopy(describe(api))
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                words = KNOWN.get(parameter["name"])
                if words:
                    parameter["schema"] = {"anyOf": [{"enum": words}, parameter["schema"]], "examples": words[-1:]}
    return document


described = schemathesis.openapi.from_dict(_with_known_words())
described.app = WSGIHandler()


def taken_if_it_fits(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """What fits the description is taken, or refused by a rule that it names; never for not fitting."""
    if response.status_code == 422 and response.json()["code"] != "fields":
        return None
    return positive_data_acceptance(ctx, response, case)


def some(count: int, *phases: Phase) -> settings:
    return settings(
        max_examples=count,
        phases=phases,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def _the_tests_own_connection() -> Iterator[None]:
    """As Django's own client does it: a connection within a test's transaction would be closed as one left behind."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    sights.end()


@pytest.fixture
def furnished(place: dict[str, Any]) -> dict[str, Any]:
    """The place, with something in every list."""
    factories.campaign(
        place["county"],
        readings=[{"code": "RD1", "title": "章程", "basic": True}, {"code": "RD2", "title": "准则"}],
        requirements=[factories.requirement("RQ1", readings=["RD1"]), factories.requirement("RQ2", readings=["RD2"])],
    )
    factories.problem(place["branch"])
    return place


@pytest.fixture(params=["officer", "secretary", "nobody"])
def headers(request: pytest.FixtureRequest, furnished: dict[str, Any], token: Any) -> dict[str, str]:
    return _headers(request.param, furnished, token)


@pytest.fixture
def of_a_secretary(furnished: dict[str, Any], token: Any) -> dict[str, str]:
    return _headers("secretary", furnished, token)


def _headers(role: str, place: dict[str, Any], token: Any) -> dict[str, str]:
    if role == "nobody":
        return {}
    return {"Authorization": f"Bearer {token(place['alice' if role == 'officer' else 'carol'])}"}


def asked(case: Case, headers: dict[str, str]) -> Response:
    WrongCode.objects.all().delete()  # the check of tokens tries wrong ones, and would find the door closed
    return case.call_and_validate(
        headers=headers, additional_checks=[taken_if_it_fits], excluded_checks=[positive_data_acceptance]
    )


@described.include(
    path=["/api/v1/organizations/{code}/records", "/api/v1/gaps", "/api/v1/organizations/{code}"]
).parametrize()
@some(1, Phase.explicit)
def test_at_the_edges_of_the_description(case: Case, of_a_secretary: dict[str, str]) -> None:
    """Each bound of each part, once within and once beyond; other methods, other kinds of content. Of some addresses; of
    all in `test_schemathesis_at_length`."""
    asked(case, of_a_secretary)


@described.parametrize()
@some(3, Phase.generate)
def test_at_random(case: Case, headers: dict[str, str]) -> None:
    asked(case, headers)
