"""The page about safety: the same for everybody, found from everywhere, and no trace of who read it (P10)."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.pages import words_of

pytestmark = pytest.mark.django_db

NOTES = reverse("notes")
ROOT = Path(__file__).resolve().parents[3]


def everything() -> dict[str, list[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")  # noqa: S608
            found[model._meta.db_table] = cursor.fetchall()
    return found


def test_it_is_the_same_page_for_everybody(couple: Couple, client: Client, ada_client: Client) -> None:
    answers = [each.get(NOTES) for each in (client, ada_client)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert "Ada" not in words_of(answers[1])


def test_reading_it_leaves_no_row_no_cookie_no_hint_and_no_line_in_a_log(
    couple: Couple, ada: Person, ada_client: Client, client: Client, hints: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    ada_client.get("/today/")
    before, hinted = everything(), list(hints)
    cache.clear()
    with caplog.at_level(logging.DEBUG):
        answers = [each.get(NOTES) for each in (client, ada_client)]
    assert everything() == before
    assert hints == hinted
    assert cache._cache.get_client().keys("*") == []  # type: ignore[attr-defined]
    assert [each for each in caplog.records if not each.name.startswith(("django.db", "django.template"))] == []
    for answer in answers:
        assert answer.cookies == {}
        assert answer["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_nothing_on_it_can_be_ticked_or_sent_and_nothing_tells_outside(client: Client) -> None:
    page = words_of(client.get(NOTES))
    assert "<title>Notes · Nearer</title>" in page
    assert not re.search(r"<(form|input|textarea|select|button|live-hints)\b|\bhx-|data-draft", page)
    assert re.findall(r'<script[^>]*src="([^"]+)"', page) == ["/static/js/elements/quick-exit.js"]
    # A link to another site would say there where somebody came from, and stay in the history.
    outward = set(re.findall(r'href="(?!/|#|tel:)([^"]+)"', page))
    assert outward == set()
    assert reverse("away") in page
    assert page.count("<li>", page.index("Six questions"), page.index("If one of these is a yes")) == 6


def test_it_is_found_from_every_page_and_every_error(couple: Couple, client: Client, ada_client: Client) -> None:
    link = f'href="{NOTES}"'
    for each in ("about", "welcome", "account_login", "account_signup", "help", "offline"):
        assert link in words_of(client.get(reverse(each))), each
    for each in ("/you/", "/today/", "/nowhere/"):
        assert words_of(ada_client.get(each)).count(link) >= 2, each
    for each in ("400", "403", "403_csrf", "404", "413", "429", "500", "503"):
        assert link in render_to_string(f"{each}.html"), each


def test_no_server_of_ours_writes_down_who_asked_for_what() -> None:
    compose, caddy = (ROOT / "docker-compose.yml").read_text(), (ROOT / "deploy/Caddyfile").read_text()
    assert compose.count("--no-access-log") == compose.count("- granian") + compose.count("- uvicorn") == 2
    # Caddy writes down who asked only where a site says `log`; its own words begin at warnings.
    own = (ROOT / "deploy/own-proxy/Caddyfile").read_text()
    assert re.findall(r"^\s*log\b", caddy, re.MULTILINE) == ["\tlog"]
    assert "level WARN" in caddy
    assert not re.search(r"^\s*log\b", own, re.MULTILINE)
    nginx = (ROOT / "deploy/own-proxy/nginx.conf").read_text()
    assert nginx.count("access_log off;") == nginx.count("server {") == 2
