"""Activation codes: made by the thousand without a password hash, good once, for a while, for one account."""

import csv
import json
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests import factories
from xuezuo.accounts import actions
from xuezuo.accounts.actions.activations import NewAccount
from xuezuo.accounts.models import Activation, RoleAssignment, User
from xuezuo.accounts.queries import NOBODY
from xuezuo.audit.models import Event
from xuezuo.commands.line import run
from xuezuo.organizations.models import Placement
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

CHOSEN = "a short sentence"


@pytest.fixture
def county(db):
    return factories.organization("901", kind="local_committee")


@pytest.fixture
def branch(county):
    return factories.organization("901001", county, name="柳溪村党支部")


def place(organization):
    return Placement.objects.select_related("organization").get(organization=organization)


def made(branch, name="wulan", by=None):
    return actions.create_many(by=by or operator(), accounts=[NewAccount(name, "吴兰", place(branch), "secretary")])[0]


def code_for(user, by=None):
    return actions.issue(by=by or operator(), users=[user])[0].code


def redeem(username, code, password=CHOSEN):
    return actions.redeem(by=NOBODY, username=username, code=code, password=password)


def refusal(username, code, password=CHOSEN):
    with pytest.raises(Refusal) as refused:
        redeem(username, code, password)
    return refused.value.code


def test_a_code_opens_the_account_once_and_the_person_chooses_the_password(branch):
    user = made(branch)
    assert not user.has_usable_password()
    code = code_for(user)

    assert redeem("wulan", code) == user
    assert User.objects.get().check_password(CHOSEN)
    assert refusal("wulan", code, "another sentence") == "activation_wrong"
    assert User.objects.get().check_password(CHOSEN)


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
def test_a_code_may_be_typed_as_people_type(typed, branch):
    user = made(branch)
    assert redeem(" WuLan ", typed(code_for(user))) == user


def test_letters_that_are_misread_on_paper_are_read_right(branch):
    user = made(branch)
    while not {"0", "1"} & set(code := code_for(user)):
        pass
    assert redeem("wulan", code.replace("0", "o").replace("1", "l")) == user


def test_what_does_not_open_is_refused_with_one_and_the_same_sentence(branch, settings):
    user, other = made(branch), made(branch, "chenbo")
    code, foreign = code_for(user), code_for(other)
    stale = code_for(made(branch, "late"))
    Activation.objects.filter(user__username="late").update(expires_at=timezone.now() - timedelta(seconds=1))
    closed = made(branch, "closed")
    shut = code_for(closed)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert refusal("wulan", foreign) == "activation_wrong"
    assert refusal("wulan", "0000-0000-0000-0000") == "activation_wrong"
    assert refusal("nobody", code) == "activation_wrong"
    assert refusal("late", stale) == "activation_wrong"
    assert refusal("closed", shut) == "activation_wrong"
    assert redeem("wulan", code) == user


def test_a_new_code_takes_the_place_of_the_old_one(branch):
    user = made(branch)
    old, new = code_for(user), code_for(user)
    assert refusal("wulan", old) == "activation_wrong"
    assert redeem("wulan", new) == user


def test_a_weak_password_does_not_use_the_code_up(branch):
    user = made(branch)
    code = code_for(user)
    assert refusal("wulan", code, "short") == "password_weak"
    assert redeem("wulan", code) == user


def test_a_lost_password_is_replaced_and_its_sessions_end(branch):
    user = factories.user("secretary", branch, username="wulan", organization=branch)
    client = Client()
    client.post("/sign-in/", {"login": "wulan", "password": "correct horse"})
    assert client.get("/me/").status_code == 200

    redeem("wulan", code_for(user))

    assert client.get("/me/").status_code == 302
    assert not User.objects.get(pk=user.pk).check_password("correct horse")


def test_the_code_stands_nowhere_in_clear(branch):
    user = made(branch)
    code = code_for(user)
    kept = bytes(Activation.objects.get().code_index)
    assert code.replace("-", "").encode() not in kept
    assert len(kept) == 32
    said = json.dumps(list(Event.objects.values_list("detail", flat=True)))
    assert code not in said
    assert code.replace("-", "") not in said


def test_the_audit_says_how_many_and_names_only_a_few(branch):
    few = [made(branch)]
    actions.issue(by=operator(), users=few, reason="首次开通")
    accounts = [NewAccount(f"u{number}", "", place(branch)) for number in range(60)]
    actions.issue(by=operator(), users=actions.create_many(by=operator(), accounts=accounts))

    details = list(Event.objects.filter(action="activation.issue").order_by("pk").values_list("detail", flat=True))
    assert details == [{"count": 1, "reason": "首次开通", "users": [few[0].pk]}, {"count": 60, "reason": ""}]


