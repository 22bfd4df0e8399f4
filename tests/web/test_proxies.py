"""Behind the installation's own proxies: the person's address, HTTPS, and nobody else's word for either."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xuezuo.web.proxies import ProxyMiddleware

PROBE = """
import json, os
import django; django.setup()
from django.conf import settings
from django.test import RequestFactory
request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"})
print(json.dumps([request.is_secure(), getattr(settings, "SECURE_HSTS_SECONDS"), settings.SESSION_COOKIE_SECURE]))
"""


def address(stations: str, proxies: int, settings: LazySettings) -> str:
    settings.PROXIES = proxies
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {"X-Forwarded-For": stations} if stations else {}
    ProxyMiddleware(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR="127.0.0.1"))
    return seen[0]


@pytest.mark.parametrize(
    ("stations", "proxies", "told"),
    [
        ("203.0.113.9", 1, "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", 1, "203.0.113.9"),  # what stands before it, the person may have written
        ("203.0.113.9, 10.0.0.1", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "127.0.0.1"),  # fewer stations than proxies: it did not come that way
        ("", 1, "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(stations: str, proxies: int, told: str, settings: LazySettings) -> None:
    assert address(stations, proxies, settings) == told


def test_without_a_proxy_nobody_is_believed(settings: LazySettings) -> None:
    settings.PROXIES = 0
    with pytest.raises(MiddlewareNotUsed):
        ProxyMiddleware(lambda request: HttpResponse())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, [False, 0, False]),
        ({"XUEZUO_HTTPS": "1"}, [False, 365 * 24 * 3600, True]),
        ({"XUEZUO_HTTPS": "1", "XUEZUO_PROXIES": "1"}, [True, 365 * 24 * 3600, True]),
        ({"XUEZUO_PROXIES": "many"}, [False, 0, False]),
    ],
)
def test_https_ends_at_the_proxy(more: dict[str, str], told: list[object], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
    environment |= {"XUEZUO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"} | more
    done = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == told
