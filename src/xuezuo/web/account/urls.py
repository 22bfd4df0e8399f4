"""Addresses of the account desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
