"""Addresses of rosters."""

from django.urls import path

from xuezuo.web.office import imports, imports_columns

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<slug:token>/", imports.page, name="import"),
    path("imports/<slug:token>/errors/", imports.errors, name="import-errors"),
    path("imports/<slug:token>/columns/", imports_columns.columns, name="import-columns"),
    path("imports/<slug:token>/looking/", imports.looking, name="import-looking"),
    path("imports/<slug:token>/writing/", imports.writing, name="import-writing"),
    path("imports/<slug:token>/removal/", imports.removal, name="import-removal"),
]
