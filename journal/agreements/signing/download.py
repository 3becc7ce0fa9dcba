"""A signed text as a file to keep: who signed and when, the digest, a line of five hyphens, then the exact text.

The field names are part of the format and the same in every language, so that a file can be checked anywhere. Hashed
is every byte after the first line of five hyphens; the head cannot hold such a line, as each of its lines begins with
a field name.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from journal.agreements.models import Signature, SignedVersion

SEPARATOR = "\n-----\n"
DIGEST, SIGNED = "SHA-256: ", "Signed: "


class Kept(NamedTuple):
    """What a file says of itself, and the digest that its text really has."""

    said: str
    signed: frozenset[str]
    digest: str


def as_file(version: SignedVersion, signatures: Iterable[Signature]) -> str:
    head = [f"Version: {version.number}", f"{DIGEST}{version.digest}", *map(signed_line, signatures)]
    return "\n".join(head) + SEPARATOR + version.text


def signed_line(signature: Signature) -> str:
    return f"{SIGNED}{moment(signature.signed_at)} {one_line(signature.name)}"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def one_line(name: str) -> str:
    # A name with a line break in it could otherwise write a field, or a separator, of its own.
    return " ".join(name.split())


def read(content: bytes) -> Kept | None:
    """None: this is no such file."""
    head, separator, text = content.partition(SEPARATOR.encode())
    lines = head.decode(errors="replace").split("\n")
    said = [line.removeprefix(DIGEST) for line in lines if line.startswith(DIGEST)]
    signed = frozenset(line for line in lines if line.startswith(SIGNED))
    if not separator or len(said) != 1 or not signed:
        return None
    return Kept(said[0], signed, hashlib.sha256(text).hexdigest())
