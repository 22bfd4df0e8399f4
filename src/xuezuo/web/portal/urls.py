"""Addresses of the portal desk: no sign-in needed."""

from django.urls import path

from xuezuo.web.portal import health, notices, practices

urlpatterns = [
    path("portal/", notices.listing, name="portal"),
    path("portal/notices/<int:pk>/", notices.page, name="portal-notice"),
    path("portal/notices/<int:pk>/original/", notices.original, name="portal-original"),
    path("portal/practices/", practices.listing, name="portal-practices"),
    path("portal/practices/<int:pk>/", practices.page, name="portal-practice"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
