import os
import tempfile
from collections.abc import Sequence
from email.message import Message as Mail
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from couples import clock


class EmailBackend(BaseEmailBackend):
    """Mail that stays on this machine: one `.eml` a message in EMAIL_FILE_PATH, whole or absent, its owner's only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _keep(folder, message.message())
        return len(email_messages)


def _keep(folder: Path, mail: Mail | Any) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(mail.as_bytes())
    # When, for the order, and which, so that two of one microsecond are still two.
    Path(name).rename(folder / f"{clock.now():%Y%m%dT%H%M%S.%f}-{uuid4().hex[:8]}.eml")
