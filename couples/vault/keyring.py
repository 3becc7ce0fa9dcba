"""The key-encryption keys, from NEARER_KEY: `id:base64`, newest first, comma-separated. They never enter the database.

A data key is wrapped by the newest; older ones open what they once wrapped, until `rotation` has rewrapped everything.
"""

import base64
import os
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from couples.vault.errors import KeyUnavailable, Tampered

KEY_BYTES = 32
_NONCE = 12
_FEWEST_DIFFERENT_BYTES = 8  # 32 random bytes have about 30; "AAAA…" has one


@dataclass(frozen=True, slots=True)
class KeyEncryptionKey:
    id: str
    secret: bytes = field(repr=False)


@lru_cache(maxsize=4)
def parse(text: str) -> tuple[KeyEncryptionKey, ...]:
    """Raises ValueError, in words an operator can act on, for a missing, malformed, guessable or doubled key (S22)."""
    keys = tuple(_parse_one(part.strip()) for part in text.split(",") if part.strip())
    if not keys:
        raise ValueError("NEARER_KEY is missing: make one as id:base64 of 32 random bytes, for example k1:…")
    if len({key.id for key in keys}) < len(keys):
        raise ValueError("NEARER_KEY names the same key id twice")
    return keys


def _parse_one(part: str) -> KeyEncryptionKey:
    key_id, colon, encoded = part.partition(":")
    if not colon or not key_id or len(key_id) > 32:  # the column's width
        raise ValueError("Each key in NEARER_KEY is written id:base64")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError(f"The key {key_id!r} in NEARER_KEY is not base64") from None
    if len(secret) != KEY_BYTES:
        raise ValueError(f"The key {key_id!r} in NEARER_KEY must be {KEY_BYTES} bytes long")
    if len(set(secret)) < _FEWEST_DIFFERENT_BYTES:
        raise ValueError(f"The key {key_id!r} in NEARER_KEY is not random")
    return KeyEncryptionKey(key_id, secret)


def ids() -> list[str]:
    """What the keys are called, newest first."""
    return [key.id for key in parse(settings.NEARER_KEY)]


def wrap(data_key: bytes, *, address: bytes) -> tuple[str, bytes]:
    """The id of the newest key-encryption key, and the data key wrapped by it."""
    newest = parse(settings.NEARER_KEY)[0]
    nonce = os.urandom(_NONCE)
    return newest.id, nonce + AESGCM(newest.secret).encrypt(nonce, data_key, address)


def unwrap(wrapped: bytes, *, kek_id: str, address: bytes) -> bytes:
    for key in parse(settings.NEARER_KEY):
        if key.id == kek_id:
            try:
                return AESGCM(key.secret).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], address)
            except (InvalidTag, ValueError):
                raise Tampered from None
    raise KeyUnavailable(f"The key-encryption key {kek_id!r} is not in NEARER_KEY")
