"""The log, and the uses of an organization's data."""

from django.urls import path

from xuezuo.web.office import audit

urlpatterns = [
    path("audit/", audit.page, name="audit"),
    path("audit/export/", audit.export, name="audit-export"),
    path("organizations/<str:code>/uses/", audit.uses, name="uses"),
]
