"""Addresses of entries that may be one person."""

from django.urls import path

from xuezuo.web.office import duplicates

urlpatterns = [
    path("organizations/<str:code>/duplicates/", duplicates.listing, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.show, name="duplicate"),
    path("duplicates/<int:pk>/statement/", duplicates.state, name="duplicate-statement"),
    path("duplicates/<int:pk>/decision/", duplicates.decide, name="duplicate-decision"),
    path("duplicates/<int:pk>/undoing/", duplicates.undo, name="duplicate-undoing"),
]
