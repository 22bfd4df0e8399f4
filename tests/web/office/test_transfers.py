"""The pages of transfers: drafted by the branch, issued and accepted by the offices, each side seeing its own part."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from xuezuo.accounts.models import User
from xuezuo.organizations.models import Member, Organization
from xuezuo.organizations.queries import home_of
from xuezuo.people.models import Transfer

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 20)


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.TODAY = DAY.isoformat()


@pytest.fixture
def places() -> dict[str, Organization]:
    county = factories.organization("099", kind="local_committee")
    first = factories.organization("099001", county, kind="committee")
    second = factories.organization("099002", county, kind="committee")
    return {
        "first": first,
        "second": second,
        "a": factories.organization("099001001", first, name="甲村党支部"),
        "b": factories.organization("099002001", second, name="乙村党支部"),
    }


@pytest.fixture
def desks(places: dict[str, Organization]) -> dict[str, Client]:
    def client(role: str, where: str) -> Client:
        made = Client()
        made.cookies["django_language"] = "en"
        person: User = factories.user(role, places[where])
        made.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return made

    return {
        "bob": client("secretary", "a"),
        "carol": client("officer", "first"),
        "david": client("officer", "second"),
        "frank": client("secretary", "b"),
    }


@pytest.fixture
def member(places: dict[str, Organization]) -> Member:
    return factories.member(places["a"], "甲一")


def drafted(desks: dict[str, Client], member: Member, **more: str) -> Transfer:
    desks["bob"].post(
        reverse("transfer-new"),
        {"target": "乙村党支部", "dues_paid_to": "2020-04"} | more,
        query_params={"member": member.pk},
    )
    return Transfer.objects.get()


def branch_of(member: Member) -> str:
    home = home_of(member.pk, DAY)
    return home.organization.name if home else ""


def test_from_draft_to_acceptance(desks: dict[str, Client], member: Member) -> None:
    one = drafted(desks, member)
    assert one.dues_paid_to == date(2020, 4, 1)
    assert "Waiting for us" in desks["carol"].get(reverse("transfers")).text
    assert desks["david"].get(reverse("transfer", args=[one.pk])).status_code == 404

    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))
    assert "Waiting for us" in desks["david"].get(reverse("transfers")).text
    assert branch_of(member) == "甲村党支部"
    desks["david"].post(reverse("transfer-acceptance", args=[one.pk]), {"on": DAY.isoformat()})
    assert branch_of(member) == "乙村党支部"
    assert member.name not in desks["bob"].get(reverse("transfers")).text


def test_the_letter_states_what_the_other_side_needs(desks: dict[str, Client], member: Member) -> None:
    member.education, member.post = "秘学历", "秘职务"
    member.save()
    one = drafted(desks, member)
    assert desks["bob"].get(reverse("transfer-letter", args=[one.pk])).status_code == 404  # no letter yet
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))

    for name in ("transfer", "transfer-letter"):
        page = desks["frank"].get(reverse(name, args=[one.pk])).text
        assert {word: word in page for word in ("甲一", "2020-0001", "2020-04", "秘学历", "秘职务")} == {
            "甲一": True,
            "2020-0001": True,
            "2020-04": True,
            "秘学历": False,
            "秘职务": False,
        }


def test_a_branch_is_told_that_the_committee_above_acts(desks: dict[str, Client], member: Member) -> None:
    one = drafted(desks, member)
    listing = reverse("transfers")
    assert "Waiting for the committee above" in desks["bob"].get(listing).text
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))
    assert "Waiting for the committee above" in desks["frank"].get(listing).text
    assert "Waiting for the other side" in desks["bob"].get(listing).text


def test_a_return_needs_words_and_says_so_at_the_field(desks: dict[str, Client], member: Member) -> None:
    one = drafted(desks, member)
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))
    address = reverse("transfer-return", args=[one.pk])
    form = {"on": DAY.isoformat(), "cause": "letter"}

    assert desks["david"].post(address, form | {"reason": ""}).status_code == 422
    assert desks["david"].post(address, form | {"reason": "缺党费月份"}).status_code == 302
    assert "缺党费月份" in desks["bob"].get(reverse("transfer", args=[one.pk])).text


def test_who_comes_second_is_told_where_it_stands(desks: dict[str, Client], member: Member) -> None:
    one = drafted(desks, member)
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))
    desks["bob"].post(reverse("transfer-withdrawal", args=[one.pk]), {"on": DAY.isoformat(), "reason": "不去了"})
    again = desks["carol"].post(reverse("transfer-issue", args=[one.pk]), follow=True)

    assert "This transfer is over (withdrawn)" in again.text


def test_an_unknown_target_is_refused_at_the_field(desks: dict[str, Client], member: Member) -> None:
    address = reverse("transfer-new") + f"?member={member.pk}"
    for target, said in (
        ("丙村党支部", "No branch is found by 丙村党支部"),
        ("甲村党支部", "belongs to this branch already"),
        ("", "The other branch is missing"),
    ):
        page = desks["bob"].post(address, {"target": target})
        assert page.status_code == 422
        assert said in page.text
    assert not Transfer.objects.exists()


def test_somebody_from_outside_is_entered_by_their_letter(desks: dict[str, Client]) -> None:
    form = {
        "outside": "某部队党委",
        "issued_on": "2020-05-10",
        "name": "外来一",
        "id_number": "990101198001010017",
        "category": "full",
        "joined_on": "2005-07-01",
    }
    page = desks["frank"].post(reverse("transfer-incoming"), form)
    assert page.status_code == 302
    assert not Member.objects.exists()
    one = Transfer.objects.get()
    desks["david"].post(reverse("transfer-acceptance", args=[one.pk]), {"on": DAY.isoformat()})
    assert branch_of(Member.objects.get()) == "乙村党支部"


def test_an_office_chooses_the_branch_first(desks: dict[str, Client]) -> None:
    page = desks["david"].get(reverse("transfer-incoming")).text
    assert ("乙村党支部" in page, "甲村党支部" in page) == (True, False)


def test_stubs_stand_in_the_register(desks: dict[str, Client], member: Member) -> None:
    one = drafted(desks, member)
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))

    assert "2020-0001" in desks["carol"].get(reverse("transfer-register")).text
    assert "2020-0001" not in desks["david"].get(reverse("transfer-register")).text


def test_the_branch_s_page_counts_what_is_under_way(
    desks: dict[str, Client], member: Member, places: dict[str, Organization]
) -> None:
    drafted(desks, member)
    today = desks["bob"].get(reverse("branch-today", args=[places["a"].code])).text
    assert f"{reverse('transfers')}?organization={places['a'].code}" in today
    listed = desks["carol"].get(reverse("transfers"), query_params={"organization": places["a"].code}).text
    assert listed.count("甲一") == 1


def test_an_office_s_home_says_in_one_line_what_waits(
    desks: dict[str, Client], member: Member, places: dict[str, Organization], settings
) -> None:
    def line(who: str) -> str:
        return " ".join(re.sub(r"<[^>]*>", "", desks[who].get(reverse("transfers-waiting")).text).split())

    home = desks["carol"].get(reverse("organization", args=["099001"])).text
    assert f'hx-get="{reverse("transfers-waiting")}"' in home
    assert reverse("transfers-waiting") not in desks["carol"].get(reverse("organization", args=["099001001"])).text
    one = drafted(desks, member)
    assert (line("carol"), line("david")) == ("Transfers 1 waits for us since May 20, 2020", "")
    desks["carol"].post(reverse("transfer-issue", args=[one.pk]))
    ends = "The first letter ends on Aug. 18, 2020"
    assert (line("carol"), line("david")) == ("", f"Transfers 1 waits for us since May 20, 2020 {ends}")
    settings.TODAY = "2020-07-20"
    assert line("carol") == f"Transfers 1 letter runs out soon {ends}"
    settings.TODAY = "2020-08-19"
    assert (line("carol"), line("david")) == ("Transfers 1 letter has run out and is still ours", "")
