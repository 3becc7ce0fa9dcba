"""The page where somebody is told on a device or not, and what makes Nearer an app."""

import hashlib
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person, Session
from couples.accounts.sessions import digest
from couples.push import pwa, services
from couples.push.models import Device
from couples.space.models import Couple
from tests.couples.push.conftest import PHONE, SwitchOn
from tests.couples.push.service import PushService
from tests.pages import words_of

pytestmark = pytest.mark.django_db
PAGE = "/you/devices/"


def test_somebody_switches_a_browser_on_and_off_again(ada: Person, ada_client: Client, service: PushService) -> None:
    answer = ada_client.post(PAGE, service.browser(), headers={"User-Agent": PHONE})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    device = Device.objects.get()
    assert (device.person, device.session_key) == (ada, digest(str(ada_client.session.session_key)))
    assert device.subscription == service.browsers["/wp/one"].subscription(service.origin)
    page = words_of(ada_client.get(PAGE))
    assert "Firefox on Android" in page
    assert device.subscription["endpoint"] not in page
    ada_client.post(reverse("push:removal", args=[device.pk]))
    assert not Device.objects.exists()


def test_the_list_comes_back_in_place(ada_client: Client, service: PushService) -> None:
    answer = ada_client.post(PAGE, service.browser(), headers={"HX-Request": "true", "User-Agent": PHONE})
    assert answer.status_code == 200
    assert "<html" not in words_of(answer)
    assert "Firefox on Android" in words_of(answer)


