"""PostgreSQL's own line: a page that forgot every rule still shows only what its viewer may see."""

import json
from collections.abc import Collection

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests import factories, house
from tests.access import place as places
from tests.access.place import POSITIONS, Spot, canary
from tests.access.raw import MODELS
from xuezuo.cases.models import Case
from xuezuo.organizations.models import Member, Membership, Organization
from xuezuo.records.models import GuestAttendance
from xuezuo.row_policies import installing, sights
from xuezuo.row_policies.policies import POLICIES, WITHOUT
from xuezuo.scopes import operator

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(not house.on_postgres(), reason="SQLite has no row policies")

Place = tuple[Organization, dict[str, Spot]]
NAMES = dict.fromkeys(("secretary", "officer"), frozenset({"own", "child", "closed"}))
ROWS = {role: {"own", "child", "grandchild", "closed"} for role in ("secretary", "officer", "inspector")}


@pytest.fixture
def place(settings: LazySettings) -> Place:
    settings.ROOT_URLCONF = "tests.access.raw"
    own, spots = places.build()
    for spot in spots.values():
        if spot.position in POSITIONS:
            organization = Organization.objects.get(pk=spot.organization)
            traveller = factories.member(organization, f"{spot.position}-guest", groups=("floating",))
            host = factories.record(factories.organization(f"77{spot.position}"), places.DAY)
            GuestAttendance.objects.create(record=host, member=traveller)
            Case.objects.create(
                organization=organization, kind="lost_contact", member=traveller, found_on=places.DAY, raised_by=0
            )
    return own, spots


def signed_in(role: str, own: Organization) -> tuple[Client, int | None]:
    person = places.viewer(role, own)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client, person.member_id


def rows_at(spots: dict[str, Spot], positions: Collection[str]) -> dict[str, set[int]]:
    """What stands at these positions, by model."""
    there = [spots[one].organization for one in positions]
    people = set(Membership.objects.filter(organization__in=there).values_list("member_id", flat=True))
    paths = {
        "Member": {"pk__in": people},
        "Membership": {"organization__in": there},
        "GroupMembership": {"member__in": people},
        "Absence": {"member__in": people},
        "GuestAttendance": {"member__in": people},
        "MakeUp": {"absence__member__in": people},
        "Case": {"organization__in": there},
    }
    return {
        name: set(MODELS[name].objects.filter(**asked).values_list("pk", flat=True)) for name, asked in paths.items()
    }


@on_postgres
@pytest.mark.parametrize("role", ["secretary", "officer", "inspector", "member", "auditor", "administrator", "nobody"])
def test_only_permitted_rows_come_back_from_a_page_without_any_rule(role: str, place: Place) -> None:
    own, spots = place
    client, member = signed_in(role, own)
    names, rows = rows_at(spots, NAMES.get(role, set())), rows_at(spots, ROWS.get(role, set()))
    mine = {member} - {None}
    expected = rows | {"Member": names["Member"] | mine}
    if role not in ROWS:
        expected["Membership"] = set(Membership.objects.filter(member__in=mine).values_list("pk", flat=True))
    everything = {name: model.objects.count() for name, model in MODELS.items()}

    found = {name: set(ids) for name, ids in json.loads(client.get("/raw/ids/").content).items()}

    assert found == expected
    assert all(everything[name] > len(found[name]) for name in found), "nothing stood there to be hidden"


@on_postgres
def test_a_streamed_answer_is_under_the_same_policies(place: Place) -> None:
    own, _ = place
    client, _ = signed_in("officer", own)
    answer = client.get("/raw/streamed/")
    told = b"".join(answer.streaming_content).decode()
    assert {position for position in POSITIONS if canary("name", position) in told} == {"own", "child", "closed"}


@on_postgres
def test_who_did_not_say_who_they_are_sees_nobody(place: Place) -> None:
    own, _ = place
    client, _ = signed_in("officer", own)
    assert Member.objects.count() > 10
    assert client.get("/raw/unasked/").content == b"0"
    assert Client().get("/raw/ids/").content == json.dumps({name: [] for name in MODELS}).encode()


