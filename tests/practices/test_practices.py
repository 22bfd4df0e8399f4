"""The book of local practice: written with consent, published by a person, found by words, adopted without any order of it."""

import pytest
from django.test import Client

from tests import factories
from tests.records.conftest import TODAY, Place, place
from xuezuo.organizations.models import Organization
from xuezuo.practices import actions, queries
from xuezuo.practices.models import Practice
from xuezuo.practices.queries import Search
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

__all__ = ["place"]

TEXT = "分三个院落夜谈，每次四十分钟，请老党员先讲。"


@pytest.fixture
def neighbour(place: Place) -> Scope:
    return factories.scope(factories.user("secretary", place.sibling))


def written(place: Place, **changes: object) -> Practice:
    said = {"title": "院落夜谈 ＡＢＣ", "what": TEXT, "topic": "study", "sector": "village", "agreed": True} | changes
    return actions.write(by=place.carol, organization=place.branch, **said)


def found(scope: Scope, **wanted: str) -> list[str]:
    return [one.title for one in queries.search(scope, Search(**wanted))]


def test_nothing_is_shared_without_consent_and_nobody_is_named_who_did_not_agree(place: Place) -> None:
    with pytest.raises(Refusal) as caught:
        written(place, agreed=False)
    assert caught.value.code == "practice_without_consent"
    with pytest.raises(Refusal, match="1"):
        written(place, what="由丁一组织")
    named = written(place, what="由丁一组织", named=[place.members[0].pk])
    actions.publish(by=place.bob, practice=named)
    assert found(place.carol) == [named.title]
    assert Client().get(f"/portal/practices/{named.pk}/").status_code == 404  # agreed, but not to strangers
    with pytest.raises(NotVisible):
        written(place, named=[factories.member(place.sibling).pk])


def test_an_office_publishes_and_everybody_finds_it_until_it_is_withdrawn(place: Place, neighbour: Scope) -> None:
    one = written(place)
    assert (found(neighbour), [offer.pk for offer in queries.offered(place.bob)]) == ([], [one.pk])
    for stranger in (place.carol, neighbour, place.chelsea):
        with pytest.raises(NotVisible):
            actions.publish(by=stranger, practice=one)
    with pytest.raises(NotVisible):
        queries.practice(neighbour, one.pk)
    actions.publish(by=place.bob, practice=one)
    assert found(neighbour) == [one.title]
    assert TEXT in Client().get(f"/portal/practices/{one.pk}/").content.decode()
    with pytest.raises(Refusal) as caught:
        actions.withdraw(by=place.carol, practice=one, reason="")
    assert caught.value.code == "practice_reason_missing"
    actions.withdraw(by=place.carol, practice=one, reason="不再这样做")
    assert found(neighbour) == []
    assert Client().get(f"/portal/practices/{one.pk}/").status_code == 404
    with pytest.raises(Refusal):
        actions.publish(by=place.bob, practice=one)


def test_until_it_is_published_its_branch_says_it_in_other_words(place: Place, neighbour: Scope) -> None:
    one = written(place, what="由丁一组织", named=[place.members[0].pk])
    before = one.version
    said = {"title": "院落夜谈", "topic": "meeting", "agreed": True}
    for stranger in (neighbour, place.bob):
        with pytest.raises(NotVisible):
            actions.rewrite(by=stranger, practice=one, what=TEXT, **said)
    with pytest.raises(Refusal, match="1"):
        actions.rewrite(by=place.carol, practice=one, what="由丁一组织", **said)  # no longer among those who agreed
    actions.rewrite(by=place.carol, practice=one, what=TEXT, **said)
    one.refresh_from_db()
    assert (one.title, one.what, one.topic, one.named.count()) == ("院落夜谈", TEXT, "meeting", 0)
    with pytest.raises(Refusal) as caught:
        actions.publish(by=place.bob, practice=one, read=before)  # the officer still has the old words on the screen
    assert caught.value.code == "practice_rewritten"
    actions.publish(by=place.bob, practice=one, read=one.version)
    assert found(neighbour, words="院落夜谈") == ["院落夜谈"]
    with pytest.raises(Refusal) as caught:
        actions.rewrite(by=place.carol, practice=one, what="别的", **said)
    assert caught.value.code == "practice_published"


def test_words_are_found_however_they_are_written(place: Place) -> None:
    actions.publish(by=place.bob, practice=written(place))
    for words in ("夜谈", "abc", "ＡＢＣ 老党员", "松溪村"):
        assert found(place.carol, words=words) == ["院落夜谈 ＡＢＣ"], words
    for wanted in ({"words": "夜谈 没有的词"}, {"words": "%"}, {"topic": "meeting"}, {"sector": "organ"}):
        assert found(place.carol, **wanted) == [], wanted


def test_what_fits_the_reader_comes_first_then_the_newest_however_many_adopted(place: Place, neighbour: Scope) -> None:
    Organization.objects.filter(pk=place.sibling.pk).update(sector="village")
    for title, sector in (("甲", "organ"), ("乙", "village"), ("丙", "organ"), ("丁", "village")):
        actions.publish(by=place.bob, practice=written(place, title=title, sector=sector))
    first = Practice.objects.get(title="甲")
    actions.adopt(by=neighbour, practice=first)
    assert found(neighbour) == ["丁", "乙", "丙", "甲"]


def test_an_adoption_counts_once_and_opens_its_list(place: Place, neighbour: Scope) -> None:
    one = actions.publish(by=place.bob, practice=written(place))
    record = factories.record(place.sibling, TODAY)
    for note in ("先试一个院落", "三个院落都办了"):
        made = actions.adopt(by=neighbour, practice=one, note=note, record=record)
    listed = [(adoption.organization.name, adoption.note) for adoption in queries.adoptions_of(place.alice, one)]
    assert listed == [("竹坪村党支部", "三个院落都办了")]
    assert queries.search(place.carol, Search()).get().adopters == len(listed)
    with pytest.raises(Refusal) as caught:
        actions.adopt(by=place.carol, practice=one)
    assert caught.value.code == "practice_own"
    with pytest.raises(NotVisible):
        actions.adopt(by=neighbour, practice=one, record=factories.record(place.branch, TODAY))
    actions.take_back_adoption(by=neighbour, adoption=made)
    assert not queries.adoptions_of(place.alice, one).exists()
