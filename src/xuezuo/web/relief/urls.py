"""Addresses of the relief desk."""

from django.urls import path

from xuezuo.web.relief import burden, reading

urlpatterns = [
    path("burden/", burden.page, name="burden"),
    path("burden/list/", burden.listing, name="burden-list"),
    path("reading/", reading.reading, name="reading"),
]
