"""Addresses of the overview desk."""

from django.urls import path

from xuezuo.web.overview import (
    course,
    evenness,
    explained,
    explained_notice,
    figures,
    gaps,
    lists,
    organizations,
    own,
    plans,
    questions,
    table,
    tiles,
)

urlpatterns = [
    path("organizations/<str:code>/", organizations.page, name="organization"),
    path("organizations/<str:code>/gaps/drafts/", gaps.draft, name="gap-drafts"),
    path("overview/", table.page, name="overview"),
    path("overview/tiles/", tiles.page, name="overview-tiles"),
    path("overview/course/", course.page, name="overview-course"),
    path("overview/evenness/", evenness.page, name="overview-evenness"),
    path("figures/<slug:code>/", figures.page, name="figure"),
    path("figures/<slug:code>/list/", lists.page, name="figure-list"),
    path("indicators/", figures.registry, name="indicators"),
    path("gaps/", gaps.page, name="gaps"),
    path("gaps/explained/", explained.page, name="gaps-explained"),
    path("gaps/explained/elsewhere/", explained.elsewhere, name="gaps-explained-elsewhere"),
    path("gaps/explained/drafts/", explained.drafts, name="gaps-explained-drafts"),
    path("gaps/explained/notice/", explained_notice.draft, name="gaps-explained-notice"),
    path("ask/", own.page, name="ask"),
    path("ask/list/", own.rows, name="ask-list"),
    path("questions/", questions.listing, name="questions"),
    path("questions/<int:pk>/", questions.page, name="question"),
    path("questions/<int:pk>/sharings/", questions.share, name="question-sharing"),
    path("questions/<int:pk>/withdrawal/", questions.withdraw, name="question-withdrawal"),
    path("questions/<int:pk>/restoration/", questions.restore, name="question-restoration"),
    path("sharings/<int:pk>/ending/", questions.end_sharing, name="sharing-ending"),
    path("make-up-plans/", plans.page, name="plans-below"),
]
