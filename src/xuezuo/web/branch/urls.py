"""Addresses of the branch desk."""

from django.urls import path

from xuezuo.web.branch import groups, late, make_ups, plans, record, recording, rhythm, study_plan, today

urlpatterns = [
    path("organizations/<str:code>/today/", today.branch_home, name="branch-today"),
    path("organizations/<str:code>/late-reasons/", late.give, name="late-reasons"),
    path("late-reasons/<int:pk>/withdrawal/", late.withdraw, name="late-reason-withdrawal"),
    path("organizations/<str:code>/study-plan/", study_plan.study_plan, name="study-plan"),
    path("organizations/<str:code>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("narrowings/<int:pk>/end/", rhythm.end, name="narrowing-end"),
    path("organizations/<str:code>/groups/", groups.enter, name="branch-groups"),
    path("groups/<int:pk>/end/", groups.end, name="branch-group-end"),
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
    path("make-up-plans/<int:pk>/", plans.page, name="make-up-plan"),
    path("make-up-plans/<int:pk>/confirmation/", plans.confirm, name="make-up-plan-confirmation"),
    path("make-up-plans/<int:pk>/people/", plans.add_people, name="make-up-plan-people"),
    path("make-up-lines/<int:pk>/", plans.line, name="make-up-line"),
    path("make-up-lines/<int:pk>/withdrawal/", plans.reopen, name="make-up-line-withdrawal"),
    path("organizations/<str:code>/make-ups/sheet/", plans.sheet, name="make-up-sheet"),
]
