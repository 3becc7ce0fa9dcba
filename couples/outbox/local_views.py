"""Mail that never left this machine. Only the local default has this page, and only whoever started it sees it.

Codes are on it, so a request from this machine is not enough: a tunnel or a proxy here asks for the whole world.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from couples.outbox.local_page import secret_of
from couples.web.this_machine import is_from_this_machine

SHOWN = 50
_CODE = re.compile(r"^(?=.*\d|.*-)[A-Z0-9-]{6,12}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LocalMail:
    id: str
    to: str
    subject: str
    date: str
    text: str

    @property
    def code(self) -> str:
        """A line that is nothing but a code, to be copied in one tap."""
        found = _CODE.search(self.text)
        return found[0] if found else ""


@require_GET
def mailbox(request: HttpRequest, secret: str) -> HttpResponse:
    known = constant_time_compare(secret, secret_of(settings.SECRET_KEY))
    if not (settings.LOCAL and settings.EMAIL_FILE_PATH and known and is_from_this_machine(request)):
        raise Http404
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)[:SHOWN]
    both = list(get_user_model().objects.made_up()) if settings.DEMO else []
    return render(request, "couples/outbox/local_mail.html", {"mails": [read(file) for file in files], "both": both})


def read(file: Path) -> LocalMail:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    text = next((part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain"), "")
    return LocalMail(file.stem, str(mail["To"]), str(mail["Subject"]), str(mail["Date"]), text)
