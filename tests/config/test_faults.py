"""When the database is written by somebody else for longer than a request waits: told, and nothing lost."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from xuezuo.web.access import access

BUSY, OTHER = "database is locked", "no such table: x"


@access(public=True)
def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError(request.GET["why"])


urlpatterns = [path("page/", locked), path("api/v1/page/", locked)]
handler500 = "xuezuo.config.faults.broken"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "why", "status", "kind"),
    [
        ("/page/", BUSY, 503, "text/html; charset=utf-8"),
        ("/page/", OTHER, 500, "text/html; charset=utf-8"),
        ("/api/v1/page/", BUSY, 503, "application/problem+json"),
        ("/api/v1/page/", OTHER, 500, "application/problem+json"),
    ],
)
def test_busy_is_no_fault(address: str, why: str, status: int, kind: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answer = Client(raise_request_exception=False).post(f"{address}?why={why}", {"said": "…"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, kind)
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert why not in answer.content.decode()
