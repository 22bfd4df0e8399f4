"""Addresses of the office desk. Rosters and briefings keep lists of their own beside this one."""

from django.urls import path

from xuezuo.web.office import campaigns, issuing, notices, own_ways, proposals, requirements

urlpatterns = [
    path("notices/", notices.listing, name="notices"),
    path("notices/new/", notices.new, name="notice-new"),
    path("notices/<int:pk>/", notices.page, name="notice"),
    path("notices/<int:pk>/original/", notices.original, name="notice-original"),
    path("notices/<int:pk>/receipts/", notices.receipts, name="notice-receipts"),
    path("notices/<int:pk>/issues/", issuing.issues, name="notice-issues"),
    path("notices/<int:pk>/publishing/", issuing.publishing, name="notice-publishing"),
    path("notices/<int:pk>/proposals/", proposals.add, name="proposal-add"),
    path("notices/<int:pk>/proposals/<int:proposal>/", proposals.edit, name="proposal-edit"),
    path("notices/<int:pk>/proposals/<int:proposal>/dropping/", proposals.dropping, name="proposal-dropping"),
    path("notices/<int:pk>/proposals/<int:proposal>/requirement/", proposals.confirm, name="proposal-confirm"),
    path("campaigns/", campaigns.listing, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/file/", campaigns.from_file, name="campaign-file"),
    path("campaigns/<slug:code>/", campaigns.page, name="campaign"),
    path("campaigns/<slug:code>/rehearsal/", campaigns.rehearsal, name="campaign-rehearsal"),
    path("campaigns/<slug:code>/issue/", campaigns.issue, name="campaign-issue"),
    path("campaigns/<slug:code>/requirements/<str:requirement>/addressed/", campaigns.addressed, name="addressed"),
    path("campaigns/<slug:code>/requirements/<str:requirement>/", requirements.history, name="requirement-history"),
    path(
        "campaigns/<slug:code>/requirements/<str:requirement>/amendment/",
        requirements.amendment,
        name="requirement-amendment",
    ),
    path("own-ways/", own_ways.listing, name="own-ways"),
    path("own-ways/<int:pk>/answer/", own_ways.answer, name="own-way-answer"),
    path("own-ways/<int:pk>/answer/withdrawal/", own_ways.undo, name="own-way-answer-withdrawal"),
]
