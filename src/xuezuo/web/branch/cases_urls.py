"""Addresses of the register of problems."""

from django.urls import path

from xuezuo.web.branch import cases, cases_acts, cases_guidance

urlpatterns = [
    path("organizations/<str:code>/cases/", cases.listing, name="cases"),
    path("organizations/<str:code>/cases/new/", cases.new, name="case-new"),
    path("cases/guidance/", cases_guidance.listing, name="guidance"),
    path("cases/guidance/<int:pk>/end/", cases_guidance.end, name="guidance-end"),
    path("cases/<int:pk>/", cases_acts.show, name="case"),
    path("cases/<int:pk>/steps/", cases_acts.step, name="case-steps"),
    path("cases/<int:pk>/look-backs/", cases_acts.look_back, name="case-look-backs"),
    path("cases/<int:pk>/closure/", cases_acts.closure, name="case-closure"),
    path("cases/<int:pk>/arrangements/", cases_acts.arrangement, name="case-arrangements"),
    path("cases/<int:pk>/replies/", cases_acts.reply, name="case-replies"),
]
