"""The local default's mail: whole files for their owner's eyes, and a page only this machine sees."""

import importlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import clear_url_caches, include, path

from config import urls
from config.local.supervisor import Options, where_mail_is
from couples import clock
from couples.accounts.models import Person
from couples.outbox import local_page
from couples.outbox.services import post
from tests.couples.outbox.posting import deliver_all

pytestmark = pytest.mark.django_db
PAGE = local_page.path_of(settings.SECRET_KEY)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_BACKEND = "couples.outbox.transport.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


@pytest.fixture
def mounted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The address list as the local default has it."""
    settings.LOCAL = True
    local = path(local_page.PATH, include("couples.outbox.local_urls"))
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, local])
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


def test_each_mail_is_a_file_of_its_own_for_its_owner_only(folder: Path) -> None:
    with time_machine.travel(clock.now(), tick=False):  # all in one microsecond
        get_connection().send_messages(
            [EmailMessage(f"Subject {n}", "Words", to=["ada@example.org"]) for n in range(3)]
        )
    written = sorted(folder.iterdir())
    assert [file.suffix for file in written] == [".eml"] * 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in written} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_mail_that_could_not_be_written_is_not_half_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("couples.outbox.transport.files.os.fdopen", full)
    with pytest.raises(OSError, match="no space"):
        get_connection().send_messages([EmailMessage("Subject", "Words", to=["ada@example.org"])])
    assert not list(folder.glob("*.eml"))


def test_the_page_shows_codes_and_links_newest_first(ada: Person, folder: Path, mounted: None, client: Client) -> None:
    assert "No email yet." in client.get(PAGE).content.decode()
    post(kind="verify_code", person=ada, params={"code": "ABCD-1234"})
    deliver_all()
    get_connection().send_messages([EmailMessage("Later", "See http://testserver/i/x/ <b>", to=["ben@example.org"])])
    page = client.get(PAGE).content.decode()
    assert page.index("Later") < page.index("Your code")
    assert 'value="ABCD-1234"' in page
    assert '<a href="http://testserver/i/x/"' in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("address", ["192.168.1.7", "2001:db8::1", "", "nonsense"])
def test_nobody_else_on_the_network_sees_it(folder: Path, mounted: None, client: Client, address: str) -> None:
    assert client.get(PAGE, REMOTE_ADDR=address).status_code == 404
    assert client.get(PAGE, REMOTE_ADDR="::1").status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Forwarded", "Forwarded"),
        *("Forwarded-For", "Via", "X-Real-IP", "X-Client-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP"),
        *("X-Original-Forwarded-For", "X-Original-Host", "X-Cluster-Client-IP", "Fastly-Client-IP", "CDN-Loop"),
        *("X-ProxyUser-Ip", "X-Envoy-External-Address", "Tailscale-User-Login", "X-Azure-ClientIP", "ngrok-trace-id"),
    ],
)
def test_what_somebody_passed_on_from_elsewhere_is_not_from_this_machine(
    folder: Path, mounted: None, client: Client, header: str
) -> None:
    """A tunnel or a proxy on this machine asks from it, for whoever is at its other end."""
    assert client.get(PAGE, headers={header: ""}).status_code == 404
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("secret", ["", "0" * 32, "../", "%00"])
def test_nobody_finds_it_who_was_not_told_where_it_is(folder: Path, mounted: None, client: Client, secret: str) -> None:
    assert client.get(f"/local/mail/{secret}/" if secret else "/local/mail/").status_code in {400, 404}
    assert client.get(PAGE[:-2] + ("1/" if PAGE[-2] != "1" else "2/")).status_code == 404


def test_where_it_is_follows_from_the_secret_of_this_machine_and_tells_nothing_of_it() -> None:
    other = local_page.path_of("x" * 50)
    assert local_page.path_of(settings.SECRET_KEY) == PAGE
    assert re.fullmatch(r"/local/mail/[0-9a-f]{32}/", other)
    assert other != local_page.path_of("y" * 50)


def test_with_mail_that_is_sent_there_is_no_such_page(mounted: None, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "couples.outbox.transport.smtp.EmailBackend", None
    assert client.get(PAGE).status_code == 404


def test_the_start_says_where_mail_is(tmp_path: Path) -> None:
    def said(host: str, mail: str) -> str:
        return where_mail_is(Options(host, 8123, tmp_path), {"EMAIL_URL": mail, "SECRET_KEY": settings.SECRET_KEY})

    for host in ("127.0.0.1", "0.0.0.0", "::1", "::"):  # noqa: S104  asked about, not bound
        assert said(host, "file:///somewhere") == f"Mail it would send: http://localhost:8123{PAGE}"
    assert said("192.168.1.7", "file:///somewhere") == "Mail it would send: /somewhere"
    for url in ("smtp://mail.example.org", "smtps://a:b@mail.example.org"):
        assert said("127.0.0.1", url) == "Mail is sent, by EMAIL_URL."


def test_a_server_has_no_such_page(folder: Path, mounted: None, client: Client, settings: Any) -> None:
    settings.LOCAL = False
    assert client.get(PAGE).status_code == 404


def test_it_is_not_even_an_address_elsewhere(client: Client) -> None:
    importlib.reload(urls)
    clear_url_caches()
    assert client.get(PAGE).status_code == 404
