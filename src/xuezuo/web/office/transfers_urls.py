"""Addresses of transfers."""

from django.urls import path

from xuezuo.web.office import transfers, transfers_steps

urlpatterns = [
    path("transfers/", transfers.listing, name="transfers"),
    path("transfers/waiting/", transfers.waiting, name="transfers-waiting"),
    path("transfers/new/", transfers.new, name="transfer-new"),
    path("transfers/incoming/new/", transfers.incoming, name="transfer-incoming"),
    path("transfers/register/", transfers.register, name="transfer-register"),
    path("transfers/<int:pk>/", transfers.page, name="transfer"),
    path("transfers/<int:pk>/letter/", transfers.letter, name="transfer-letter"),
    path("transfers/<int:pk>/letters/", transfers_steps.issue, name="transfer-issue"),
    path("transfers/<int:pk>/acceptance/", transfers_steps.accept, name="transfer-acceptance"),
    path("transfers/<int:pk>/return/", transfers_steps.send_back, name="transfer-return"),
    path("transfers/<int:pk>/withdrawal/", transfers_steps.withdraw, name="transfer-withdrawal"),
]
