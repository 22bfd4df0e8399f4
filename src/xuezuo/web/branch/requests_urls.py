"""Addresses of members' rights at the branch desk."""

from django.urls import path

from xuezuo.web.branch import requests

urlpatterns = [
    path("organizations/<str:code>/correction-requests/", requests.listing, name="correction-requests"),
    path("correction-requests/<int:pk>/answers/", requests.answer, name="correction-answers"),
    path("members/<int:member>/disclosures/", requests.disclosure, name="member-disclosures"),
    path("members/<int:member>/printouts/", requests.printout, name="member-printouts"),
]
