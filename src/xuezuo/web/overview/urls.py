"""Addresses of the overview desk."""

from django.urls import path

from xuezuo.web.overview import figures, gaps, lists, organizations, plans

urlpatterns = [
    path("organizations/<str:code>/", organizations.page, name="organization"),
    path("organizations/<str:code>/gaps/drafts/", gaps.draft, name="gap-drafts"),
    path("figures/<slug:code>/", figures.page, name="figure"),
    path("figures/<slug:code>/list/", lists.page, name="figure-list"),
    path("indicators/", figures.registry, name="indicators"),
    path("gaps/", gaps.page, name="gaps"),
    path("make-up-plans/", plans.page, name="plans-below"),
]
