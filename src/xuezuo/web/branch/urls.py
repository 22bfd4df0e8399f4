"""Addresses of the branch desk."""

from django.urls import path

from xuezuo.web.branch import make_ups, record, recording, today

urlpatterns = [
    path("organizations/<str:code>/today/", today.branch_home, name="branch-today"),
    path("organizations/<str:code>/records/", record.listing, name="records"),
    path("organizations/<str:code>/records/new/", recording.new, name="record-new"),
    path("organizations/<str:code>/records/new/proposals/", recording.proposals, name="record-proposals"),
    path("records/<int:pk>/", record.show, name="record"),
    path("records/<int:pk>/corrections/new/", record.correct, name="correction-new"),
    path("records/<int:pk>/claims/<int:requirement>/", record.claim, name="claim"),
    path("records/<int:pk>/claims/<int:requirement>/withdrawal/", record.withdraw, name="claim-withdrawal"),
    path("organizations/<str:code>/make-ups/", make_ups.listing, name="make-ups"),
    path("organizations/<str:code>/make-up-plans/", make_ups.draft_plan, name="make-up-plans"),
    path("make-ups/<int:pk>/withdrawal/", make_ups.undo, name="make-up-withdrawal"),
    path("make-up-plans/<int:pk>/confirmation/", make_ups.confirm_plan, name="make-up-plan-confirmation"),
]