def test_an_administrator_issues_within_their_own_part_only(county, branch):
    town = factories.organization("901002", county, kind="committee")
    by = factories.scope(factories.user("administrator", town))
    inside = factories.organization("901002001", town)
    user, foreign = made(inside, "inside", by=None), made(branch, "outside")

    assert actions.issue(by=by, users=[user])[0].username == "inside"
    with pytest.raises(NotVisible):
        actions.issue(by=by, users=[user, foreign])
    for role in ("officer", "security", "auditor", "secretary"):
        with pytest.raises(NotVisible):
            actions.issue(by=factories.scope(factories.user(role, branch)), users=[foreign])
    assert Activation.objects.count() == 1


def test_names_in_use_are_refused_together_and_nothing_is_made(branch):
    made(branch, "WuLan")
    accounts = [NewAccount(name, "", place(branch)) for name in ("wulan", "fresh")]
    with pytest.raises(Refusal) as refused:
        actions.create_many(by=operator(), accounts=accounts)
    assert (refused.value.code, refused.value.where) == ("users_exist", {"count": 1, "names": ("wulan",)})
    with pytest.raises(Refusal):
        actions.create_many(
            by=operator(), accounts=[NewAccount("a", "", place(branch)), NewAccount("A", "", place(branch))]
        )
    assert User.objects.count() == 1


class Counting(MD5PasswordHasher):
    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        Counting.hashed += 1
        return super().encode(password, salt)


def test_no_password_is_hashed_when_accounts_are_made(branch, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_activation.Counting"]
    Counting.hashed = 0
    users = actions.create_many(by=operator(), accounts=[NewAccount(f"u{n}", "", place(branch)) for n in range(100)])
    actions.issue(by=operator(), users=users)
    assert Counting.hashed == 0


def test_thousands_take_a_few_statements(branch, django_assert_max_num_queries):
    accounts = [NewAccount(f"u{number}", "", place(branch), "secretary") for number in range(2_000)]
    with django_assert_max_num_queries(60 if connection.vendor == "sqlite" else 20):
        actions.issue(by=operator(), users=actions.create_many(by=operator(), accounts=accounts))
    assert Activation.objects.count() == RoleAssignment.objects.count() == 2_000


def post(client, name, code, password=CHOSEN, again=None):
    data = {"username": name, "code": code, "password": password, "again": again or password}
    return client.post("/sign-in/activate/", data)


def test_the_page_opens_the_account_and_leads_to_the_sign_in(branch, client):
    code = code_for(made(branch))
    assert post(client, "wulan", code, again="otherwise").status_code == 200
    assert post(client, "wulan", code)["Location"] == "/sign-in/"
    assert client.post("/sign-in/", {"login": "wulan", "password": CHOSEN})["Location"] == "/"


def test_the_page_tells_strangers_nothing_and_closes_after_ten_tries(branch, client):
    code = code_for(made(branch))
    said = [
        post(client, name, "0000-0000-0000-0000").context["form"].non_field_errors()
        for name in ["wulan"] + ["stranger"] + ["wulan"] * 9
    ]
    assert said[0] == said[1]
    assert post(client, "wulan", code).status_code == 200  # closed, also for the right one
    assert not User.objects.get().has_usable_password()
    assert post(client, "stranger", code).context["form"].non_field_errors() == said[0]


def test_the_command_makes_accounts_from_a_file_and_writes_codes_that_open_them(branch, tmp_path):
    file, out = tmp_path / "secretaries.csv", tmp_path / "codes.csv"
    file.write_text("组织代码,用户名,姓名\n901001,wulan,吴兰\n901001,chenbo,陈波\n", encoding="gb18030")

    assert run(["accounts", "create", str(file), "--out", str(out)]) == 0

    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [row[:2] for row in rows] == [["wulan", "吴兰"], ["chenbo", "陈波"]]
    assert [one.role for one in RoleAssignment.objects.all()] == ["secretary"] * 2
    assert redeem("chenbo", rows[1][2]).username == "chenbo"
    assert run(["accounts", "codes", str(file), "--out", str(out)]) == 2  # never over another file
    slips = tmp_path / "slips.html"
    assert run(["accounts", "codes", str(file), "--out", str(slips), "--reason", "遗失"]) == 0
    assert "<td" in slips.read_text(encoding="utf-8-sig")
    assert refusal("wulan", rows[0][2]) == "activation_wrong"


def test_no_name_is_a_formula_in_the_file_of_codes(branch, tmp_path):
    file, out = tmp_path / "secretaries.csv", tmp_path / "codes.csv"
    file.write_text("organization,username,name\n901001,@wulan,=1+1\n", encoding="utf-8")
    assert run(["accounts", "create", str(file), "--out", str(out)]) == 0
    assert list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))[1][:2] == ["'@wulan", "'=1+1"]


@pytest.mark.parametrize(
    "text",
    ["username\nx\n", "organization,username,name\n999,x,y\n", "organization,username,name\n901001,,y\n"],
)
def test_a_file_that_does_not_fit_makes_nothing(text, branch, tmp_path):
    file = tmp_path / "f.csv"
    file.write_text(text)
    assert run(["accounts", "create", str(file), "--out", str(tmp_path / "o.csv")]) == 2
    assert not User.objects.exists()
    assert not (tmp_path / "o.csv").exists()
