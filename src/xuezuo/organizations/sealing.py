"""Personal values at rest: AES-256-GCM with the column as associated data, and a keyed hash to find equal values.

The first byte names the suite and key, so that both can change while old rows stay readable.
"""

import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SUITE_AES_1 = b"\x01"


def cipher() -> AESGCM:
    """For sealing many values without setting the key up each time."""
    return AESGCM(bytes.fromhex(settings.FIELD_KEY))


def seal(value: str, column: str, ready: AESGCM | None = None) -> bytes:
    """Encrypt one value of a column such as `member.id_number`. Pass one `cipher()` as `ready` for many values."""
    nonce = os.urandom(12)
    return SUITE_AES_1 + nonce + (ready or cipher()).encrypt(nonce, value.encode(), column.encode())


def unseal(sealed: bytes, column: str) -> str:
    """The plain value. Raises `cryptography.exceptions.InvalidTag` if the bytes or the column are not the sealed ones."""
    sealed = bytes(sealed)
    if sealed[:1] != SUITE_AES_1:
        raise ValueError("sealed with an unknown suite")
    return cipher().decrypt(sealed[1:13], sealed[13:], column.encode()).decode()


def index(value: str) -> bytes:
    """HMAC-SHA-256: equal values have equal indexes, and nobody without the key can try values out."""
    return hmac.digest(bytes.fromhex(settings.INDEX_KEY), value.encode(), "sha256")
