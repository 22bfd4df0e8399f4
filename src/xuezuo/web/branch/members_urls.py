"""Addresses of rosters and member files."""

from django.urls import path

from xuezuo.web.branch import members, members_acts

ROSTER = "organizations/<str:code>/members/"
ONE = f"{ROSTER}<int:member>/"

urlpatterns = [
    path(ROSTER, members.listing, name="members"),
    path(f"{ROSTER}new/", members_acts.enter, name="member-new"),
    path(f"{ROSTER}former/", members.former, name="members-former"),
    path(ONE, members.show, name="member"),
    path(f"{ONE}corrections/new/", members_acts.correct, name="member-correction-new"),
    path(f"{ONE}groups/new/", members_acts.join_group, name="member-group-new"),
    path(f"{ONE}groups/<int:pk>/end/", members_acts.leave_group, name="member-group-end"),
    path(f"{ONE}probation/", members_acts.probation, name="member-probation"),
    path(f"{ONE}ending/", members_acts.leave, name="member-ending"),
    path(f"{ONE}endings/<int:pk>/withdrawal/", members_acts.take_back, name="member-ending-withdrawal"),
    path(f"{ONE}endings/<int:pk>/restoration/", members_acts.restore, name="member-restoration"),
]
