"""Mail that never left this machine. Only the local default has this page, and only this machine sees it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

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
def mailbox(request: HttpRequest) -> HttpResponse:
    if not (settings.LOCAL and _from_this_machine(request)):
        raise Http404
    files = sorted(Path(settings.EMAIL_FILE_PATH or "").glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "couples/outbox/local_mail.html", {"mails": [read(file) for file in files]})


def read(file: Path) -> LocalMail:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    text = next((part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain"), "")
    return LocalMail(file.stem, str(mail["To"]), str(mail["Subject"]), str(mail["Date"]), text)


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
