"""Fixtures that any test may use."""

from tests.browsing import axe, browse, browser, live_page
from tests.unlocking import _flushes_may_empty_the_audit

__all__ = ["_flushes_may_empty_the_audit", "axe", "browse", "browser", "live_page"]
