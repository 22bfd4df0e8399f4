"""Addresses of acts on the tree."""

from django.urls import path

from xuezuo.web.office import reorganizations

urlpatterns = [
    path("reorganizations/", reorganizations.acts, name="reorganizations"),
    path("reorganizations/<int:pk>/undoing/", reorganizations.undoing, name="reorganization-undoing"),
    path("organizations/<str:code>/history/", reorganizations.history, name="organization-history"),
    path("organizations/<str:code>/changes/", reorganizations.choices, name="organization-changes"),
    path("organizations/<str:code>/changes/<slug:kind>/", reorganizations.change, name="organization-change"),
]
