"""Whether this process lives, and whether it can serve: plain words for a supervisor, no details for strangers."""

import os
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import xuezuo
from xuezuo.audit.queries import extent
from xuezuo.scopes import operator
from xuezuo.web.access import access

MEGABYTE = 2**20
PROBE = "SELECT count(*) FROM accounts_user WHERE id < 0"


@access(public=True)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@access(public=True)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 and one word while the database does not answer or has not been made yet, or nothing can be written."""
    missing = _missing()
    return HttpResponse(
        f"{missing or 'ok'}\n", status=503 if missing else 200, content_type="text/plain; charset=utf-8"
    )


def _missing() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
    except DatabaseError:
        return "database"
    return "" if _can_write() else "disk"


def _can_write() -> bool:
    """A system call, no file: it is asked every few seconds. A full disk shows only when somebody saves, and then too late."""
    try:
        disk = os.statvfs(settings.DATA)
    except OSError:
        return False
    return not disk.f_flag & os.ST_RDONLY and disk.f_bavail * disk.f_frsize >= settings.DISK_FLOOR * MEGABYTE


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
