"""Whether this process lives, and whether it can serve: plain words for a supervisor, no details for strangers."""

from ipaddress import ip_address

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import xuezuo
from xuezuo.audit.queries import extent
from xuezuo.scopes import operator
from xuezuo.web.access import access

PROBE = "SELECT count(*) FROM accounts_user WHERE id < 0"


@access(public=True)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@access(public=True)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 while the database does not answer, or has not been made yet."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _from_this_machine(request: HttpRequest) -> bool:
    """A proxy on this machine passes strangers on from loopback, and says so in a header."""
    return ip_address(request.META["REMOTE_ADDR"]).is_loopback and "X-Forwarded-For" not in request.headers


@access(public=True)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """In Prometheus' text form, for loopback only: the audit's growth. Nothing of people's use is counted (AF03)."""
    if not _from_this_machine(request):
        raise Http404
    reach = extent(operator())
    lines = [
        "# TYPE xuezuo_info gauge",
        f'xuezuo_info{{version="{xuezuo.__version__}"}} 1',
        "# TYPE xuezuo_audit_seals gauge",
        f"xuezuo_audit_seals {reach['seals']}",
        "# TYPE xuezuo_audit_events_unsealed gauge",
        f"xuezuo_audit_events_unsealed {reach['unsealed']}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
