"""Words only the browser can open: RFC 8291 (message encryption for Web Push) over RFC 8188 (aes128gcm), one record."""

import os
import struct
from base64 import urlsafe_b64decode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_RECORD = 4_096
_LAST = b"\x02"  # this record is the last, and nothing pads it: couples/push/payloads.py pads the words themselves
_TAG = 16
MOST = _RECORD - len(_LAST) - _TAG


def encrypted(plain: bytes, subscription: dict[str, Any]) -> bytes:
    """With a key pair and a salt for this once. Raises ValueError for a subscription that holds no proper keys."""
    own = ec.generate_private_key(ec.SECP256R1())
    return _encrypted(plain, _bytes(subscription["p256dh"]), _bytes(subscription["auth"]), own, os.urandom(16))


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encrypted(plain: bytes, theirs: bytes, auth: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    if len(plain) > MOST:
        raise ValueError("too long for one record")
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    ours = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = _derived(shared, auth, b"WebPush: info\x00" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + struct.pack(">IB", _RECORD, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, plain + _LAST, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