@on_postgres
def test_nothing_stays_on_the_connection_for_the_next_request(place: Place) -> None:
    own, _ = place
    officer, _ = signed_in("officer", own)
    member, own_id = signed_in("member", own)
    for _ in range(2):
        assert len(json.loads(officer.get("/raw/ids/").content)["Member"]) > 1
        assert json.loads(member.get("/raw/ids/").content)["Member"] == [own_id]
        assert officer.get("/raw/unasked/").content == b"0"
    officer.raise_request_exception = False
    with transaction.atomic():
        assert officer.get("/raw/broken/").status_code == 500
        transaction.set_rollback(True)
    assert json.loads(member.get("/raw/ids/").content)["Member"] == [own_id]
    assert Member.objects.count() > 10, "the test itself works as the owner again"


@on_postgres
def test_a_rollback_does_not_leave_a_door_open(place: Place) -> None:
    own, spots = place
    client, _ = signed_in("officer", own)
    everybody, seen = Member.objects.count(), len(rows_at(spots, {"own", "child", "closed"})["Member"])
    assert json.loads(client.get("/raw/recovered/").content) == [everybody, seen, everybody, seen]


@on_postgres
def test_a_new_connection_of_the_web_server_sees_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sights, "_of_process", sights.NOTHING)
    sights.connected(connection)
    assert Member.objects.count() == 0
    with sights.wide("home_of"):
        assert Member.objects.count() > 10
    assert Member.objects.count() == 0
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        cursor.execute("SET LOCAL row_security = off; SELECT count(*) FROM organizations_member")
    sights._tell(sights.EVERYTHING)


@on_postgres
def test_the_web_s_role_cannot_change_what_the_audit_holds(place: Place) -> None:
    for change in ("UPDATE audit_event SET role = 'x'", "DELETE FROM audit_seal", "TRUNCATE audit_event"):
        sights.begin()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as one:
            one.execute(change)
        sights.end()


@on_postgres
def test_what_stands_already_is_left_alone_and_what_differs_is_put_right(db: None) -> None:
    def made() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_policy WHERE polname = 'seen'")
            return {row[0] for row in cursor.fetchall()}

    before = made()
    installing.install()
    assert made() == before
    assert len(before) == len(POLICIES)
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON POLICY seen ON cases_case IS 'of an older version'")
    installing.install()
    assert len(made() - before) == 1


def test_an_unknown_door_is_none() -> None:
    with pytest.raises(KeyError), sights.wide("somewhere"):
        pass


def test_the_operator_sees_everything_and_an_unknown_role_only_itself() -> None:
    assert sights.of(operator()) == sights.EVERYTHING
    some = factories.scope(factories.user("officer", factories.organization("099")))
    assert sights.of(some) == sights.Sight(path=some.path, until="0002", names=8)
    object.__setattr__(some, "role", "poet")
    assert sights.of(some) == sights.NOTHING


def test_every_table_that_points_at_a_member_has_a_policy_or_a_reason() -> None:
    pointing = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model is Member or any(field.related_model is Member for field in model._meta.concrete_fields)
    }
    assert pointing - set(POLICIES) - set(WITHOUT) == set()
    assert set(POLICIES) & set(WITHOUT) == set()
    assert (set(POLICIES) | set(WITHOUT)) - {model._meta.db_table for model in apps.get_models()} == set()


@on_postgres
def test_the_web_may_call_what_its_statements_call_also_where_nobody_may_by_default() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE EXECUTE ON FUNCTION {installing.CALLED} FROM PUBLIC, {sights.WEB_ROLE}")
        allowed = "SELECT has_function_privilege(%s, %s, 'EXECUTE')"
        cursor.execute(allowed, [sights.WEB_ROLE, installing.CALLED])
        assert cursor.fetchone() == (False,)
        installing.install()
        cursor.execute(allowed, [sights.WEB_ROLE, installing.CALLED])
        assert cursor.fetchone() == (True,)
