"""The accounts desk: who may look, make, close, give and end; and one's own tokens and delegations."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from xuezuo.accounts.models import Delegation, Identity, Token, User
from xuezuo.accounts.queries import scope_for
from xuezuo.periods import today
from xuezuo.reorganizations.actions import carry_out
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import operator


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def place(db) -> dict:
    county = factories.organization("099001", name="云川县委")
    branch = factories.organization("099001001", county, name="东村党支部")
    return {
        "county": county,
        "branch": branch,
        "adam": factories.user("administrator", county, display_name="郑平"),
        "sam": factories.user("security", county, display_name="方敏"),
        "bob": factories.user("officer", county, display_name="陈波"),
        "carol": factories.user("secretary", branch, display_name="吴兰"),
        "other": factories.user("secretary", factories.organization("098"), display_name="别处人"),
    }


@pytest.mark.parametrize("who", ["adam", "sam", "bob"])
def test_the_list_holds_the_accounts_of_ones_own_part(place, who):
    page = desk(place[who]).get("/accounts/").content.decode()
    assert "吴兰" in page
    assert "别处人" not in page
    assert "吴兰" in desk(place[who]).get("/accounts/", {"named": "吴"}).content.decode()
    assert [one.display_name for one in desk(place[who]).get("/accounts/", {"named": "吴"}).context["accounts"]] == [
        "吴兰"
    ]


def test_a_long_list_goes_on(place):
    for number in range(60):
        factories.user("", place["branch"], username=f"a{number:02}")
    client = desk(place["sam"])
    first = client.get("/accounts/")
    then = client.get("/accounts/", {"after": first.context["next"]})
    names = [one.username for page in (first, then) for one in page.context["accounts"]]
    assert names == sorted(names)
    assert len(names) == len(set(names)) == 60 + 4


def test_an_account_is_made_and_given_a_role_by_two_people(place):
    made = desk(place["adam"]).post("/accounts/new/", {"username": "nina", "organization": "099001001"})
    nina = User.objects.get(username="nina")
    assert made["Location"] == f"/accounts/{nina.pk}/"
    assert not nina.has_usable_password()
    address = f"/accounts/{nina.pk}/roles/new/"
    assert desk(place["adam"]).post(address, {"role": "secretary", "organization": "099001001"}).status_code == 404

    desk(place["sam"]).post(address, {"role": "secretary", "organization": "099001001"})
    assert scope_for(nina).role == "secretary"


def test_a_role_is_ended_and_lost_at_the_next_page(place):
    carol = desk(place["carol"])
    assert carol.get("/organizations/099001001/records/").status_code == 200

    held = place["carol"].assignments.get()
    desk(place["sam"]).post(f"/accounts/{place['carol'].pk}/roles/{held.pk}/end/")
    assert carol.get("/organizations/099001001/records/").status_code == 404


def test_what_cannot_be_is_said_beside_the_field(place):
    address = f"/accounts/{place['carol'].pk}/roles/new/"
    answer = desk(place["sam"]).post(address, {"role": "auditor", "organization": "099001001"})

    assert answer.status_code == 422
    assert "不能由同一人担任" in answer.content.decode()


def test_a_closed_account_is_signed_out_and_its_owner_cannot_close_it(place):
    carol = desk(place["carol"])
    assert carol.get("/me/").status_code == 200
    assert desk(place["adam"]).post(f"/accounts/{place['adam'].pk}/closing/", {"reason": "试"}).status_code == 422

    desk(place["adam"]).post(f"/accounts/{place['carol'].pk}/closing/", {"reason": "调离"})
    assert carol.get("/me/").status_code == 302


def test_a_member_is_linked_by_number(place):
    person, elsewhere = factories.member(place["branch"]), factories.member(factories.organization("097"))
    address = f"/accounts/{place['carol'].pk}/member/"
    adam = desk(place["adam"])

    assert adam.post(address, {"member": elsewhere.pk}).status_code == 422
    adam.post(address, {"member": person.pk})
    assert User.objects.get(pk=place["carol"].pk).member == person


def test_the_security_administrator_ends_sessions_and_tokens(place):
    Token.objects.create(
        user=place["carol"], name="x", key_index=b"x", desk="", areas=[], expires_on=today() + timedelta(9), made_by=0
    )
    desk(place["sam"]).post(f"/accounts/{place['carol'].pk}/securing/", {"reason": "手机丢失"})
    assert Token.objects.get().ended_by == place["sam"].pk


def test_a_token_is_shown_once(place):
    carol = Client()
    carol.post("/sign-in/", {"login": place["carol"].username, "password": "correct horse"})
    held = place["carol"].assignments.get()
    sent = {
        "name": "报表程序",
        "desk": f"role-{held.pk}",
        "areas": ["figures"],
        "expires_on": (today() + timedelta(days=30)).isoformat(),
    }
    assert carol.post("/account/tokens/", sent)["Location"].startswith("/account/confirm/")  # the password once more
    carol.post("/account/confirm/", {"password": "correct horse"})
    page = carol.post("/account/tokens/", sent)
    told = page.context["told"]

    assert told in page.content.decode()
    assert told not in carol.get("/account/tokens/").content.decode()
    assert Client(headers={"authorization": f"Bearer {told}"}).get("/api/v1/figures").status_code == 200
    carol.post(f"/account/tokens/{Token.objects.get().pk}/end/")
    assert Client(headers={"authorization": f"Bearer {told}"}).get("/api/v1/figures").status_code == 401


def test_both_see_and_may_end_what_is_lent(place):
    nina = factories.user("", place["branch"], username="nina", display_name="尤娜")
    bob = desk(place["bob"])
    until = (today() + timedelta(days=7)).isoformat()
    bob.post("/account/delegations/", {"username": "nina", "organization": "099001", "until": until, "reason": "培训"})

    for client in (bob, desk(nina)):
        assert "尤娜代陈波办理" in client.get("/account/delegations/").content.decode()
    assert "代陈波" in desk(nina).get("/gaps/").content.decode()
    desk(nina).post(f"/account/delegations/{Delegation.objects.get().pk}/end/")
    assert desk(nina).get("/gaps/").status_code == 404


def test_a_stranger_to_lend_to_is_not_told_apart_from_nobody(place):
    bob, said = desk(place["bob"]), []
    until = (today() + timedelta(days=7)).isoformat()
    for name in (place["other"].username, "nobody-at-all"):
        page = bob.post(
            "/account/delegations/", {"username": name, "organization": "099001", "until": until, "reason": "培训"}
        )
        said.append(page.content.decode().replace(name, "NAME").partition("<main")[2].partition("</main")[0])
    assert said[0].partition("csrf")[0] == said[1].partition("csrf")[0]
    assert "NAME" in said[0]


def test_a_link_is_confirmed_by_a_second_person_with_one_button(place):
    person = factories.member(place["branch"], "吴兰")
    carol = place["carol"]
    desk(place["adam"]).post(f"/accounts/{carol.pk}/member/", {"member": person.pk})
    waiting = {who: desk(place[who]).get(f"/accounts/{carol.pk}/").content.decode() for who in ("adam", "sam", "bob")}
    assert ["关联待确认" in page for page in waiting.values()] == [True, True, True]
    assert ["member/confirm/" in page for page in waiting.values()] == [False, True, True]

    desk(place["sam"]).post(f"/accounts/{carol.pk}/member/confirm/", {"member": person.pk})

    carol.refresh_from_db()
    assert (carol.link_waits, carol.link_confirmed_by) == (False, place["sam"].pk)
    assert "关联待确认" not in desk(place["sam"]).get(f"/accounts/{carol.pk}/").content.decode()


def test_a_slip_is_made_for_one_person_and_opens_the_account(place):
    address = f"/accounts/{place['carol'].pk}/slip/"
    assert [
        address in desk(place[who]).get(f"/accounts/{place['carol'].pk}/").content.decode() for who in ("adam", "sam")
    ] == [False, True]
    refused = desk(place["adam"]).post(address, {"reason": "忘记密码"})
    assert (refused.status_code, "此账号已在使用" in refused.content.decode()) == (422, True)
    assert desk(place["sam"]).post(address, {"reason": "忘记密码"}).context["slip"].code

    place["carol"].set_unusable_password()
    place["carol"].save()
    assert address in desk(place["adam"]).get(f"/accounts/{place['carol'].pk}/").content.decode()
    made = desk(place["adam"]).post(address, {"reason": "新到岗"})
    code = made.context["slip"].code
    said = {"username": place["carol"].username, "code": code, "password": "田野 里 有 风筝 2016"}
    assert Client().post("/sign-in/activate/", said | {"again": said["password"]}).status_code == 302
    assert code not in desk(place["adam"]).get(address).content.decode()


def test_the_security_administrator_takes_a_single_sign_on_away(place):
    carol = place["carol"]
    address = f"/accounts/{carol.pk}/single-sign-on/end/"
    assert address not in desk(place["sam"]).get(f"/accounts/{carol.pk}/").content.decode()
    Identity.objects.create(user=carol, issuer="https://id.example", subject="7")
    assert address in desk(place["sam"]).get(f"/accounts/{carol.pk}/").content.decode()
    assert desk(place["adam"]).post(address, {"reason": "换号"}).status_code == 404
    desk(place["sam"]).post(address, {"reason": "换号"})
    assert not Identity.objects.exists()


def test_the_menu_leads_to_tokens_where_one_may_have_them(place):
    links = {who: "/account/tokens/" in desk(place[who]).get("/me/").content.decode() for who in ("carol", "adam")}
    assert links == {"carol": True, "adam": False}


def test_the_accounts_of_the_three_are_shown_without_what_is_done_from_above(place):
    closing = f"/accounts/{place['sam'].pk}/closing/"
    page = desk(place["adam"]).get(f"/accounts/{place['sam'].pk}/").content.decode()
    assert closing not in page
    assert "由上级办理" in page
    for act in ("closing", "slip"):
        answer = desk(place["adam"]).post(f"/accounts/{place['sam'].pk}/{act}/", {"reason": "试"})
        assert (answer.status_code, "三类管理员" in answer.content.decode()) == (422, True)
    above = factories.user("administrator", factories.organization("097"))
    assert desk(above).get(f"/accounts/{place['sam'].pk}/").status_code == 404


def test_the_tokens_of_a_program_are_made_by_one_and_ended_by_both(place):
    program = factories.user("inspector", place["branch"], is_program=True)
    address = f"/accounts/{program.pk}/tokens/"
    forms = {}
    for who in ("adam", "sam"):
        client = Client()
        client.post("/sign-in/", {"login": place[who].username, "password": "correct horse"})
        assert address in client.get(f"/accounts/{program.pk}/").content.decode()
        client.get(address)
        client.post("/account/confirm/", {"password": "correct horse"})
        page = client.get(address)
        forms[who] = (page.status_code, 'name="areas"' in page.content.decode())
    assert forms == {"adam": (200, True), "sam": (200, False)}


def test_a_role_at_a_closed_organization_is_ended_from_the_account(place):
    carol = place["carol"]
    held = carol.assignments.get()
    carry_out(by=operator(), wish=Wish(kind="close", code="099001001", day=today(), reason="县委决定"))
    end = f"/accounts/{carol.pk}/roles/{held.pk}/end/"
    assert end in desk(place["sam"]).get(f"/accounts/{carol.pk}/").content.decode()

    desk(place["sam"]).post(end)
    assert carol.assignments.get().valid_to == today()
    assert end not in desk(place["sam"]).get(f"/accounts/{carol.pk}/").content.decode()


def test_an_organization_is_told_by_its_full_name_too(place):
    nina = factories.user("", place["branch"], username="nina")
    address = f"/accounts/{nina.pk}/roles/new/"
    factories.organization("099001002", place["county"], name="西村党支部")
    factories.organization("099001003", place["county"], name="西村党支部")

    twice = desk(place["sam"]).post(address, {"role": "secretary", "organization": "西村党支部"})
    abroad = desk(place["sam"]).post(address, {"role": "secretary", "organization": "098"})
    given = desk(place["sam"]).post(address, {"role": "secretary", "organization": " 东村党支部 "})

    assert (twice.status_code, abroad.status_code, given.status_code) == (422, 422, 302)
    assert list(twice.context["form"].errors) == list(abroad.context["form"].errors) == ["organization"]
    assert [one.organization for one in nina.assignments.all()] == [place["branch"]]
