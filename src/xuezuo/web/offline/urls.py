"""Addresses of what a phone keeps. The worker stands at the root, because a worker serves what lies below it."""

from django.urls import path

from xuezuo.web.offline import pages

urlpatterns = [
    path("sw.js", pages.worker, name="worker"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("offline/", pages.shell, name="offline"),
    path("outbox/", pages.outbox, name="outbox"),
]
