"""A page on which the browser may listen, when its reader taps the microphone. Nothing spoken passes through us."""

from django.http import HttpResponse

from xuezuo.web.headers import NOT_USED


def with_voice(page: HttpResponse) -> HttpResponse:
    """Our pages forbid the microphone (`web/headers.py`); the pages with a summary let our own script ask for it."""
    page.headers["Permissions-Policy"] = NOT_USED.replace("microphone=()", "microphone=(self)")
    return page
