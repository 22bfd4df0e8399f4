"""Addresses by name, looked up once: a page holds hundreds of them, and all of a kind differ in the code alone."""

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MARK = "0-0"
"""Stands for a code while the address around it is looked up."""
AS_WRITTEN = "!$&'()*+,;=/~:@"
"""What `reverse` leaves as it is in an address, beside letters and digits."""


def where() -> tuple[str, str]:
    """What every address depends on beside its name: where the product is mounted, and which addresses it has."""
    return get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF


def address_of(name: str) -> str:
    """As `reverse(name)`. Raises `NoReverseMatch`."""
    return _whole(name, where())


def address_with(name: str, code: str) -> str:
    """As `reverse(name, args=[code])`, for addresses that take one code. Raises `NoReverseMatch`."""
    if not code or "/" in code:
        return reverse(name, args=[code])  # which refuses it
    before, after = _around(name, where())
    return before + quote(code, safe=AS_WRITTEN) + after


@lru_cache(maxsize=500)
def _whole(name: str, where: tuple[str, str]) -> str:
    return reverse(name)


@lru_cache(maxsize=500)
def _around(name: str, where: tuple[str, str]) -> tuple[str, str]:
    # the last one: where the product is mounted may look like it, what follows a code does not
    before, _mark, after = reverse(name, args=[MARK]).rpartition(MARK)
    return before, after