def broken(**changes: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda given: given | changes


@pytest.mark.parametrize(
    "change",
    [
        broken(endpoint=""),
        broken(endpoint="not an address"),
        broken(endpoint="ftp://push.example.com/x"),
        broken(endpoint="https://push.example.com/" + "x" * 2_000),
        broken(p256dh="AAAA"),
        broken(p256dh="B" * 87),
        broken(p256dh="ä"),
        broken(auth="AAAA"),
        broken(auth="%%%"),
        lambda given: {},
    ],
)
def test_what_is_no_subscription_is_refused_in_one_sentence(
    ada_client: Client, service: PushService, change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    answer = ada_client.post(PAGE, change(service.browser()))
    assert answer.status_code == 422
    assert "Something went wrong in the browser." in words_of(answer)
    assert not Device.objects.exists()


def test_an_address_inside_the_servers_own_network_is_refused(
    ada_client: Client, service: PushService, settings: Any
) -> None:
    settings.PUSH_INSIDE = False
    assert ada_client.post(PAGE, service.browser()).status_code == 422
    assert not Device.objects.exists()


def test_an_eleventh_device_is_refused_kindly(
    ada: Person, ada_client: Client, switch_on: SwitchOn, service: PushService
) -> None:
    for n in range(services.MOST):
        switch_on(ada, f"/wp/{n}")
    answer = ada_client.post(PAGE, service.browser("/wp/eleven"))
    assert answer.status_code == 422
    assert "up to ten devices" in words_of(answer)
    assert Device.objects.count() == services.MOST


def test_without_a_key_of_the_server_the_page_says_so(ada_client: Client, service: PushService, settings: Any) -> None:
    settings.VAPID_KEY = ""
    page = words_of(ada_client.get(PAGE))
    assert "isn’t set up for notifications" in page
    assert "this-phone" not in page
    assert ada_client.post(PAGE, service.browser()).status_code == 404


def test_each_sees_their_own_devices_only(
    ada: Person, ada_client: Client, ben_client: Client, switch_on: SwitchOn
) -> None:
    device = switch_on(ada)
    assert "Firefox on Android" not in words_of(ben_client.get(PAGE))
    assert ben_client.post(reverse("push:removal", args=[device.pk])).status_code == 404
    assert Device.objects.filter(pk=device.pk).exists()


def test_the_partners_pages_are_the_same_whether_one_has_a_device_or_not(
    ada: Person, ben_client: Client, switch_on: SwitchOn
) -> None:
    def seen() -> list[str]:
        pages = [ben_client.get(url) for url in ("/today/", "/together/", "/you/", "/you/mail/", "/rituals/", PAGE)]
        return [page.content.decode().split("hx-headers")[0] + words_of(page)[-2000:] for page in pages]

    def without_tokens(pages: list[str]) -> list[str]:
        return [re.sub(r"[A-Za-z0-9]{64}", "", page) for page in pages]

    before = without_tokens(seen())
    switch_on(ada)
    assert without_tokens(seen()) == before


def test_where_somebody_is_signed_out_is_said(ada: Person, ada_client: Client, switch_on: SwitchOn) -> None:
    device = switch_on(ada)
    Session.objects.filter(session_key=device.session_key).delete()
    assert "signed out on this device" in words_of(ada_client.get(PAGE))


def test_a_browser_says_once_a_session_that_it_is_there_again(
    ada: Person, ada_client: Client, switch_on: SwitchOn
) -> None:
    device = switch_on(ada)
    assert 'data-again="/you/devices/again/"' in words_of(ada_client.get("/today/"))
    answer = ada_client.post("/you/devices/again/", {"endpoint": device.subscription["endpoint"]})
    assert answer.status_code == 204
    device.refresh_from_db()
    assert device.session_key == digest(str(ada_client.session.session_key))
    assert "data-again" not in words_of(ada_client.get("/today/"))


@pytest.mark.parametrize("endpoint", ["", "https://push.example.com/other"])
def test_a_browser_that_is_not_wanted_is_told_to_stop(
    ben: Person, ada_client: Client, switch_on: SwitchOn, endpoint: str
) -> None:
    device = switch_on(ben)
    sent = endpoint or device.subscription["endpoint"]  # a phone on which Ada signed in after Ben
    assert ada_client.post("/you/devices/again/", {"endpoint": sent}).status_code == 205
    device.refresh_from_db()
    assert device.person == ben


@pytest.mark.parametrize("many", [1, 10])
def test_the_page_costs_the_same_however_many_devices(
    ada: Person, ada_client: Client, switch_on: SwitchOn, many: int
) -> None:
    for n in range(many):
        switch_on(ada, f"/wp/{n}")
    ada_client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        ada_client.get(PAGE)
    assert len(asked) == 4  # the session, who, the couple, the devices


# -- an app -----------------------------------------------------------------------------------------------------------


def test_what_is_kept_on_a_phone_is_the_same_for_everybody(ada_client: Client, couple: Couple) -> None:
    for url in ("/worker.js", "/manifest.webmanifest", "/offline/"):
        theirs, nobodys = ada_client.get(url), Client().get(url)
        assert theirs.status_code == 200
        assert theirs.content == nobodys.content
        assert not nobodys.cookies
        assert b"Ada" not in theirs.content


def test_the_worker_keeps_files_and_one_page_and_nothing_else(ada_client: Client) -> None:
    source = ada_client.get("/worker.js")
    assert source["Content-Type"] == "text/javascript"
    first = source.content.decode().splitlines()[0]
    known = json.loads(first.removeprefix("const NEARER = ").removesuffix(";"))
    assert known["offline"] == "/offline/"
    assert all(name.startswith("/static/") for name in known["files"])
    assert ".put(" not in source.content.decode()  # nothing is added once it runs


def test_the_manifest_says_nothing_of_anybody() -> None:
    manifest = Client().get("/manifest.webmanifest").json()
    assert (manifest["name"], manifest["display"], manifest["start_url"]) == ("Nearer", "standalone", "/today/")


def test_every_phone_finds_an_icon_of_the_size_it_was_promised() -> None:
    promised = {icon["src"]: icon["sizes"] for icon in Client().get("/manifest.webmanifest").json()["icons"]}
    promised["/static/icons/home-180.png"] = "180x180"  # for iOS, by every page
    assert "/static/icons/home-180.png" in words_of(Client().get("/about/"))
    drawn = {src: sizes for src, sizes in promised.items() if src.endswith(".png")}
    assert len(drawn) == 3
    for src, sizes in drawn.items():
        found = finders.find(src.removeprefix("/static/"))
        assert found
        width, height = struct.unpack(">II", Path(found).read_bytes()[16:24])  # IHDR, RFC 2083
        assert f"{width}x{height}" == sizes


def test_who_is_not_signed_in_gets_no_worker() -> None:
    page = words_of(Client().get("/about/"))
    assert "data-worker" not in page
    assert "data-again" not in page


# -- the worker changes with what it keeps ----------------------------------------------------------------------------


def release(client: Client) -> str:
    return str(json.loads(client.get("/worker.js").content.decode().partition("\n")[0][15:-1])["release"])


def test_the_same_files_are_the_same_release_for_everybody(ada_client: Client, client: Client) -> None:
    assert release(client) == release(ada_client) == release(client)


def test_another_page_for_no_connection_is_another_release(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = release(client)
    monkeypatch.setattr(pwa, "offline", lambda request: HttpResponse("Something else"))
    assert release(client) != before


@pytest.mark.parametrize("name", pwa.FILES)
def test_another_content_of_any_file_is_another_release(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, found = release(client), pwa._bytes
    monkeypatch.setattr(pwa, "_bytes", lambda each: b"changed" if each == name else found(each))
    assert release(client) != before


def test_it_keeps_whatever_the_page_for_no_connection_asks_for(client: Client) -> None:
    page = client.get(reverse("offline")).content.decode()
    kept = {static(name) for name in pwa.FILES}
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert {each for each in asked if each.endswith((".css", ".svg"))} <= kept


def test_a_browser_finds_itself_by_what_it_can_work_out(
    ada: Person, ada_client: Client, switch_on: SwitchOn, service: PushService
) -> None:
    device = switch_on(ada)
    digest_of = hashlib.sha256(device.subscription["endpoint"].encode()).hexdigest()
    assert f'data-device="{digest_of}"' in words_of(ada_client.get(PAGE))
