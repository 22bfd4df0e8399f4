"""Addresses of one's own tokens and delegations, and of a program's tokens."""

from django.urls import path

from xuezuo.web.account import calendars, delegations, tokens

urlpatterns = [
    path("account/tokens/", tokens.listing, name="tokens"),
    path("account/tokens/<int:pk>/end/", tokens.end, name="token-end"),
    path("accounts/<int:pk>/tokens/", tokens.of_program, name="program-tokens"),
    path("account/calendars/", calendars.listing, name="calendars"),
    path("calendars/<str:secret>.ics", calendars.feed, name="calendar-feed"),
    path("account/delegations/", delegations.listing, name="delegations"),
    path("account/delegations/<int:pk>/end/", delegations.end, name="delegation-end"),
]
