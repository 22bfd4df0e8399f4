"""Saved questions: one's own until shared; shared is the question, and the answer is everybody's own."""

from types import SimpleNamespace

import pytest

from tests import factories
from tests.web.overview.conftest import county
from xuezuo.audit.models import Event
from xuezuo.indicators.queries import ask
from xuezuo.organizations.queries import placement_by_code
from xuezuo.own_questions import actions, queries
from xuezuo.own_questions.answers import answer
from xuezuo.own_questions.asking import read
from xuezuo.own_questions.models import SavedQuestion
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

__all__ = ["county"]

pytestmark = pytest.mark.django_db

OWN = {"rows": ["meetings"], "measure": ["number"], "by": ["children"], "kind": ["general", "lecture"]}


@pytest.fixture
def scopes(county: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        county=factories.scope(county.officer),
        town=factories.scope(county.township),
        branch=factories.scope(county.secretary),
        other=factories.scope(factories.user("officer", county.towns[1])),
    )


@pytest.fixture
def saved(scopes: SimpleNamespace) -> SavedQuestion:
    return actions.save(by=scopes.county, own=read(OWN), name="  村里的  会 ")


def names(scope: Scope) -> list[str]:
    return [one.name for one in (*queries.mine(scope), *queries.shared_with(scope))]


def test_a_saved_question_is_its_savers_alone(scopes: SimpleNamespace, saved: SavedQuestion) -> None:
    assert (names(scopes.county), names(scopes.town), names(scopes.branch)) == (["村里的 会"], [], [])
    with pytest.raises(NotVisible):
        queries.question(scopes.town, saved.pk)


def test_shared_it_reaches_a_place_and_those_below_and_nobody_beside_or_above(
    county: SimpleNamespace, scopes: SimpleNamespace, saved: SavedQuestion
) -> None:
    actions.share(by=scopes.county, question=saved, placement=placement_by_code(scopes.county, "099001"))
    assert (names(scopes.town), names(scopes.branch), names(scopes.other)) == (["村里的 会"], ["村里的 会"], [])
    theirs = actions.save(by=scopes.town, own=read(OWN), name="镇里的会")
    actions.share(by=scopes.town, question=theirs, placement=placement_by_code(scopes.town, "099001"))
    assert names(scopes.branch) == ["镇里的会", "村里的 会"]
    assert names(scopes.county) == ["村里的 会"], "who sits above is not offered what is shared below"


def test_who_asks_a_shared_question_gets_the_numbers_of_their_own_part(
    county: SimpleNamespace, scopes: SimpleNamespace, saved: SavedQuestion
) -> None:
    """Meetings of both kinds: one with two kinds in the first branch, one of one kind in the second; none elsewhere."""
    actions.share(by=scopes.county, question=saved, placement=placement_by_code(scopes.county, "099"))

    def asked(scope: Scope) -> tuple[str, int, list[tuple[str, int]]]:
        place = ask(scope)
        found = answer(place, queries.own_at(place, {}, queries.question(scope, saved.pk)))
        return (
            found["organization"]["code"],
            found["settled"],
            [(one["code"], one["settled"]) for one in found["groups"]],
        )

    assert asked(scopes.county) == ("099", 2 + 1, [("099001", 2 + 1), ("099002", 0)])
    assert asked(scopes.town) == ("099001", 2 + 1, [("099001001", 2), ("099001002", 1)])
    assert asked(scopes.branch) == ("099001001", 2, [])
    assert asked(scopes.other) == ("099002", 0, [("099002001", 0), ("099002002", 0)])
    with pytest.raises(NotVisible):
        ask(scopes.branch, "099001002")


