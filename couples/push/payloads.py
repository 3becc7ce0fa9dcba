"""What a push says: for every kind and every couple the same, but for where it leads (E5)."""

import base64
import json
from contextlib import nullcontext
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from couples import clock
from couples.localized import for_reader
from couples.outbox import kinds
from couples.outbox.models import Message

#: Longer only for an unusually long address: a push service sees lengths, and shall learn nothing by them.
SIZE = 512


def payload(message: Message) -> bytes:
    """One sentence that fits all, and a path. Raises UnknownKind."""
    kind = kinds.get(message.kind)
    with for_reader(message.person) if message.person else nullcontext():
        text = _("Something for a quiet moment. Open it whenever it suits you.")
    said: dict[str, Any] = {"text": text, "path": kind.path(message) if kind.path else "/"}
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return plain.ljust(-(-len(plain) // SIZE) * SIZE)


def headers(message: Message) -> dict[str, str]:
    """RFC 8030: kept as long as it is of use, and replaced by another try at the same thing."""
    left = int((message.expires_at - clock.now()).total_seconds()) if message.expires_at else 3_600
    return {"TTL": str(max(left, 1)), "Urgency": "normal", "Topic": topic(message)}


def topic(message: Message) -> str:
    """Keyed and by person: two who are nudged at once must not look like two of one couple to a push service."""
    said = f"{message.kind}:{message.person_id}:{message.occurrence}"
    digest = salted_hmac("couples.push.topic", said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:32]
