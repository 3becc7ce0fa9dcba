"""What real processes had in their hands, and was erased, lies about nowhere: not in what they say, any file, the
broker, a mail, the database’s own files or a dump (K8). No browser: their doors are knocked at directly.
"""

import os
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.restored import server
from config.celery import app
from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.erasing.models import JustErased
from journal.export.models import Archive
from tests.anywhere import rows_with
from tests.browser.conftest import Mailbox, Site, running
from tests.test_nothing_in_clear import files_with, keys_with

WORD = "Canarywordthatwaserased"
CSRF = "0123456789abcdef0123456789abcdef"


class Hands:
    """Somebody signed in, without a browser. `send` answers the status and the body."""

    def __init__(self, site: Site, person: Person) -> None:
        self._site, client = site, Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"}
        self._headers["X-CSRFToken"] = CSRF

    def send(self, path: str, **said: str) -> tuple[int, bytes]:
        body = urllib.parse.urlencode(said).encode() if said else None
        asked = urllib.request.Request(self._site.url + path, body, self._headers)  # noqa: S310  our own address
        opener = urllib.request.build_opener(Stay)
        try:
            with opener.open(asked, timeout=90) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        return None


def test_what_was_erased_lies_about_nowhere(
    transactional_db: None, static_files: Path, mailbox: Mailbox, tmp_path: Path, couple: Couple, ada: Person,
    ben: Person, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    log, book = tmp_path / "processes.log", tmp_path / "erasures.jsonl"
    monkeypatch.setattr(settings, "NEARER_LEDGER", str(book))
    more = {"LOG_LEVEL": "INFO", "NEARER_LEDGER": str(book)}
    address = mailbox.address  # type: ignore[attr-defined]
    with running(static_files, address, "worker", "beat", more=more, log=log) as site:
        hers, his = Hands(site, ada), Hands(site, ben)
        write_and_look(hers)
        take_along(site, hers)
        erase_one(site, hers, couple)
        for each, person in ((hers, ada), (his, ben)):
            erase_account(site, each, person)
    assert not Couple.objects.filter(pk=couple.pk).exists()
    assert rows_with(WORD) == []
    places = {"log": [log], "ledger": [book], "files": everything_in(static_files)}
    assert holding(WORD, places) == []
    assert WORD.encode() not in b"".join(bytes(mail) for _to, mail in mailbox.mails)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    assert (files_with(WORD), keys_with(WORD)) == ([], [])
    assert WORD not in server("pg_dump", "--format=plain").decode()
    with log.open("a") as file:
        file.write(WORD)
    assert holding(WORD, places) == ["log"]
    assert len(log.read_text()) > len(WORD)  # they did say something


def write_and_look(hers: Hands) -> None:
    """Kept, refused, looked for, and asked for at an address that is none."""
    assert hers.send(reverse("appreciations:first"), text=WORD)[0] == 303
    Appreciation.objects.update(opened_at=clock.now() - timedelta(minutes=1))
    assert hers.send(reverse("appreciations:sending", args=[uuid4()]), text=WORD * 500)[0] == 422
    assert WORD.encode() in hers.send(reverse("search:page"), words=WORD)[1]
    assert hers.send(f"/{WORD}/?q={WORD}")[0] == 404


def take_along(site: Site, hers: Hands) -> None:
    assert hers.send(reverse("export:home"), ask="1")[0] == 303
    site.wait_until(lambda: Archive.objects.exclude(made_at=None).exists())
    status, file = hers.send(reverse("export:file", args=[Archive.objects.get().pk]), take="1")
    assert (status, file[:2]) == (200, b"PK")


def erase_one(site: Site, hers: Hands, couple: Couple) -> None:
    note = Appreciation.objects.get()
    where = [couple.pk, "appreciations", "thank-you", note.pk]
    assert hers.send(reverse("erasing:one", args=where), erase="1")[0] == 303
    JustErased.objects.update(at=clock.now() - JustErased.LIFE)
    app.send_task("journal.erasing.end")
    site.wait_until(lambda: not JustErased.objects.exists())


def erase_account(site: Site, each: Hands, person: Person) -> None:
    assert each.send(reverse("erase:account"), erase="1")[0] == 303
    Person.objects.filter(pk=person.pk).update(erase_at=clock.now())
    app.send_task("couples.erasing.sweep")
    site.wait_until(lambda: Person.objects.exclude(erased_at=None).filter(pk=person.pk).exists())


def everything_in(folder: Path) -> list[Path]:
    return [Path(home, name) for home, _, names in os.walk(folder, followlinks=False) for name in names]


def holding(word: str, places: dict[str, list[Path]]) -> list[str]:
    return [name for name, files in places.items() if any(word.encode() in file.read_bytes() for file in files)]
