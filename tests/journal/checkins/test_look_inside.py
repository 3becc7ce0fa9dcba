"""The evening drawn on the first page: made up, and told as the app tells an evening."""

from html import unescape

from django.test import Client
from django.urls import reverse

from journal.checkins.models import Energy
from journal.checkins.sentences import Told, sentence
from tests.pages import words_of


def test_the_first_page_shows_an_evening_in_the_words_of_the_app(client: Client) -> None:
    page = unescape(words_of(client.get(reverse("welcome"))))
    assert "We made up the words." in page
    assert "Small things done often do more than big gestures." in " ".join(page.split())
    for name, energy, feeling in (("Alex", Energy.LITTLE, "tired"), ("Sam", Energy.SOME, "grateful")):
        assert sentence(Told.NAME_TODAY, energy, [feeling], name=name) in page


def test_the_first_page_says_what_this_is_and_is_not(client: Client) -> None:
    page = unescape(words_of(client.get(reverse("welcome"))))
    for said in ("What you do here", "What never happens here", "not a game, a coach or a judge"):
        assert said in page
    assert f'href="{reverse("notes")}"' in page
