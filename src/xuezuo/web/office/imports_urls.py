"""Addresses of rosters."""

from django.urls import path

from xuezuo.web.office import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<slug:token>/", imports.page, name="import"),
    path("imports/<slug:token>/errors/", imports.errors, name="import-errors"),
    path("imports/<slug:token>/writing/", imports.writing, name="import-writing"),
    path("imports/<slug:token>/removal/", imports.removal, name="import-removal"),
]
