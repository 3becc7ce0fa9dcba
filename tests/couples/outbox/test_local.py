"""The local default's mail: whole files for their owner's eyes, and a page only this machine sees."""

import importlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import clear_url_caches, include, path

from config import urls
from couples import clock
from couples.accounts.models import Person
from couples.outbox import delivery
from couples.outbox.services import post

pytestmark = pytest.mark.django_db
PAGE = "/local/mail/"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_BACKEND = "couples.outbox.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


@pytest.fixture
def mounted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The address list as the local default has it."""
    settings.LOCAL = True
    local = path("local/mail/", include("couples.outbox.local_urls"))
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

    monkeypatch.setattr("couples.outbox.files.os.fdopen", full)
    with pytest.raises(OSError, match="no space"):
        get_connection().send_messages([EmailMessage("Subject", "Words", to=["ada@example.org"])])
    assert not list(folder.glob("*.eml"))


def test_the_page_shows_codes_and_links_newest_first(ada: Person, folder: Path, mounted: None, client: Client) -> None:
    assert "No mail yet." in client.get(PAGE).content.decode()
    post(kind="verify_code", person=ada, params={"code": "ABCD-1234"})
    delivery.deliver(delivery.due_ids())
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


def test_a_server_has_no_such_page(folder: Path, mounted: None, client: Client, settings: Any) -> None:
    settings.LOCAL = False
    assert client.get(PAGE).status_code == 404


def test_it_is_not_even_an_address_elsewhere(client: Client) -> None:
    importlib.reload(urls)
    clear_url_caches()
    assert client.get(PAGE).status_code == 404
