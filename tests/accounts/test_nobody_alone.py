"""What one administrator, officer or holder could do alone, and what is left of those who went or of what ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import member, organization, scope, user
from xuezuo.accounts import actions, rules
from xuezuo.accounts.models import RoleAssignment
from xuezuo.accounts.queries import account, accounts, assignment, scope_for, seats_of
from xuezuo.audit.models import Event
from xuezuo.organizations.models import Membership
from xuezuo.people.actions import correct_post, enter_post
from xuezuo.people.models import PostHolding
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import carry_out
from xuezuo.reorganizations.wishes import Wish
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
LAST_YEAR = today() - timedelta(days=365)


@pytest.fixture
def place() -> dict:
    province = organization("099")
    county = organization("099001", province, kind="local_committee")
    township = organization("099001001", county, kind="committee")
    return {
        "province": province,
        "county": county,
        "township": township,
        "branch": organization("099001001001", township),
        "other": organization("099001001002", township),
        "adam": user("administrator", county),
        "sam": user("security", county),
        "audrey": user("auditor", county),
        "above": user("administrator", province),
    }


def posted(place: dict, where: str = "township", post: str = "secretary") -> PostHolding:
    return enter_post(
        by=operator(),
        organization_id=place[where].pk,
        member=member(place["branch"]),
        post=post,
        way="elected",
        since=LAST_YEAR,
    )


def test_a_program_has_its_role_from_one_and_its_token_from_another(place: dict) -> None:
    program = actions.create_user(
        by=scope(place["adam"]), username="board", organization_id=place["township"].pk, is_program=True
    )
    where = place["township"].pk
    with pytest.raises(NotVisible):
        actions.assign_role(by=scope(place["adam"]), user=program, role="officer", organization_id=where)
    role = actions.assign_role(by=scope(place["sam"]), user=program, role="officer", organization_id=where)
    asked = {
        "user": program,
        "name": "大屏",
        "desk": f"role-{role.pk}",
        "areas": ["members"],
        "expires_on": today() + timedelta(days=9),
    }
    with pytest.raises(NotVisible):
        actions.make_token(by=scope(place["sam"]), **asked)

    token, _ = actions.make_token(by=scope(place["adam"]), **asked)

    told = Event.objects.filter(action__in=("role.assign", "token.make"), object_id=program.pk).order_by("pk")
    assert [(one.action, one.viewer_id) for one in told] == [
        ("role.assign", place["sam"].pk),
        ("token.make", place["adam"].pk),
    ]
    assert actions.end_token(by=scope(place["sam"]), token=token).ended_by == place["sam"].pk


@pytest.mark.parametrize("where", ["township", "branch"])
def test_whoever_left_every_roster_has_no_desk_at_an_office_either(place: dict, where: str) -> None:
    held = posted(place, where)
    carol = user(member=held.member)
    assert len(seats_of(carol)) == 1

    Membership.objects.filter(member=held.member).update(valid_to=today())
    assert seats_of(carol) == []


def test_who_moved_to_another_branch_keeps_the_office(place: dict) -> None:
    held = posted(place)
    carol = user(member=held.member)
    Membership.objects.filter(member=held.member).update(valid_to=today())
    Membership.objects.create(member=held.member, organization=place["other"], valid_from=today())

    assert [seat.role for seat in seats_of(carol)] == ["officer"]


def test_nobody_corrects_their_own_post_into_one_with_a_role(place: dict) -> None:
    held = posted(place, "branch", "publicity_member")
    bob = user("officer", place["township"], member=held.member)

    correct_post(by=scope(bob), holding=held, reason="笔误", document="文件一")
    for wanted in ({"post": "secretary"}, {"post": "organizer", "way": "appointed"}):
        with pytest.raises(Refusal) as told:
            correct_post(by=scope(bob), holding=held, reason="笔误", **wanted)
        assert told.value.code == "post_of_oneself"
    correct_post(by=scope(user("officer", place["township"])), holding=held, reason="笔误", post="secretary")

    assert [seat.role for seat in seats_of(bob)] == ["officer", "secretary"]
    with pytest.raises(Refusal) as told:
        correct_post(by=scope(bob), holding=held, reason="笔误", valid_from=LAST_YEAR + timedelta(days=1))
    assert told.value.code == "post_of_oneself"


def test_a_correction_made_before_the_link_was_confirmed_brings_nothing(place: dict) -> None:
    held = posted(place, "branch", "publicity_member")
    bob = user("officer", place["township"])
    correct_post(by=scope(bob), holding=held, reason="笔误", post="secretary")
    bob.member, bob.link_confirmed_by, bob.link_confirmed_at = held.member, 0, timezone.now()
    bob.save()

    assert [seat.role for seat in seats_of(bob)] == ["officer"]


@pytest.mark.parametrize("who", ["sam", "audrey"])
def test_accounts_of_the_three_are_kept_from_above(place: dict, who: str) -> None:
    person = place[who]
    tries = [
        lambda by: actions.close_account(by=by, user=person, reason="试"),
        lambda by: actions.open_account(by=by, user=person, reason="试"),
        lambda by: actions.link_member(by=by, user=person, member=None),
    ]
    for one in tries:
        with pytest.raises(Refusal) as told:
            one(scope(place["adam"]))
        assert told.value.code == "account_of_the_three"
        one(scope(place["above"]))
        one(operator())
    for by in (place["adam"], place["sam"]):
        with pytest.raises(Refusal) as told:
            actions.issue(by=scope(by), users=[person], reason="试")
        assert told.value.code == "account_of_the_three"
    actions.issue(by=scope(user("security", place["province"])), users=[person], reason="试")


@pytest.mark.parametrize("role", ["officer", "secretary", "inspector"])
def test_an_account_in_use_gets_its_code_from_those_who_give_roles(place: dict, role: str) -> None:
    where = "branch" if role == "secretary" else "township"
    carol = user(role, place[where])
    if role != "secretary":  # the role of an office is enough; a secretary's account counts once it was opened
        carol.set_unusable_password()
        carol.save()
    for who in ("adam", "above"):
        with pytest.raises(Refusal) as told:
            actions.issue(by=scope(place[who]), users=[carol], reason="忘记密码")
        assert (told.value.code, rules.issues(scope(place[who]), carol)) == ("account_in_use", False)
    above, beside = ("township", "other") if role == "secretary" else ("county", "township")
    for by in (user("officer", place[beside]), place["audrey"], user("officer", place["province"])):
        with pytest.raises((NotVisible, Refusal)):
            actions.issue(by=scope(by), users=[carol], reason="忘记密码")
    assert not Event.objects.filter(action="activation.issue").exists()

    for by in (place["sam"], user("officer", place[above])):
        assert rules.issues(scope(by), carol)
        assert len(actions.issue(by=scope(by), users=[carol], reason="忘记密码")) == 1


def test_an_account_that_nobody_opened_gets_its_code_from_the_system_administrator(place: dict) -> None:
    nina = actions.create_user(by=scope(place["adam"]), username="nina", organization_id=place["branch"].pk)
    with pytest.raises(NotVisible):
        actions.issue(by=scope(place["sam"]), users=[nina])
    assert len(actions.issue(by=scope(place["adam"]), users=[nina])) == 1


def test_an_officer_does_not_become_somebody_with_a_desk_of_their_level(place: dict) -> None:
    dora = user("officer", place["township"])
    RoleAssignment.objects.create(user=dora, role="inspector", organization=place["county"])
    with pytest.raises(NotVisible):
        actions.issue(by=scope(user("officer", place["county"])), users=[dora], reason="忘记密码")


def test_a_role_to_come_counts_too(place: dict) -> None:
    nina = user("", place["county"])
    actions.close_account(by=scope(place["adam"]), user=nina, reason="试")
    actions.open_account(by=scope(place["adam"]), user=nina, reason="试")
    actions.assign_role(
        by=operator(),
        user=nina,
        role="auditor",
        organization_id=place["county"].pk,
        since=today() + timedelta(days=3),
    )

    assert not rules.administers(scope(place["adam"]), nina)


@pytest.mark.parametrize("to", ["other", ""])
def test_a_role_at_what_has_ended_is_ended_and_does_not_come_back(place: dict, to: str) -> None:
    carol = user("secretary", place["branch"])
    held = carol.assignments.get()
    bob, stranger = user("officer", place["township"]), user("security", organization("098"))
    code, heir = place["branch"].code, place[to].code if to else ""
    carry_out(by=operator(), wish=Wish(kind="close", code=code, day=today(), reason="县委决定", to=heir))
    assert seats_of(carol) == []

    for by in (scope(place["sam"]), scope(bob)):
        assert account(by, carol.pk) == carol
        assert assignment(by, carol, held.pk) == held
        assert rules.ends(by, held)
    assert not accounts(scope(stranger)).filter(pk=carol.pk).exists()
    for by in (scope(stranger), scope(place["adam"])):
        with pytest.raises(NotVisible):
            actions.end_role(by=by, assignment=held)
    actions.end_role(by=scope(place["sam"]), assignment=held)

    assert scope_for(carol).role == "nobody"
    assert carol.assignments.get().valid_to == today()
    assert Event.objects.latest("pk").action == "role.end"


def test_an_account_is_not_opened_again_beside_another_of_the_same_member(place: dict) -> None:
    person = member(place["branch"])
    first = user("", place["branch"], member=person)
    actions.close_account(by=operator(), user=first, reason="调离")
    actions.create_user(by=operator(), username="second", member=person)

    with pytest.raises(Refusal) as told:
        actions.open_account(by=operator(), user=first, reason="回来")
    assert told.value.code == "member_has_account"
