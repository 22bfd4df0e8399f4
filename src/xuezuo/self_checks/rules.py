"""Whose self-checks they are, and what can be a locked text at all."""

from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

SALT, IV, TAG = 16, 12, 16
LEAST_ROUNDS = 600_000
"""PBKDF2 with SHA-256, as OWASP advises since 2023: about a second on a cheap phone, for us and for whoever guesses."""

MOST_BYTES = 64 * 1024
MOST_TEXTS = 300
BLOCK = 512
"""The device fills every text up to whole blocks, so that its length tells little."""


def own(by: Scope) -> int:
    """The account of the person who asks. Nobody asks for somebody else: no deputy, no program, no operator."""
    if not by.viewer_id or by.for_id is not None or by.token_id is not None:
        raise NotVisible("self-check")
    return by.viewer_id


def check_lock(salt: bytes, rounds: int, proof_iv: bytes, proof: bytes) -> None:
    if len(salt) != SALT or len(proof_iv) != IV or not TAG < len(proof) <= 64:
        raise Refusal("self_check_not_locked")
    if not LEAST_ROUNDS <= rounds <= 10 * LEAST_ROUNDS:
        raise Refusal("self_check_not_locked")


def check_text(iv: bytes, text: bytes) -> None:
    """Whole blocks and the tag. What reads as text is refused: it was not locked, and must not lie here in plain."""
    if len(iv) != IV or not BLOCK + TAG <= len(text) <= MOST_BYTES + TAG or (len(text) - TAG) % BLOCK:
        raise Refusal("self_check_not_locked")
    try:
        text.decode()
    except UnicodeDecodeError:
        return
    raise Refusal("self_check_not_locked")
