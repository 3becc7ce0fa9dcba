"""AES-256-GCM (NIST SP 800-38D) over padded bytes.

An encrypted value is: one version byte, the data key's id (16 bytes), the nonce (12 bytes), the ciphertext with its
tag. What it is bound to (its address: table, column, row, couple) is authenticated but not stored, so a value moved
elsewhere does not open.
"""

import os
import struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from couples.vault.errors import Tampered

VERSION = b"\x01"
STEP = 256  # a stored length says no more than which step it falls in (K3)
#: How many bytes come before the nonce: of all values under one key the same.
HEADER = 1 + 16
_NONCE = 12
_TAG = 16


def bind(*parts: str) -> bytes:
    """One byte string for several, each with its length before it, so that no two lists give the same."""
    bound = b""
    for part in parts:
        encoded = part.encode()
        bound += struct.pack(">I", len(encoded)) + encoded
    return bound


def encrypt(plain: bytes, *, key: bytes, key_id: UUID, address: bytes) -> bytes:
    header = VERSION + key_id.bytes
    nonce = os.urandom(_NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, _pad(plain), header + address)


def decrypt(encrypted: bytes, *, key: bytes, address: bytes) -> bytes:
    """The bytes that were encrypted. Raises Tampered for anything else; never returns its input (K1)."""
    header, nonce, rest = encrypted[:HEADER], encrypted[HEADER : HEADER + _NONCE], encrypted[HEADER + _NONCE :]
    try:
        padded = AESGCM(key).decrypt(nonce, rest, header + address)
    except (InvalidTag, ValueError):
        raise Tampered from None
    return _unpad(padded)


def key_id_of(encrypted: bytes) -> UUID:
    if len(encrypted) < HEADER + _NONCE + _TAG or encrypted[:1] != VERSION:
        raise Tampered
    return UUID(bytes=encrypted[1:HEADER])


def _pad(plain: bytes) -> bytes:
    """ISO/IEC 7816-4: one 0x80, then zeros up to the next whole step."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % STEP)


def _unpad(padded: bytes) -> bytes:
    plain, mark, _ = padded.rpartition(b"\x80")
    if not mark:
        raise Tampered
    return plain
