"""Addresses of goals, commitments and deeds."""

from django.urls import path

from xuezuo.web.branch import doings, doings_acts

urlpatterns = [
    path("organizations/<str:code>/commitments/", doings.listing, name="commitments"),
    path("organizations/<str:code>/commitments/new/", doings.new_commitment, name="commitment-new"),
    path("organizations/<str:code>/goals/new/", doings.new_goal, name="goal-new"),
    path("organizations/<str:code>/deeds/new/", doings.new_deed, name="deed-new"),
    path("goals/<int:pk>/", doings_acts.goal, name="goal"),
    path("goals/<int:pk>/closing/", doings_acts.closing, name="goal-closing"),
    path("goals/<int:pk>/reopening/", doings_acts.reopening, name="goal-reopening"),
    path("commitments/<int:pk>/", doings_acts.commitment, name="commitment"),
    path("commitments/<int:pk>/deeds/", doings_acts.enter_deed, name="commitment-deeds"),
]
for noun in ("goal", "commitment", "deed"):
    given = {"noun": noun}
    urlpatterns += [
        path(f"{noun}s/<int:pk>/corrections/new/", doings_acts.correction, given, name=f"{noun}-correction-new"),
        path(f"{noun}s/<int:pk>/withdrawal/", doings_acts.withdrawal, given, name=f"{noun}-withdrawal"),
        path(f"{noun}s/<int:pk>/restoration/", doings_acts.restoration, given, name=f"{noun}-restoration"),
    ]
