"""Files on their way out: always as a download, never opened in the page's own name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(name: str, content: bytes) -> HttpResponse:
    """`content` under `name`. The type says nothing, so that a stored HTML page is never run by the browser."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
