"""Whatever is sent, the answer is one that the description knows: never a fault of ours, never an undeclared status."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import factories
from xuezuo.api.urls import api

DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")
OPERATIONS = [
    (path, method, operation) for path, methods in DESCRIPTION["paths"].items() for method, operation in methods.items()
]
KNOWN = ["099001", "099001001", "099001001001", "organizations", "study_coverage", "settled", "then", "children", "0~1"]
TEXTS = some.one_of(some.sampled_from(KNOWN), some.text(max_size=30), some.just("\x00"), some.just("9" * 40))


def values(shape: dict[str, Any]) -> some.SearchStrategy:
    """Values of a described kind, and near misses."""
    if "$ref" in shape:
        return values(DESCRIPTION["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in shape:
        return some.one_of(*(values(one) for one in shape["anyOf"]))
    kind = shape.get("type")
    if kind == "object":
        return some.fixed_dictionaries({name: values(one) for name, one in shape.get("properties", {}).items()})
    if kind == "array":
        return some.lists(values(shape["items"]), max_size=3)
    if kind == "integer":
        return some.integers(-5, 2**70)
    if shape.get("format") == "uuid":
        return some.uuids().map(str)
    if shape.get("format") == "date":
        return some.one_of(some.dates().map(str), TEXTS)
    return TEXTS


def question(operation: dict[str, Any]) -> some.SearchStrategy:
    parts = {one["name"]: values(one["schema"]) for one in operation["parameters"]}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return some.tuples(some.fixed_dictionaries({}, optional=parts), values(body) if body else some.none())


@pytest.mark.parametrize(
    ("path", "method", "operation"), OPERATIONS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_nothing_that_is_sent_breaks_anything(place, path, method, operation):
    client = Client()
    client.force_login(place["bob"], backend="django.contrib.auth.backends.ModelBackend")
    factories.campaign(
        place["county"],
        readings=[{"code": "RD1", "title": "章程", "basic": True}],
        requirements=[factories.requirement("RQ1", readings=["RD1"])],
    )
    inside = {one["name"] for one in operation["parameters"] if one["in"] == "path"}

    @settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(question(operation), some.sampled_from(KNOWN))
    def asked(sent: tuple[dict[str, Any], Any], code: str) -> None:
        values, body = sent
        address = path
        for name in inside:
            address = address.replace(f"{{{name}}}", quote(str(values.get(name, code)), safe="") or "x")
        query = {name: value for name, value in values.items() if name not in inside and value is not None}
        answer = (
            getattr(client, method)(address, body, content_type="application/json", query_params=query)
            if (body is not None)
            else getattr(client, method)(address, query_params=query)
        )
        assert answer.status_code in operation["responses"], (address, query, body, answer.content)

    asked()
