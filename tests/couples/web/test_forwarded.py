"""Where a request came from, behind any number of proxies: forged, counted wrongly, or written oddly."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.web import forwarded

PEER = "10.0.0.9"


@pytest.fixture(autouse=True)
def told_once() -> Iterator[None]:
    forwarded._once.cache_clear()
    yield
    forwarded._once.cache_clear()


def asked(said: str | None, peer: str = PEER) -> Any:
    headers = {} if said is None else {"X-Forwarded-For": said}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)


@pytest.mark.parametrize(
    ("count", "said", "address"),
    [
        (0, None, PEER),
        (0, "203.0.113.7", PEER),  # nobody of ours is in front, so nobody may say so
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # what came along is no proxy of ours
        (2, "203.0.113.7, 192.0.2.2", "203.0.113.7"),
        (2, "198.51.100.1,203.0.113.7,192.0.2.2", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),  # one is missing: the nearest is believed
        (5, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (1, None, PEER),
        (1, "", PEER),
        (1, " , ", PEER),
        (1, "unknown", PEER),
        (2, "unknown, 192.0.2.2", "192.0.2.2"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:DB8::7]:443", "2001:db8::7"),
        (1, "[2001:db8::7]", "2001:db8::7"),
        (1, '"2001:db8::7"', "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_say_counts(count: int, said: str | None, address: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    assert forwarded.client_address(asked(said)) == address


@given(st.integers(0, 5), st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40))
def test_whatever_is_sent_along_is_an_address_in_the_end(count: int, said: str) -> None:
    from django.test import override_settings  # noqa: PLC0415  Hypothesis wants no fixture

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=count):
        assert forwarded.clean(forwarded.client_address(asked(said)))


def test_a_line_that_has_no_address_is_everybodys() -> None:
    assert forwarded.client_address(asked(None, peer="")) == "unknown"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 5])
@pytest.mark.parametrize("said", ["203.0.113.7", "", "unknown", "203.0.113.7, 192.0.2.2", ",,,", "1.2.3.4.5"])
def test_signing_in_works_whatever_the_count(ada: Person, count: int, said: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    values = {"login": ada.email, "password": "not this one"}
    answer = Client(headers={"X-Forwarded-For": said}).post("/account/login/", values)
    assert answer.status_code < 400


def test_a_count_that_is_too_high_is_said_once(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for _ in range(3):
        forwarded.client_address(asked("203.0.113.7"))
    assert caplog.messages == ["NEARER_PROXIES is 2, but fewer proxies are in front: set it to how many there are"]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["https", "HTTPS", "Https", "https, http"])
def test_https_is_https_however_it_is_written(said: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, (forwarded.PROTO, "https")
    assert Client(headers={"X-Forwarded-Proto": said}).get("/about/").status_code == 200
    assert Client(headers={"X-Forwarded-Proto": "http"}).get("/about/").status_code == 301


@pytest.mark.django_db
def test_a_proxy_that_does_not_say_is_named_in_the_log(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client(headers={"X-Forwarded-For": "203.0.113.7"}).get("/about/").status_code == 301
    assert "no X-Forwarded-Proto" in caplog.text
