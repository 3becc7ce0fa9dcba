"""Mail that never left this machine. Only the local default has this page, and only this machine sees it."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

SHOWN = 50


@dataclass(frozen=True, slots=True)
class LocalMail:
    to: str
    subject: str
    text: str
    at: datetime


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.LOCAL or not ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback:  # noqa: S104  compared, not bound
        raise Http404
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "couples/outbox/local_mail.html", {"mails": [read(file) for file in files]})


def read(file: Path) -> LocalMail:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  what policy.default makes
    body = mail.get_body(("plain",))
    at = datetime.strptime(file.stem, "%Y%m%dT%H%M%S.%f%z" if "+" in file.stem else "%Y%m%dT%H%M%S.%f")  # noqa: DTZ007  names are UTC
    return LocalMail(str(mail["To"]), str(mail["Subject"]), body.get_content() if body else "", at)
