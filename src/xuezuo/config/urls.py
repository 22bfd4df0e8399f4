"""Every address: each desk of `web` brings its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("xuezuo.web.urls")),
]

handler403 = "xuezuo.web.shared.faults.refused"
handler404 = "xuezuo.web.shared.faults.not_found"
handler429 = "xuezuo.web.shared.faults.too_many"
handler500 = "xuezuo.web.shared.faults.broken"
