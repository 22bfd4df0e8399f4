"""Whether this process lives, and whether it can serve: plain words for a supervisor, no details for strangers."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xuezuo.web.access import access

PROBE = "SELECT count(*) FROM accounts_user WHERE id < 0"


@access(public=True)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@access(public=True)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 while the database does not answer, or has not been made yet."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
