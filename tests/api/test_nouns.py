"""What the interface says: the same lists and numbers as the pages, names only where the viewer sees them."""

import uuid

import pytest
from django.test import Client

from tests import factories
from xuezuo.config import faults
from xuezuo.indicators.queries import figures
from xuezuo.records.models import Record
from xuezuo.scopes import operator

RECORDS = "/api/v1/organizations/099001001001/records"


def sent(**more: object) -> dict:
    return {"client_id": str(uuid.uuid4()), "held_on": "2016-06-20", "kinds": ["general"], "attended": 2} | more


def test_the_tree_is_read_one_step_at_a_time(place, ask):
    program = ask(place["bob"])

    assert program.get("/api/v1/organizations").json() == {
        "code": "099001001",
        "name": "柳溪镇党委",
        "kind": "committee",
        "sector": "other",
        "above": [{"code": "099001", "name": "云川县委"}],
    }
    first = program.get("/api/v1/organizations/099001001/children", {"limit": 1}).json()
    then = program.get("/api/v1/organizations/099001001/children", {"limit": 1, "after": first["next"]}).json()
    assert [one["code"] for page in (first, then) for one in page["organizations"]] == ["099001001001", "099001001002"]
    assert then["next"] is None


def test_names_are_for_those_who_see_them(place, ask):
    address = "/api/v1/organizations/099001001001/members"
    for who in ("carol", "bob"):
        found = ask(place[who]).get(address).json()
        assert [one["name"] for one in found["members"]] == ["吴芳", "周杰"]
        assert set(found["members"][0]) == {"id", "name", "category"}
    assert ask(place["alice"]).get(address).status_code == 404


def test_a_roster_comes_page_by_page(place, ask):
    program, after, names = ask(place["carol"]), "", []
    for _ in range(3):
        page = program.get("/api/v1/organizations/099001001001/members", {"limit": 1, "after": after}).json()
        names += [one["name"] for one in page["members"]]
        after = page["next"]
        if after is None:
            break
    assert names == ["吴芳", "周杰"]


def test_a_figure_is_that_of_the_pages(place, ask):
    found = ask(place["alice"]).get("/api/v1/figures/organizations", {"by": "children"}).json()

    told = figures(operator(), "099001", ["organizations"], "children")["figures"][0]
    assert (found["settled"], [one["settled"] for one in found["groups"]]) == (
        told["settled"],
        [one["settled"] for one in told["groups"]],
    )
    assert found["settled"] == 1 + 1 + 2


def test_a_list_is_as_long_as_its_figure(place, ask):
    program, after, rows = ask(place["alice"]), "", []
    while after is not None:
        page = program.get("/api/v1/figures/organizations/rows", {"limit": 3, "after": after}).json()
        assert "rows" in page, page
        rows += page["rows"]
        after = page["next"]
    assert page["count"] == len(rows) == len({row["row_id"] for row in rows}) == 1 + 1 + 2


def test_blank_spots(place, ask):
    factories.campaign(
        place["county"],
        readings=[{"code": "RD1", "title": "章程", "basic": True}],
        requirements=[factories.requirement("RQ1", readings=["RD1"])],
    )
    found = ask(place["bob"]).get("/api/v1/gaps").json()

    assert {one["organization"]["code"]: one["people"] for one in found["gaps"]} == {
        "099001001001": 2,
        "099001001002": 1,
    }


def test_a_record_sent_twice_is_one(place, ask):
    program, record = ask(place["carol"]), sent()
    before = Record.objects.count()
    answers = [program.post(RECORDS, record, content_type="application/json") for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Record.objects.count() == before + 1
    other = program.post(RECORDS, record | {"subject": "别的"}, content_type="application/json")
    assert (other.status_code, other.json()["code"]) == (422, "record_sent_before")


def test_records_come_the_latest_first_page_by_page(place, ask):
    program = ask(place["carol"])
    program.post(RECORDS, sent(), content_type="application/json")
    first = program.get(RECORDS, {"limit": 1}).json()
    then = program.get(RECORDS, {"limit": 1, "after": first["next"]}).json()

    assert [one["held_on"] for page in (first, then) for one in page["records"]] == ["2016-06-20", "2016-05-20"]


@pytest.mark.parametrize("code", ["099001001002", "000"])
def test_forbidden_looks_like_not_found(place, ask, code):
    program = ask(place["carol"])
    for part in ("", "/children", "/members", "/records"):
        answer = program.get(f"/api/v1/organizations/{code}{part}")
        assert (answer.status_code, answer.json()) == (
            404,
            {
                "type": "about:blank",
                "title": "找不到",
                "status": 404,
                "code": "not_found",
                "detail": "这里没有内容，或者没有您可以看的内容。",
            },
        )


def test_a_refusal_says_which_and_why_in_the_language_asked_for(place, ask):
    answer = ask(place["carol"]).post(
        RECORDS, sent(held_on="2999-01-01"), content_type="application/json", headers={"accept-language": "en"}
    )

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (422, "record_in_future")
    assert answer.json()["detail"].startswith("2999-01-01 has not come yet")


def test_a_field_that_cannot_be_is_named_and_not_repeated(place, ask):
    answer = ask(place["carol"]).post(RECORDS, sent(attended="周杰"), content_type="application/json")

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["body.sent.attended"]
    assert "周杰" not in answer.content.decode()


def test_a_session_writes_with_the_forms_protection_only(place):
    client = Client(enforce_csrf_checks=True)
    client.force_login(place["carol"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(RECORDS).status_code == 200

    assert client.post(RECORDS, sent(), content_type="application/json").status_code == 403
    client.cookies["csrftoken"] = "a" * 32
    protected = {"x-csrftoken": "a" * 32}
    assert client.post(RECORDS, sent(), content_type="application/json", headers=protected).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/api/v1/nothing", 404), ("get", "/api/", 404), ("delete", "/api/v1/me", 405), ("get", "/api/v1/me", 401)],
)
def test_every_error_is_a_problem_document(db, client, method, path, status):
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status


def test_a_fault_of_ours_is_one_too_and_tells_nothing(rf):
    for path, kind in (("/api/v1/me", "application/problem+json"), ("/me/", "text/html; charset=utf-8")):
        answer = faults.broken(rf.get(path))
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, kind)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("bob", "/api/v1/figures/study_coverage/rows"),
        ("bob", "/api/v1/ask/rows?rows=study_coverage"),
        ("bob", "/api/v1/gaps"),
        ("bob", "/api/v1/organizations/099001001/children"),
        ("carol", "/api/v1/organizations/099001001001/members"),
        ("carol", RECORDS),
    ],
)
@pytest.mark.parametrize("key", ["zzz", "zzz~", "~1", "2016-99-99~1", "1~zz~1~1"])
def test_a_key_of_no_list_is_refused(place, ask, who, address, key):
    program = ask(place[who])
    mark = "&" if "?" in address else "?"
    assert program.get(address).status_code == 200
    if "members" in address:
        key = key.replace("~1", "~one")  # whatever stands before the number may be a name
    answer = program.get(f"{address}{mark}after={key}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], key in answer.json()["detail"]) == ("page_key", True)
