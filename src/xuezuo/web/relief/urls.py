"""Addresses of the relief desk."""

from django.urls import path

from xuezuo.web.relief import added, burden, digest, functions, reading

urlpatterns = [
    path("burden/", burden.page, name="burden"),
    path("burden/list/", burden.listing, name="burden-list"),
    path("reading/", reading.reading, name="reading"),
    path("digest/", digest.page, name="digest"),
    path("digest/switch/", digest.switch, name="digest-switch"),
    path("functions/", functions.page, name="functions"),
    path("functions/<str:function>/reviews/", functions.review, name="function-reviews"),
    path("campaigns/<slug:code>/added/", added.page, name="campaign-added"),
    path("campaigns/<slug:code>/passing-on/", added.pass_on, name="campaign-passing-on"),
    path("campaigns/<slug:code>/additions/new/", added.add, name="campaign-addition-new"),
]
