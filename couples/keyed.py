"""What the database keeps of a secret that somebody else holds: a digest keyed by SECRET_KEY (S9).

SECRET_KEY is in no dump. Whoever reads a stolen database can neither use such a digest nor try guesses against it.
"""

from hashlib import sha256

from django.utils.crypto import salted_hmac


def digest(purpose: str, secret: str) -> str:
    """64 hex digits. The plain SHA-256 stands in between: rows of before are keyed from it."""
    return keyed(purpose, sha256(secret.encode()).hexdigest())


def keyed(purpose: str, plain_digest: str) -> str:
    return salted_hmac(f"couples.keyed.{purpose}", plain_digest, algorithm="sha256").hexdigest()


def key(purpose: str, secret: str) -> bytes:
    """32 bytes to encrypt with, for whoever has both the secret and SECRET_KEY."""
    return salted_hmac(f"couples.keyed.key.{purpose}", secret, algorithm="sha256").digest()
