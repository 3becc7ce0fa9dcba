"""Devices: one person each, ten at most, known by coarse words."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.local.secrets import vapid_key
from couples.accounts import sessions
from couples.accounts.models import Person
from couples.push import checks, services, vapid
from couples.push.models import Device
from couples.push.user_agents import browser_of, system_of
from tests.couples.push.conftest import SwitchOn

AGENTS = {
    "Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0": "Firefox on Android",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36": (
        "Chrome on Linux"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0": (
        "Edge on Windows"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile/15E Safari/604.1": (
        "Safari on iPhone"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1": "Safari on Mac",
    "Mozilla/5.0 (Linux; Android 14; SM-S9) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (X11; CrOS x86_64 14541) AppleWebKit/537.36 Chrome/131.0 Safari/537.36": "Chrome on ChromeOS",
    "": "A browser",
    "<script>": "A browser",
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items(), ids=AGENTS.values())
def test_a_device_is_named_by_browser_and_system_and_nothing_finer(agent: str, name: str) -> None:
    assert Device(browser=browser_of(agent), system=system_of(agent)).name == name


@pytest.mark.django_db
def test_at_most_ten_and_those_signed_out_make_room(ada: Person, switch_on: SwitchOn) -> None:
    for n in range(services.MOST):
        switch_on(ada, f"/wp/{n}")
    with pytest.raises(services.TooManyDevices):
        switch_on(ada, "/wp/one-more")
    assert Device.objects.count() == services.MOST
    Device.objects.filter(pk=Device.objects.first().pk).update(session_key="gone")  # type: ignore[union-attr]
    switch_on(ada, "/wp/one-more")
    assert Device.objects.count() == services.MOST


@pytest.mark.django_db
def test_a_shared_phone_tells_whoever_switched_it_on_last(ada: Person, ben: Person, switch_on: SwitchOn) -> None:
    switch_on(ada, "/wp/shared")
    switch_on(ben, "/wp/shared")
    assert [device.person for device in Device.objects.all()] == [ben]


@pytest.mark.django_db
def test_a_browser_goes_on_for_its_own_person_only(ada: Person, ben: Person, switch_on: SwitchOn) -> None:
    device = switch_on(ada)
    endpoint = device.subscription["endpoint"]
    assert not services.adopt(ben, session_key="bens", endpoint=endpoint)
    assert not services.adopt(ada, session_key="new", endpoint=endpoint + "x")
    device.refresh_from_db()
    assert device.session_key not in {sessions.digest("bens"), sessions.digest("new")}
    assert services.adopt(ada, session_key="new", endpoint=endpoint)
    device.refresh_from_db()
    assert device.session_key == sessions.digest("new")


@pytest.mark.django_db
def test_nobody_without_a_device_pays_for_devices(ada: Person) -> None:
    from couples.outbox.services import post  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        post(kind="login_code", person=ada, params={"code": "x"})
    assert not [each for each in asked if "couples_device" in each["sql"]]


# -- the key ----------------------------------------------------------------------------------------------------------


def test_the_command_prints_a_line_for_the_environment(capsys: pytest.CaptureFixture[str], settings: object) -> None:
    call_command("vapid")
    name, _, key = capsys.readouterr().out.strip().partition("=")
    assert name == "NEARER_VAPID_KEY"
    settings.VAPID_KEY = key  # type: ignore[attr-defined]
    assert len(vapid.public_key()) == 87
    assert checks.key_is_whole(None) == []


def test_a_local_key_is_as_good() -> None:
    assert vapid.parse(vapid_key()).curve.name == "secp256r1"


@pytest.mark.parametrize(
    "key", ["x", "AAAA", "A" * 43, "_" * 43, "ä" * 43, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIj"]
)
def test_a_broken_key_is_said_before_anything_starts(key: str, settings: object) -> None:
    settings.VAPID_KEY = key  # type: ignore[attr-defined]
    (error,) = checks.key_is_whole(None)
    assert "NEARER_VAPID_KEY" in error.msg
    assert key not in error.msg


def test_no_key_is_fine(settings: object) -> None:
    settings.VAPID_KEY = ""  # type: ignore[attr-defined]
    assert checks.key_is_whole(None) == []
    assert vapid.public_key() == ""
