"""Addresses of the book of local practice, for those who are signed in."""

from django.urls import path

from xuezuo.web.branch import practices
from xuezuo.web.office import practices as office

urlpatterns = [
    path("practices/", practices.listing, name="practices"),
    path("practices/offered/", office.offered, name="practices-offered"),
    path("practices/<int:pk>/", practices.page, name="practice"),
    path("practices/<int:pk>/adoptions/", practices.adoptions, name="practice-adoptions"),
    path("practices/<int:pk>/publication/", office.publication, name="practice-publication"),
    path("practices/<int:pk>/wording/", practices.rewriting, name="practice-wording"),
    path("practices/<int:pk>/withdrawal/", practices.withdrawal, name="practice-withdrawal"),
    path("adoptions/<int:pk>/withdrawal/", practices.unadopt, name="adoption-withdrawal"),
    path("organizations/<str:code>/practices/", practices.own, name="own-practices"),
    path("organizations/<str:code>/practices/new/", practices.new, name="practice-new"),
]
