"""What every response carries, who is refused at the door, and what an error never shows."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string
from redis.exceptions import ConnectionError as Away

from couples.accounts.models import Person
from couples.outbox import tokens
from couples.outbox.models import Mute
from couples.space import services as space
from couples.space.models import Couple
from couples.web.headers import NothingToShow, is_exempt
from tests.addresses import ADDRESSES, ALL, ONLY_SENT, SHARED_NAMES
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

#: New at each visit.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
DETAILS = {"name": "Ada", "email": "ada@example.org", "zone": "Europe/Berlin"}


@pytest.mark.parametrize("path", ["/", "/about/", "/account/login/", "/no-such-page/"])
def test_every_page_forbids_storing_framing_and_sensors(path: str) -> None:  # S16, S17, S18
    headers = Client().get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    for sensor in ("geolocation", "camera", "microphone"):
        assert f"{sensor}=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_post_without_our_token_is_refused_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_signup"), DETAILS)
    assert answer.status_code == 403
    assert get_user_model().objects.count() == 0


def test_a_post_from_another_site_is_refused_whatever_it_carries() -> None:
    answer = Client().post(reverse("account_signup"), DETAILS, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert get_user_model().objects.count() == 0


def test_one_click_from_a_mail_program_that_is_a_web_page_works_at_once(ada: Person) -> None:
    """RFC 8058: the signed token is the proof. No cookie, no form of ours."""
    client = Client(enforce_csrf_checks=True)
    link = reverse("outbox:unsubscribe", args=[tokens.unsubscribe(ada.pk, "nudge")])
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.com"}
    one_click, form = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    for told in (
        client.post(link, {"List-Unsubscribe": "One-Click"}, headers=headers),
        client.post(link, one_click, content_type=form, headers=headers),
    ):
        assert told.status_code == 200
        assert Mute.objects.filter(person=ada, kind="nudge").exists()


def test_every_other_post_from_another_site_is_refused() -> None:
    """What is exempt from our token brings a proof of its own. A new exemption has to be named here."""
    exempt = {name for name, view in views() if is_exempt(view)}
    assert exempt == {"unsubscribe", "reports"}


def views() -> Iterator[tuple[str, Any]]:
    def within(patterns: Any) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            if hasattr(each, "url_patterns"):
                yield from within(each.url_patterns)
            else:
                yield each.name, each.callback

    return within(get_resolver().url_patterns)


def test_head_is_get_without_the_words_on_every_page(ada_client: Client, couple: Couple, ada: Person) -> None:
    link = reverse("outbox:unsubscribe", args=[tokens.unsubscribe(ada.pk, "nudge")])
    somebody = PersonFactory()
    invited = space.invite(space.begin(by=somebody, called="You"), by=somebody, email="a@example.org")
    plain = sorted(set(ALL) - ONLY_SENT - set(ADDRESSES) - set(SHARED_NAMES) - {"healthz"})
    for path in [*map(reverse, plain), link, reverse("space:welcome", args=[invited.token]), "/no-such-page/"]:
        for client in (ada_client, Client()):
            told, short = client.get(path), client.head(path)
            assert (short.status_code, short.content) == (told.status_code, b""), path
            where, there = (ID.sub("", each.headers.get("Location", "")) for each in (short, told))
            assert where == there, path
            assert short.headers.get("Content-Type") == told.headers.get("Content-Type"), path


def test_head_changes_nothing_and_a_provider_still_learns_that_somebody_is_there(ada: Person, settings: Any) -> None:
    link = reverse("outbox:unsubscribe", args=[tokens.unsubscribe(ada.pk, "nudge")])
    assert Client().head(link).status_code == 200
    assert not Mute.objects.exists()
    settings.MAIL_WEBHOOK, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": "name:" + "p" * 24}
    assert Client().head(reverse("outbox:reports")).status_code == 200
    assert Client().get(reverse("outbox:reports")).status_code == 405
    assert Client().head("/live/").status_code == 405


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a handler writes that is made as the settings make theirs."""
    out = io.StringIO()
    said: dict[str, Any] = settings.LOGGING
    handler = logging.StreamHandler(out)
    for name in said["handlers"]["stderr"]["filters"]:
        handler.addFilter(import_string(said["filters"][name]["()"])())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def test_no_log_holds_what_an_address_holds(ada: Person, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused for want of our token, not found, broken: every line names the route (S21)."""
    token = tokens.unsubscribe(ada.pk, "nudge")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for path in (f"/mail/{token}/choices/", f"/i/{token}/refusal/", f"/mail/{token}/off/", f"/{token}/"):
        client.post(path, {}, headers={"Referer": f"http://testserver/{token}"})
    monkeypatch.setattr("couples.space.services.find_sent", lambda token: 1 / 0)
    client.get(f"/i/{token}/")
    said = logged.getvalue()
    assert "Forbidden" in said
    assert "Internal Server Error: /i/<str:token>/" in said
    assert token not in said


def test_without_a_cache_to_count_in_sign_in_refuses_rather_than_never_stopping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone:
        def __getattr__(self, name: str) -> Any:
            raise Away("the cache is away")

    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", Gone())
    answer = Client().post(reverse("account_login"), {"login": "ada@example.org", "password": "a guess or two"})
    assert answer.status_code == 503


def test_an_expired_session_is_led_to_sign_in_whole_and_back_to_where_it_was() -> None:
    plain = Client().get("/thanks/new/")
    assert plain["Location"] == reverse("account_login") + "?next=/thanks/new/"
    part = Client().get("/today/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == reverse("account_login")
    lost = Client().post("/check-in/2026-11-22/seal/", {"line": "words"})
    assert lost["Location"] == reverse("account_login") + "?next=/today/"


def test_error_reports_hold_no_words_and_no_settings() -> None:
    shown = NothingToShow()
    request = RequestFactory().post("/", {"line": "private"})
    assert shown.get_post_parameters(request) == {}
    assert shown.get_traceback_frame_variables(request, None) == ()
    assert shown.get_safe_settings() == {}
