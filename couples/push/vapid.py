"""Who we are to a push service (RFC 8292): one key pair of this server, signed for each service's own origin."""

import base64
import json
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from couples import clock

KEY_BYTES = 32
LIFE = timedelta(hours=12)  # RFC 8292 allows a day
_NUMBERS = (1, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551)  # of P-256 (FIPS 186-4, D.1.2.3)


def is_set_up() -> bool:
    return bool(settings.VAPID_KEY)


@lru_cache(maxsize=4)
def parse(text: str) -> ec.EllipticCurvePrivateKey:
    """Raises ValueError, in words an operator can act on."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise ValueError("NEARER_VAPID_KEY is not base64: make one with manage.py vapid") from None
    number = int.from_bytes(raw)
    if len(raw) != KEY_BYTES or not _NUMBERS[0] <= number < _NUMBERS[1] or len(set(raw)) < 8:
        raise ValueError("NEARER_VAPID_KEY is no private key: make one with manage.py vapid")
    return ec.derive_private_key(number, ec.SECP256R1())


def new_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(KEY_BYTES))


def public_key() -> str:
    """What a browser binds its subscription to; empty when this server has no key."""
    if not is_set_up():
        return ""
    return _public(parse(settings.VAPID_KEY))


def _public(key: ec.EllipticCurvePrivateKey) -> str:
    return _text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@lru_cache(maxsize=4)
def _id(public: str) -> str:
    return sha256(public.encode()).hexdigest()[:16]


def key_id() -> str:
    """A name for the key, to know whether a browser's address was made for it; empty when this server has none."""
    return _id(public_key()) if is_set_up() else ""


def authorization(origin: str) -> str:
    """The header for pushes to this origin, signed once an hour."""
    return _signed(origin, settings.VAPID_KEY, settings.DEFAULT_FROM_EMAIL, int(clock.now().timestamp()) // 3600)


@lru_cache(maxsize=256)
def _signed(origin: str, key: str, sender: str, hour: int) -> str:
    expires = hour * 3600 + int(LIFE.total_seconds())
    claims = {"aud": origin, "exp": expires, "sub": f"mailto:{parseaddr(sender)[1]}"}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    said = ".".join(map(_text, parts))
    # Two numbers side by side (RFC 7518, 3.4), not the structure that other signatures come in.
    numbers = decode_dss_signature(parse(key).sign(said.encode(), ec.ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(KEY_BYTES) for number in numbers)
    return f"vapid t={said}.{_text(signature)}, k={_public(parse(key))}"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
