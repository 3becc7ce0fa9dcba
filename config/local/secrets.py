"""The local default's own secrets: made once, readable by their owner only. A server brings its own (S22)."""

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path


def local_secrets(var: Path) -> dict[str, str]:
    folder = var / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return {
        "SECRET_KEY": made_once(folder / "secret_key", secrets.token_urlsafe(48)),
        "NEARER_KEY": made_once(folder / "nearer_key", "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()),
        "NEARER_VAPID_KEY": made_once(folder / "vapid_key", vapid_key()),
    }


def vapid_key() -> str:
    """As `manage.py vapid` makes one. Any number from 1 to just below the order of P-256 is a private key."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    number = 1 + secrets.randbelow(order - 1)
    return base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


def made_once(path: Path, value: str) -> str:
    """`value` the first time, and ever after what was written then: losing the key would lose everyone's words.

    The file appears whole or not at all, also when two start together or the disk is full.
    """
    if not path.exists():
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(value)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(aside)
        finally:
            aside.unlink(missing_ok=True)
    return path.read_text()
