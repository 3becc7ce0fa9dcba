"""Twenty seconds, or five minutes: a wide set of words, places in the body, and gentle weeks to look back on."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services
from journal.checkins.feelings import AT_HAND, BODY, FEELINGS, LABELS, MORE, places
from journal.checkins.forms import CheckInForm
from journal.checkins.models import CheckIn
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


def test_every_word_and_place_is_there_once() -> None:
    assert len(LABELS) == len(FEELINGS) == len({str(label) for label in LABELS.values()})
    assert len(FEELINGS) == len(AT_HAND) + sum(len(choices) for _title, choices in MORE) >= 50
    assert len(dict(BODY)) == len(BODY)
    assert places(["chest", "long gone"]) == ["chest", "long gone"]


def test_the_short_form_stays_short_until_there_is_something_in_the_rest() -> None:
    assert not CheckInForm(initial={"feelings": ["tired"], "line": "Words"}).shows_more
    for deep in ({"feelings": ["wired"]}, {"body": ["jaw"]}, {"own_feelings": "glad of you"}):
        assert CheckInForm(initial=deep).shows_more
    refused = CheckInForm({"body": ["elbow"]})
    assert not refused.is_valid()
    assert refused.shows_more


def test_words_and_places_are_sealed_opened_and_heard(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    services.seal(couple, by=ben, on=ON, values={"line": "Mine"})
    answer = {"feelings": ["wired", "unseen"], "body": ["jaw", "chest"]}
    services.seal(couple, by=ada, on=ON, values=answer)
    told = words_of(ben_client.get(reverse("checkins:day", args=[ON])))
    assert "Ada felt wound up and unseen." in told
    assert "Where they feel it: jaw and chest" in told
    heard = reverse("listening:page", args=["checkins", CheckIn.objects.get(author=ada).pk])
    assert "jaw and chest" in words_of(ben_client.get(heard))
    weeks = words_of(ada_client.get(reverse("story:us")))
    assert "The week of 16 November" in weeks
    assert "Ada felt wound up and unseen." in weeks


def test_a_week_shows_nothing_of_what_only_one_has_written(
    couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    for person in (ada, ben):
        services.seal(couple, by=person, on=ON, values={"line": "Opened"})
    before = words_of(ben_client.get(reverse("story:us")))
    services.seal(couple, by=ada, on=date(2026, 11, 21), values={"feelings": ["CANARY"]})
    assert words_of(ben_client.get(reverse("story:us"))) == before
