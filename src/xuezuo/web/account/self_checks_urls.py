"""Addresses of a person's own self-checks."""

from django.urls import path

from xuezuo.web.account import self_checks

urlpatterns = [
    path("me/self-checks/", self_checks.self_checks, name="self-checks"),
    path("me/self-checks/sheet/", self_checks.sheet, name="self-checks-sheet"),
    path("me/self-checks/lock/", self_checks.set_lock, name="self-checks-lock"),
    path("me/self-checks/deletion/", self_checks.deletion_of_all, name="self-checks-deletion"),
    path("me/self-checks/<int:pk>/", self_checks.change, name="self-check"),
    path("me/self-checks/<int:pk>/deletion/", self_checks.deletion, name="self-check-deletion"),
]
