"""Addresses of briefings."""

from django.urls import path

from xuezuo.web.office import briefings, briefings_paragraphs

urlpatterns = [
    path("briefings/", briefings.listing, name="briefings"),
    path("briefings/new/", briefings.new, name="briefing-new"),
    path("briefings/<int:pk>/", briefings.page, name="briefing"),
    path("briefings/<int:pk>/signature/", briefings.signature, name="briefing-signature"),
    path("briefings/<int:pk>/removal/", briefings.removal, name="briefing-removal"),
    path("briefings/<int:pk>/download/", briefings.download, name="briefing-download"),
    path("briefings/<int:pk>/figures/<slug:indicator>/", briefings.figure, name="briefing-figure"),
    path("briefings/<int:pk>/paragraphs/new/", briefings_paragraphs.new, name="briefing-paragraph-new"),
    path("briefings/<int:pk>/paragraphs/<int:paragraph>/", briefings_paragraphs.edit, name="briefing-paragraph"),
    path(
        "briefings/<int:pk>/paragraphs/<int:paragraph>/removal/",
        briefings_paragraphs.removal,
        name="briefing-paragraph-removal",
    ),
]
