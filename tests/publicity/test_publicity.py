"""Publications and the totals of their views, as typed."""

from datetime import date

import pytest

from tests.factories import organization, scope, user
from xuezuo.audit.models import Event
from xuezuo.publicity import actions, queries
from xuezuo.publicity.models import Publication
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

pytestmark = pytest.mark.django_db
OUT = date(2016, 6, 1)


@pytest.fixture
def film() -> Publication:
    root = organization("099")
    return actions.publish(
        by=operator(), organization_id=root.pk, kind="deed_film", title="榜样就在身边", published_on=OUT
    )


def test_the_latest_total_by_a_day_counts(film: Publication) -> None:
    for day, views in ((date(2016, 9, 1), 300), (date(2016, 7, 1), 100), (date(2016, 11, 1), 500)):
        actions.enter_view_total(by=operator(), publication=film, counted_on=day, views=views)

    def views(day: date) -> int | None:
        return queries.publications(operator(), day).get().views

    assert [views(day) for day in (OUT, date(2016, 8, 1), date(2016, 10, 20), date(2016, 12, 1))] == [
        None,
        100,
        300,
        500,
    ]
    assert not queries.publications(operator(), date(2016, 5, 31)).exists()


def test_the_same_day_again_corrects_and_keeps_what_was_said(film: Publication) -> None:
    for views in (100, 90):
        actions.enter_view_total(by=operator(), publication=film, counted_on=date(2016, 7, 1), views=views)

    assert film.view_totals.get().views == 90
    assert Event.objects.filter(action="views.enter").last().detail["before"] == 100


@pytest.mark.parametrize(
    ("counted_on", "views", "code"),
    [
        (date(2016, 5, 31), 1, "views_too_early"),
        (date(2999, 1, 1), 1, "publication_in_future"),
        (date(2016, 7, 1), -1, "views_negative"),
        (date(2016, 7, 1), 2**63, "views_too_many"),
    ],
)
def test_impossible_totals(film: Publication, counted_on: date, views: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.enter_view_total(by=operator(), publication=film, counted_on=counted_on, views=views)
    assert refused.value.code == code
    assert not film.view_totals.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "song"}, "publication_kind_unknown"),
        ({"title": " "}, "publication_title_missing"),
        ({"published_on": date(2999, 1, 1)}, "publication_in_future"),
    ],
)
def test_impossible_publications(film: Publication, change: dict, code: str) -> None:
    said = {"kind": "article", "title": "综述", "published_on": OUT} | change
    with pytest.raises(Refusal) as refused:
        actions.publish(by=operator(), organization_id=film.organization_id, **said)
    assert refused.value.code == code


def test_only_of_one_s_own_part(film: Publication) -> None:
    branch = organization("099001", film.organization)
    carol, chelsea = scope(user("secretary", branch)), scope(user())

    made = actions.publish(by=carol, organization_id=branch.pk, kind="article", title="我们的故事", published_on=OUT)
    assert [one.pk for one in queries.publications(carol)] == [made.pk]
    assert not queries.publications(chelsea).exists()
    with pytest.raises(NotVisible):
        queries.publication(carol, film.pk)
    with pytest.raises(NotVisible):
        actions.enter_view_total(by=carol, publication=film, counted_on=OUT, views=1)
