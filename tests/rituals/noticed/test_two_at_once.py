"""Words about a time for each other, changed on two devices at once: nobody's words are written over unseen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from rituals.models import Ritual
from rituals.noticed import services as noticing
from rituals.noticed.models import Noticed
from tests.page_ids import page_id
from tests.pages import words_of
from tests.rituals.conftest import time_together

pytestmark = pytest.mark.django_db


@pytest.fixture
def ritual(couple: Couple, ada: Person) -> Ritual:
    return time_together(couple, ada)


def as_shown(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send of this page if nothing was touched."""
    form = client.get(address).context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, "")}


class TestRewording:
    @pytest.fixture
    def line(self, ritual: Ritual, ada: Person) -> Noticed:
        noticing.note(ritual, by=ada, id=page_id(ada), on=clock.today(ada), words="We laughed.")
        return Noticed.objects.get()

    @pytest.fixture
    def address(self, line: Noticed) -> str:
        return reverse("rituals:noticed", args=[line.pk])

    def test_two_devices_with_other_words_see_both_and_choose(
        self, ada_client: Client, line: Noticed, address: str
    ) -> None:
        phone, laptop = as_shown(ada_client, address), as_shown(ada_client, address)
        assert ada_client.post(address, phone | {"words": "We danced."}).status_code == 303
        answer = ada_client.post(address, laptop | {"words": "We sang."})
        assert answer.status_code == 422
        assert {"We danced.", "We sang."} <= set(answer.context["form"]["words"].value().splitlines())
        line.refresh_from_db()
        assert line.words == "We danced."
        again = {each.name: each.value() for each in answer.context["form"]}
        assert ada_client.post(address, again | {"words": "We danced and sang."}).status_code == 303
        line.refresh_from_db()
        assert line.words == "We danced and sang."

    def test_a_device_that_changed_nothing_is_shown_what_is_there_now(
        self, ada_client: Client, line: Noticed, address: str
    ) -> None:
        untouched = as_shown(ada_client, address)
        ada_client.post(address, as_shown(ada_client, address) | {"words": "We danced."})
        assert "We danced." in words_of(ada_client.post(address, untouched))
        line.refresh_from_db()
        assert line.words == "We danced."


class TestTitles:
    @pytest.fixture
    def address(self, ritual: Ritual) -> str:
        return reverse("rituals:edit", args=[ritual.pk])

    def test_two_new_titles_at_once_are_both_shown_and_neither_is_lost(
        self, ada_client: Client, ben_client: Client, ritual: Ritual, address: str
    ) -> None:
        hers, his = as_shown(ada_client, address), as_shown(ben_client, address)
        assert ada_client.post(address, hers | {"title": "A walk"}).status_code == 303
        answer = ben_client.post(address, his | {"title": "Pancakes", "at": "09:00"})
        assert answer.status_code == 422
        form = answer.context["form"]
        assert (form["title"].value(), form["at"].value()) == ("A walk, Pancakes", "09:00")
        assert "It has another name now" in words_of(answer)
        ritual.refresh_from_db()
        assert ritual.title == "A walk"
        again = {each.name: each.value() for each in form if each.value() not in (None, "")}
        assert ben_client.post(address, again | {"title": "Pancakes, then a walk"}).status_code == 303
        ritual.refresh_from_db()
        assert ritual.title == "Pancakes, then a walk"

    def test_whoever_changes_only_the_hour_leaves_the_new_title(
        self, ada_client: Client, ben_client: Client, ritual: Ritual, address: str
    ) -> None:
        his = as_shown(ben_client, address)
        ada_client.post(address, as_shown(ada_client, address) | {"title": "A walk"})
        assert ben_client.post(address, his | {"at": "09:00"}).status_code == 303
        ritual.refresh_from_db()
        assert (ritual.title, ritual.rule.at.hour) == ("A walk", 9)
