"""Fixtures that any test may use."""

from tests.browsing import axe, browse, browser, live_page

__all__ = ["axe", "browse", "browser", "live_page"]
