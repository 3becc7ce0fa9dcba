"""After the quick exit, Back and every address show a page that says nothing, until it is opened by a press."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from couples.web.away import COOKIE
from journal.checkins.models import CheckIn
from tests.pages import words_of

pytestmark = pytest.mark.django_db

PAGE = {"Sec-Fetch-Dest": "document"}
PLAIN = {"Accept": "text/html,application/xhtml+xml"}  # a browser over plain http, which says no more
AWAY = reverse("away")


def leave(client: Client) -> None:
    answer = client.get(AWAY, headers=PAGE | {"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert f'<meta http-equiv="refresh" content="0;url={settings.EXIT_URL}">' in words_of(answer)


@pytest.mark.parametrize("headers", [PAGE, PLAIN], ids=["https", "http"])
@pytest.mark.parametrize("path", ["/today/", "/thanks/", "/you/", "/nowhere/", "/"])
def test_whatever_one_goes_back_to_says_nothing(ada_client: Client, path: str, headers: dict[str, str]) -> None:
    leave(ada_client)
    answer = ada_client.get(path, headers=headers)
    page = words_of(answer)
    assert "Nothing is open here." in page
    assert not any(word in page for word in ("Nearer", "Ada", "Ben", "Today"))
    assert answer["Cache-Control"] == "no-store"


def test_a_press_opens_it_again_where_one_was(ada_client: Client) -> None:
    leave(ada_client)
    back = ada_client.post(AWAY, {"then": "/thanks/?month=2026-10"})
    assert back["Location"] == "/thanks/?month=2026-10"
    assert "Nothing is open here." not in words_of(ada_client.get("/thanks/", headers=PAGE))


@pytest.mark.parametrize("then", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(ada_client: Client, then: str) -> None:
    leave(ada_client)
    assert ada_client.post(AWAY, {"then": then})["Location"] == "/"


def test_nobody_is_signed_out_and_what_another_tab_sends_is_kept(ada_client: Client) -> None:
    leave(ada_client)
    today = words_of(ada_client.get("/today/", headers={"HX-Request": "true"} | PLAIN))
    assert "How are you today?" in today
    on = ada_client.get("/check-in/", headers={"HX-Request": "true"}).context["on"]
    saved = ada_client.post(reverse("checkins:draft", args=[on]), {"line": "Kept"})
    assert saved.status_code == 204
    assert CheckIn.objects.get().line == "Kept"


def test_another_site_cannot_send_anybody_away(ada_client: Client) -> None:
    ada_client.get(AWAY, headers=PAGE | {"Sec-Fetch-Site": "cross-site"})
    assert COOKIE not in ada_client.cookies
    assert "Nothing is open here." not in words_of(ada_client.get("/today/", headers=PAGE))


def test_who_is_not_signed_in_can_leave_too(client: Client) -> None:
    leave(client)
    for path in ("/", "/notes/", "/account/login/"):
        assert "Nothing is open here." in words_of(client.get(path, headers=PAGE))
    client.post(AWAY, {"then": "/"})
    assert "Nothing is open here." not in words_of(client.get("/", headers=PAGE))


def test_a_tab_restored_with_its_browser_shows_nothing(ada_client: Client) -> None:
    leave(ada_client)
    assert ada_client.cookies[COOKIE]["max-age"] == settings.SESSION_COOKIE_AGE


def test_every_signed_in_page_leads_there_and_says_where_to(ada_client: Client) -> None:
    page = words_of(ada_client.get("/today/"))
    assert f'href="{AWAY}" data-exit="{settings.EXIT_URL}"' in page
    assert page.index(AWAY) < page.index(f'href="{reverse("notes")}">Safety') < page.index('class="skip"')
