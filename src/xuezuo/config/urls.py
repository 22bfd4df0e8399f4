"""Every address: each desk of `web` brings its own list, and the API its own."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("xuezuo.api.urls")),
    path("", include("xuezuo.web.urls")),
]

handler400 = "xuezuo.config.faults.unreadable"
handler403 = "xuezuo.config.faults.refused"
handler404 = "xuezuo.config.faults.not_found"
handler429 = "xuezuo.web.shared.faults.too_many"
handler500 = "xuezuo.config.faults.broken"