def test_a_text_that_is_due_elsewhere_is_neither_offered_nor_named(
    county: SimpleNamespace, scopes: SimpleNamespace
) -> None:
    """A campaign of one town: the county and the town choose its text; for the other town it does not exist."""
    factories.campaign(
        county.towns[0],
        code="own",
        readings=[{"code": "RD9", "title": "秘甲镇学习材料秘"}],
        requirements=[factories.requirement("Q9", readings=["RD9"])],
    )
    words = {"rows": ["study_coverage"], "reading": ["own:RD9"]}
    made = actions.save(by=scopes.county, own=read(words), name="一篇")
    actions.share(by=scopes.county, question=made, placement=placement_by_code(scopes.county, "099"))
    for scope in (scopes.county, scopes.town, scopes.branch):
        place = ask(scope)
        assert queries.words_at(place, read(words).offer)["reading"]["own:RD9"] == "秘甲镇学习材料秘"
        queries.own_at(place, {}, queries.question(scope, made.pk))
    place = ask(scopes.other)
    assert set(queries.words_at(place, read(words).offer)["reading"]) == {"c:RD1", "c:RD2"}
    with pytest.raises(Refusal) as refused:
        queries.own_at(place, {}, queries.question(scopes.other, made.pk))
    assert refused.value.code == "own_word_not_here"
    assert "秘" not in str(refused.value)


def test_only_its_saver_shares_it_and_only_within_their_own_part(
    county: SimpleNamespace, scopes: SimpleNamespace, saved: SavedQuestion
) -> None:
    below = placement_by_code(scopes.county, "099001")
    with pytest.raises(NotVisible):
        actions.share(by=scopes.town, question=saved, placement=below)
    theirs = actions.save(by=scopes.town, own=read(OWN), name="镇里的会")
    with pytest.raises(Refusal) as refused:
        actions.share(by=scopes.town, question=theirs, placement=placement_by_code(scopes.county, "099002"))
    assert refused.value.code == "own_share_outside"
    inspector = factories.scope(factories.user("inspector", county.root))
    looked = actions.save(by=inspector, own=read(OWN), name="督导")
    with pytest.raises(NotVisible):
        actions.share(by=inspector, question=looked, placement=below)


def test_sharing_ends_and_a_withdrawal_is_undone_with_what_was_shared(
    county: SimpleNamespace, scopes: SimpleNamespace, saved: SavedQuestion
) -> None:
    sharing = actions.share(by=scopes.county, question=saved, placement=placement_by_code(scopes.county, "099001"))
    assert actions.share(by=scopes.county, question=saved, placement=sharing.organization.placements.get()) == sharing
    actions.withdraw(by=scopes.county, question=saved)
    assert (names(scopes.county), names(scopes.town)) == ([], [])
    actions.restore(by=scopes.county, question=saved)
    assert (names(scopes.county), names(scopes.town)) == (["村里的 会"], ["村里的 会"])
    with pytest.raises(NotVisible):
        actions.end_sharing(by=scopes.town, sharing=sharing)
    colleague = factories.scope(factories.user("officer", county.root))
    actions.end_sharing(by=colleague, sharing=sharing)  # whoever sits there next, too
    assert (names(scopes.county), names(scopes.town)) == (["村里的 会"], [])
    told = list(Event.objects.filter(action__startswith="question.").order_by("pk").values_list("action", flat=True))
    assert told == [f"question.{one}" for one in ("save", "share", "withdraw", "restore", "unshare")]


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "own_name_missing"), ("名" * 101, "own_name_missing"), ("村里的 会", "own_name_taken")]
)
def test_a_name_is_needed_and_used_once(scopes: SimpleNamespace, saved: SavedQuestion, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.save(by=scopes.county, own=read(OWN), name=name)
    assert refused.value.code == code
    assert actions.save(by=scopes.town, own=read(OWN), name="村里的 会").pk, "another's names are nobody's business"


def test_members_have_no_questions_of_their_own(county: SimpleNamespace) -> None:
    member = factories.scope(factories.user("member", county.branches[0]))
    with pytest.raises(NotVisible):
        queries.mine(member)
    with pytest.raises(NotVisible):
        actions.save(by=member, own=read(OWN), name="不行")
