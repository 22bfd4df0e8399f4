"""Addresses of the terms of committees."""

from django.urls import path

from xuezuo.web.office import terms

urlpatterns = [
    path("terms/", terms.listing, name="terms"),
    path("organizations/<str:code>/terms/", terms.page, name="organization-terms"),
    path("organizations/<str:code>/terms/new/", terms.new, name="term-new"),
    path("terms/<int:pk>/correction/", terms.correction, name="term-correction"),
    path("terms/<int:pk>/removal/", terms.removal, name="term-removal"),
    path("terms/<int:pk>/deferral/", terms.deferral, name="term-deferral"),
]
