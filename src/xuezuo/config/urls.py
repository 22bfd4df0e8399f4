"""Every address: each desk of `web` brings its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("xuezuo.web.urls")),
]
