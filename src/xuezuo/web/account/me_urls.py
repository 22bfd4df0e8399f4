"""Addresses of one's own rights: a copy of everything, a correction, a reply; and what is kept of whom."""

from django.urls import path

from xuezuo.web.account import me_copy, me_requests

urlpatterns = [
    path("me/copies/", me_copy.copy, name="me-copies"),
    path("me/corrections/", me_requests.correction, name="me-corrections"),
    path("me/decisions/<str:kind>/<int:decision>/replies/", me_requests.reply, name="me-replies"),
    path("personal-data/", me_copy.personal_data, name="personal-data"),
]
