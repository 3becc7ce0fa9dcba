"""What every response carries, who is refused at the door, and what an error never shows."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse
from redis.exceptions import ConnectionError as Away

from couples.headers import NothingToShow

pytestmark = pytest.mark.django_db

DETAILS = {"name": "Ada", "email": "ada@example.org", "zone": "Europe/Berlin"}


@pytest.mark.parametrize("path", ["/", "/about/", "/account/login/", "/no-such-page/"])
def test_every_page_forbids_storing_framing_and_sensors(path: str) -> None:
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
