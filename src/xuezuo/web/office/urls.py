"""Addresses of the office desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
