"""The description is true: it has every address and nothing else, every error, and answers are as it says."""

import json
import re
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import get_resolver
from schemathesis.specs.openapi.definitions import OPENAPI_31

from tests import factories
from tests.api.test_nouns import RECORDS, sent
from xuezuo.api.problems import CODES
from xuezuo.config import faults
from xuezuo.indicators.declared import indicators

METHODS = ("get", "post", "put", "patch", "delete")
FILLED = {
    "code": "099001001001",
    "indicator": "study_coverage",
}


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def addresses() -> set[str]:
    """Below /api/, from Django's own list."""
    found = set()
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern).startswith("api/"):
            for inner in pattern.url_patterns:
                found.add("/" + str(pattern.pattern) + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(inner.pattern)))
    return found


def address(path: str) -> str:
    return path.format_map(FILLED)


def fits(document: dict[str, Any], schema: dict[str, Any], answer: Any) -> None:
    whole = {**schema, "components": document["components"]}
    errors = list(jsonschema_rs.validator_for(whole, validate_formats=True).iter_errors(answer))
    assert errors == [], errors[0]


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert list(jsonschema_rs.validator_for(OPENAPI_31).iter_errors(document)) == []
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_router_and_description_know_the_same_addresses_and_methods(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == addresses()
    for path, described in document["paths"].items():
        taken = {
            method
            for method in METHODS
            if getattr(Client(), method)(address(path), content_type="application/json").status_code != 405
        }
        assert taken == set(described), path


def test_every_operation_is_described_wholly(document: dict[str, Any]) -> None:
    names = [one["operationId"] for _, _, one in operations(document)]
    assert len(names) == len(set(names))
    for path, _, one in operations(document):
        assert one["summary"], path
        if path.endswith("openapi.json"):
            assert one["security"] == []
            continue
        assert one["security"] == [{"ByToken": []}, {"BySession": []}], path
        bodies = {"413", "415"}
        assert {str(status) for status in CODES} - set(one["responses"]) == (set() if "requestBody" in one else bodies)
        for status, response in one["responses"].items():
            assert "$ref" in response or "content" in response or status == "304", (path, status)
        if "requestBody" in one:
            name = one["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            body = document["components"]["schemas"][name]
            assert body["description"]
            for example in body["examples"]:
                fits(document, body, example)


def test_every_parameter_has_a_type_bounds_an_example_and_a_sentence(document: dict[str, Any]) -> None:
    for path, _, one in operations(document):
        for parameter in one["parameters"]:
            schema, where = parameter["schema"], (path, parameter["name"])
            assert parameter["description"], where
            if parameter["in"] == "header":
                continue
            assert schema["examples"], where
            if schema["type"] == "array":
                assert "maxItems" in schema, where
                schema = schema["items"]
            if schema["type"] == "integer":
                assert {"minimum", "maximum"} <= set(schema), where
            elif schema["type"] == "string":
                assert "enum" in schema or "maxLength" in schema or schema.get("format") == "date", where
            else:
                assert schema["type"] == "boolean", where


def test_every_column_by_which_a_figure_can_be_read_can_be_narrowed_to(document: dict[str, Any]) -> None:
    parameters = {one["name"] for one in document["paths"]["/api/v1/figures/{indicator}"]["get"]["parameters"]}
    columns = {column for indicator in indicators().values() for column in indicator.breakdowns}
    assert columns - {"children"} <= parameters


# ---- answers ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def furnished(place: dict[str, Any], settings: Any) -> dict[str, Any]:
    settings.TODAY = "2016-10-20"
    factories.member(place["branch"], "何平", groups=("floating",))
    factories.campaign(
        place["county"],
        code="x",
        readings=[{"code": "RD1", "title": "章程", "basic": True}, {"code": "RD2", "title": "准则", "basic": True}],
        requirements=[factories.requirement("RQ1", readings=["RD1", "RD2"])],
    )
    record = factories.record(place["branch"], date(2016, 6, 21))
    factories.problem(place["branch"], record=record)
    return place


def test_answers_of_a_populated_place_are_as_described(
    furnished: dict[str, Any], document: dict[str, Any], ask: Any
) -> None:
    program = ask(furnished["carol"])
    empty = []
    for path, method, one in operations(document):
        more = {"data": {"part": "expected"}} if path.endswith("/rows") else {}
        if "/ask" in path:
            more = {"data": more.get("data", {}) | {"rows": "study_coverage", "by": "reading"}}
        if method == "post":
            body = {"envelopes": [{"client_id": "x"}]} if path.endswith("outbox") else sent(attended=3)
            more = {"data": body, "content_type": "application/json"}
        answer = getattr(program, method)(address(path), **more)
        success = "201" if path.endswith("records") and method == "post" else "200"
        assert str(answer.status_code) == success, (path, answer.content)
        told = answer.json()
        fits(document, one["responses"][success]["content"]["application/json"]["schema"], told)
        if path.endswith("/pack"):
            assert set(told) == set(document["components"]["schemas"]["Pack"]["properties"])
        empty += [(path, key) for key, value in told.items() if value == []] if isinstance(told, dict) else []
    # what a branch has none of, or this one not now: every other list was seen filled
    assert {key for _, key in empty} <= {"organizations", "groups", "goals", "missed", "living_here"}, empty


def test_every_figure_and_list_is_as_described(furnished: dict[str, Any], document: dict[str, Any], ask: Any) -> None:
    """Each indicator, whole and by each of its columns; each list page by page, as long as its figure."""
    program, paths = ask(furnished["bob"]), document["paths"]
    of_figure = paths["/api/v1/figures/{indicator}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    of_rows = paths["/api/v1/figures/{indicator}/rows"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    for code, indicator in indicators().items():
        for by in ("", *indicator.breakdowns):
            figure = program.get(f"/api/v1/figures/{code}", {"by": by}).json()
            fits(document, of_figure, figure)
            assert figure["count"] == len(figure["groups"])
        part = "settled" if indicator.tally else "expected"
        pages, after, rows = [], "", []
        while after is not None:
            page = program.get(f"/api/v1/figures/{code}/rows", {"part": part, "limit": 1, "after": after}).json()
            fits(document, of_rows, page)
            pages, after, rows = [*pages, page], page["next"], [*rows, *page["rows"]]
        assert len(rows) == len({row["row_id"] for row in rows}) == page["count"]
        assert page["amount"] == figure[part]
        if indicator.adds_up:
            assert sum(row["amount"] for row in rows) == page["amount"]


def test_coverage_is_read_by_text_of_a_group_of_a_sector(furnished: dict[str, Any], ask: Any) -> None:
    """The three together, and every line opens exactly its list."""
    program = ask(furnished["bob"])
    narrow = {"group": "floating", "sector": "other"}
    one = program.get(
        "/api/v1/figures/study_coverage", {"by": "reading", "organization": "099001001001", **narrow}
    ).json()

    assert [(line["code"], line["expected"], line["settled"]) for line in one["groups"]] == [
        ("x:RD1", 1, 0),
        ("x:RD2", 1, 0),
    ]
    for line in one["groups"]:
        query = {"organization": "099001001001", "part": "outstanding", "reading": line["code"], **narrow}
        listed = program.get("/api/v1/figures/study_coverage/rows", query).json()
        assert listed["amount"] == sum(row["amount"] for row in listed["rows"]) == line["expected"] - line["settled"]


def test_gaps_come_page_by_page_each_once(furnished: dict[str, Any], ask: Any) -> None:
    program, after, found = ask(furnished["alice"]), "", []
    while after is not None:
        page = program.get("/api/v1/gaps", {"limit": 1, "after": after}).json()
        found += page["gaps"]
        after = page["next"]
    keys = [(one["people"], one["organization"]["code"], one["reading"]["code"]) for one in found]
    assert len(keys) == len(set(keys)) == page["count"] == 4
    assert keys == [(one["people"], one["organization"]["code"], one["reading"]["code"]) for one in
                    program.get("/api/v1/gaps").json()["gaps"]]  # fmt: skip
    assert [people for people, _, _ in keys] == sorted((people for people, _, _ in keys), reverse=True)


def test_lines_of_a_figure_come_page_by_page(furnished: dict[str, Any], ask: Any) -> None:
    program, after, found = ask(furnished["bob"]), "", []
    while after is not None:
        page = program.get("/api/v1/figures/members", {"by": "children", "limit": 1, "after": after}).json()
        found += [line["code"] for line in page["groups"]]
        after = page["next"]
    assert found == ["099001001001", "099001001002"]
    assert page["count"] == 2


# ---- errors ----------------------------------------------------------------------------------------------------------


def _wrong(status: int, client: Client, ask: Any, place: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    if status == 400:
        return ask(place["carol"]).post(RECORDS, "{", content_type="application/json")
    if status == 401:
        return client.get("/api/v1/me")
    if status == 403:
        return ask(place["carol"], areas=["gaps"]).get("/api/v1/figures")
    if status == 404:
        return ask(place["carol"]).get("/api/v1/organizations/0")
    if status == 405:
        return client.delete("/api/v1/me")
    if status == 406:
        return client.get("/api/v1/me", headers={"accept": "text/html"})
    if status == 413:
        monkeypatch.setattr(django_settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 10)
        return ask(place["carol"]).post(RECORDS, sent(), content_type="application/json")
    if status == 415:
        return client.post(RECORDS, "a=b", content_type="application/x-www-form-urlencoded")
    if status == 422:
        return ask(place["carol"]).get("/api/v1/gaps", {"limit": 0})
    if status == 429:
        return [client.get("/api/v1/me", headers={"authorization": "Bearer xz_wrong"}) for _ in range(11)][-1]
    if status == 503:
        monkeypatch.setattr(faults, "_is_busy", lambda problem: True)
    client.raise_request_exception = False
    monkeypatch.setattr("xuezuo.api.me.account_of", lambda scope: 1 / 0)
    client.force_login(place["carol"], backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/api/v1/me")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("status", CODES)
def test_every_error_is_a_problem_document_as_described(
    status: int, language: str, client: Client, ask: Any, place: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Client(headers={"accept-language": language}).get("/api/v1/openapi.json").json()

    answer = _wrong(status, client, ask, place, monkeypatch)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    described = next(
        one
        for one in document["components"]["responses"].values()
        if one["content"]["application/problem+json"]["example"]["status"] == status
    )
    content = described["content"]["application/problem+json"]
    fits(document, content["schema"], answer.json())
    fits(document, content["schema"], content["example"])
    assert answer.json()["code"] == content["example"]["code"]
    for name, header in described.get("headers", {}).items():
        fits(document, header["schema"], answer.headers[name])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("organisation=099001001002", "query.organisation"),
        ("limit=1&limit=2", "query.limit"),
        ("as_of=0", "query.as_of"),
        ("tree=before", "query.tree"),
        ("limit=201", "query.limit"),
        ("after=%00", "query.after"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(place: dict[str, Any], ask: Any, query: str, field: str) -> None:
    """Above all a name misspelt: left alone, the answer would be about another organization."""
    answer = ask(place["bob"]).get(f"/api/v1/gaps?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "fields")
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert re.search("[\u4e00-\u9fff]", answer.json()["errors"][0]["problem"]), "in the language asked for"


def test_too_many_parameters_are_a_problem_document_too(place: dict[str, Any], ask: Any) -> None:
    answer = ask(place["bob"]).get("/api/v1/gaps?" + "&".join(f"a{n}=1" for n in range(6_000)))

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_head_is_a_get_without_its_body(place: dict[str, Any], ask: Any) -> None:
    answer = ask(place["bob"]).head("/api/v1/me")

    assert (answer.status_code, answer.content) == (200, b"")
    assert ask(place["bob"]).delete("/api/v1/me").headers["Allow"] == "GET, HEAD"
    assert json.loads(ask(place["bob"]).get("/api/v1/me").content)["role"] == "officer"
