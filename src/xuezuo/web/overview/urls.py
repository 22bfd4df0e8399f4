"""Addresses of the overview desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
