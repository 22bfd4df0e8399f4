"""Personal values at rest: encrypted with the column as associated data, and a keyed hash to find equal values.

Two suites, chosen by `XUEZUO_SUITE`: AES-256-GCM with HMAC-SHA-256, or SM4-GCM with HMAC-SM3 (GB/T 32907, GB/T 32905).
Whatever is stored names its suite and key, so both may change while everything stored before stays readable: a sealed
value in its first byte, an index in its last. `xuezuo seal rotate` brings old values to the present suite and key.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.ciphers import Cipher as Mode
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SUITES = {"aes": 0x00, "sm": 0x80}
"""Added to the number of the key; so `0x01` is AES with the first key, `0x82` SM4 with the second."""
KEYS_AT_MOST = 127
NONCE, TAG = 12, 16
PLAIN_INDEX, MARKED_INDEX = 32, 30
"""The first form of an index (AES suite, first key) is the whole hash; every other is 30 bytes of it and its form."""

Crypt = Callable[[bytes, bytes, bytes], bytes]


class Ready(NamedTuple):
    """A suite and key set up for many values: `form` is the byte that names them."""

    form: bytes
    encrypt: Crypt
    decrypt: Crypt


def cipher() -> Ready:
    """For sealing many values without asking for suite and key each time."""
    return _ready(form_now())


def seal(value: str, column: str, ready: Ready | None = None) -> bytes:
    """Encrypt one value of a column such as `member.id_number`. Pass one `cipher()` as `ready` for many values."""
    form, encrypt, _ = ready or cipher()
    nonce = os.urandom(NONCE)
    return form + nonce + encrypt(nonce, value.encode(), column.encode())


def seal_all(values: Sequence[str], column: str) -> list[bytes | None]:
    """As `seal` each, None for "": a roster has millions of them, and the machine is asked for chance once a lot."""
    form, encrypt, _ = cipher()
    chance, told = os.urandom(NONCE * len(values)), column.encode()
    nonces = [chance[at : at + NONCE] for at in range(0, len(chance), NONCE)]
    return [
        form + nonce + encrypt(nonce, value.encode(), told) if value else None
        for nonce, value in zip(nonces, values, strict=True)
    ]


def unseal(sealed: bytes, column: str) -> str:
    """The plain value. Raises `cryptography.exceptions.InvalidTag` if the bytes or the column are not the sealed ones."""
    sealed = bytes(sealed)
    start = 1 + NONCE
    return _ready(sealed[0]).decrypt(sealed[1:start], sealed[start:], column.encode()).decode()


def index(value: str) -> bytes:
    """Equal values have equal indexes, and nobody without the key can try values out."""
    return _index_now(settings.SUITE, settings.INDEX_KEY, len(settings.KEYS))(value.encode())


def index_all(values: Iterable[str]) -> list[bytes]:
    return list(map(_index_now(settings.SUITE, settings.INDEX_KEY, len(settings.KEYS)), map(str.encode, values)))


@cache  # an import asks 1.4 million times; keys only ever become more, and a process reads them once
def _index_now(suite: str, key: str, keys: int) -> Callable[[bytes], bytes]:
    return _index(form_now())


def indexes(value: str) -> tuple[bytes, ...]:
    """Every index under which the value may be stored while keys or suites change, the present one first."""
    forms = [form_now(), *(form for form in _forms_known() if form != form_now())]
    return tuple(_index(form)(value.encode()) for form in forms)


def form_now() -> int:
    """The suite of the installation with its newest key."""
    return int(SUITES[settings.SUITE]) + keys_held()


def form_of(sealed: bytes) -> int:
    return bytes(sealed[:1])[0]


def form_of_index(found: bytes) -> int:
    """Which suite and key made an index."""
    return 1 if len(found) == PLAIN_INDEX else bytes(found[-1:])[0]


def keys_held() -> int:
    """How many field keys the installation has; the last one seals what is new."""
    count = 1
    while f"field_key_{count + 1}" in settings.KEYS:
        count += 1
    return count


def _forms_known() -> list[int]:
    return [suite + number for suite in SUITES.values() for number in range(1, keys_held() + 1)]


def _key(kind: str, number: int) -> str:
    """The first key has its own setting, for it is older than the others."""
    if number == 1:
        return str(settings.FIELD_KEY if kind == "field" else settings.INDEX_KEY)
    try:
        return str(settings.KEYS[f"{kind}_key_{number}"])
    except KeyError:
        raise ValueError(f"sealed with key {number}, which keys.json does not hold") from None


def _ready(form: int) -> Ready:
    return _set_up(form, _key("field", form & KEYS_AT_MOST))


def _index(form: int) -> Callable[[bytes], bytes]:
    return _hashing(form, _key("index", form & KEYS_AT_MOST))


@cache
def _set_up(form: int, key: str) -> Ready:
    secret = bytes.fromhex(key)
    if form < SUITES["sm"]:
        gcm = AESGCM(secret)
        return Ready(bytes([form]), gcm.encrypt, gcm.decrypt)
    # SM4 takes 128 bits: drawn from the key by its own hash, so that no part of it serves two suites
    drawn = _hmac_sm3(secret)(b"xuezuo sm4")[:16]
    return Ready(bytes([form]), *sm4_gcm(drawn))


def sm4_gcm(key: bytes) -> tuple[Crypt, Crypt]:
    """SM4 in Galois/Counter mode (RFC 8998): encrypt and decrypt, the tag behind the text as AES-GCM has it."""
    algorithm = algorithms.SM4(key)

    def encrypt(nonce: bytes, text: bytes, column: bytes) -> bytes:
        sealing = Mode(algorithm, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(column)
        return sealing.update(text) + sealing.finalize() + sealing.tag

    def decrypt(nonce: bytes, sealed: bytes, column: bytes) -> bytes:
        if len(sealed) < TAG:
            raise InvalidTag
        opening = Mode(algorithm, modes.GCM(nonce, sealed[-TAG:])).decryptor()
        opening.authenticate_additional_data(column)
        return opening.update(sealed[:-TAG]) + opening.finalize()

    return encrypt, decrypt


@cache
def _hashing(form: int, key: str) -> Callable[[bytes], bytes]:
    secret = bytes.fromhex(key)
    hashed = hmac_sha256(secret) if form < SUITES["sm"] else _hmac_sm3(secret)
    if form == 1:
        return hashed
    mark = bytes([form])
    return lambda value: hashed(value)[:MARKED_INDEX] + mark


def hmac_sha256(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC with both halves hashed beforehand: less than half the time of `hmac.digest` for a short value."""
    block = hashlib.sha256().block_size
    if len(key) > block:
        return lambda value: hmac.digest(key, value, "sha256")
    padded = key.ljust(block, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def hashed(value: bytes) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(value)
        second.update(first.digest())
        return second.digest()

    return hashed


def _hmac_sm3(key: bytes) -> Callable[[bytes], bytes]:
    prepared = keyed.HMAC(key, hashes.SM3())

    def hashed(value: bytes) -> bytes:
        one = prepared.copy()
        one.update(value)
        return one.finalize()

    return hashed
