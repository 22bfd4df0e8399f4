"""Addresses of the branch desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
