"""Addresses of the accounts desk."""

from django.urls import path

from xuezuo.web.office import accounts, accounts_links, accounts_roles

urlpatterns = [
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/<int:pk>/", accounts.show, name="account"),
    path("accounts/<int:pk>/closing/", accounts.closing, name="account-closing"),
    path("accounts/<int:pk>/member/", accounts.member, name="account-member"),
    path("accounts/<int:pk>/member/confirm/", accounts_links.confirm, name="account-member-confirm"),
    path("accounts/<int:pk>/single-sign-on/end/", accounts_links.unlink, name="account-unlink"),
    path("accounts/<int:pk>/slip/", accounts_links.slip, name="account-slip"),
    path("accounts/<int:pk>/roles/new/", accounts_roles.new, name="account-role-new"),
    path("accounts/<int:pk>/roles/<int:assignment>/end/", accounts_roles.end, name="account-role-end"),
    path("accounts/<int:pk>/securing/", accounts_roles.securing, name="account-securing"),
]
