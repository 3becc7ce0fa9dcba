"""Where the page of mail that never left this machine is: known to whoever can read the secrets of this machine."""

import hashlib
import hmac

PATH = "local/mail/"


def secret_of(secret_key: str) -> str:
    """Part of the address, and the same at every start. It is given the key because `bin/up`, which prints it, has no
    settings.
    """
    return hmac.new(secret_key.encode(), b"couples.outbox.local_page", hashlib.sha256).hexdigest()[:32]


def path_of(secret_key: str) -> str:
    return f"/{PATH}{secret_of(secret_key)}/"
