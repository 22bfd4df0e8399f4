"""Where a request really comes from, and whether it came by HTTPS, when it passed the installation's own proxies."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """Believes the last `XUEZUO_PROXIES` stations of `X-Forwarded-For` and no others: anybody may write the rest.

    Afterwards `REMOTE_ADDR` is the address of the person, by which wrong passwords are counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.PROXIES < 1:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stations = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        if len(stations) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = stations[-settings.PROXIES]
        return self.get_response(request)
