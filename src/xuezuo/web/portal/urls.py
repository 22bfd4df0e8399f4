"""Addresses of the portal desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
