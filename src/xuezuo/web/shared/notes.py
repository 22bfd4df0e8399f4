"""What a page says once after a form (“Entered.”): carried to the next page in a sealed cookie.

A sentence may name somebody, so nobody who looks into the browser reads it, and it is told to nobody but the sign-in that it
was said to. Kept in the session it would be two more durable writes for each form that is sent: on the evening of a
deadline a province's branches would wait for the disk three times a meeting instead of once.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage, MessageDecoder
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from xuezuo.organizations import sealing

SIGN_IN = "sign_in"
"""Where a session holds the number of its sign-in (`web.account.sessions.KEY`); of nobody it holds none."""


class SealedCookie(CookieStorage):
    """Django's cookie of messages, sealed in place of signed."""

    cookie_name = settings.MESSAGES_COOKIE_NAME

    def _encode_parts(self, messages: list[str], encode_empty: bool = False) -> str | None:
        if not messages and not encode_empty:
            return None
        return urlsafe_b64encode(sealing.seal(f"[{','.join(messages)}]", self._said_to())).decode()

    def _decode(self, data: str | None) -> list[Message | str] | None:
        """None for what was sealed for somebody else, with a key that is gone, or by nobody."""
        if not data:
            return None
        try:
            said: list[Message | str] = json.loads(
                sealing.unseal(urlsafe_b64decode(data), self._said_to()), cls=MessageDecoder
            )
        except (InvalidTag, ValueError, LookupError):
            return None
        return said

    def _said_to(self) -> str:
        return f"message {self.request.session.get(SIGN_IN, '')}"


class Notes(FallbackStorage):
    """The cookie, and the session for what is too long for one."""

    storage_classes = (SealedCookie, SessionStorage)

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message | str], bool]:
        found: tuple[list[Message | str], bool] = super()._get(*args, **kwargs)  # type: ignore[misc]  # Django's, without types
        if SealedCookie.cookie_name in self.request.COOKIES:  # what cannot be read goes away too
            self._used_storages.add(self.storages[0])  # type: ignore[attr-defined]
            # a page that only asks whether something was said has used nothing, by Django's count
            self.used = self.used or not found[0]
        return found
