"""Help: what anybody may ask, what each practice answers, and where people find both."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.practice import Practice
from journal.practices import PRACTICES
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HELP = reverse("help")
MOST = 12 * 1024

each_practice = pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.key)


def test_a_stranger_finds_out_what_it_is_who_can_read_it_and_what_it_takes(client: Client) -> None:
    page = words_of(client.get(HELP))
    for asked in ["What is it not?", "Who can read what?", "How much time", "only one of us", "afraid of my partner"]:
        assert asked in page
    assert f'href="{reverse("notes")}"' in page
    for practice in PRACTICES:
        assert f'href="{reverse(practice.help_page)}"' in page
    assert 'class="places"' not in page


@each_practice
def test_each_practice_has_a_page_of_its_own_questions(client: Client, practice: Practice) -> None:
    answer = client.get(reverse(practice.help_page))
    page = words_of(answer)
    assert all(escape(str(each)) in page for asked in practice.help for each in asked)
    assert reverse(practice.row.page) + '"' not in page  # nowhere they would only be asked to sign in
    assert len(answer.content) < MOST


@each_practice
def test_its_questions_are_folded_on_its_first_page(
    couple: Couple, ada: Person, ada_client: Client, practice: Practice
) -> None:
    page = words_of(ada_client.get(reverse(practice.row.page)))
    folded = page[page.rindex("<details") : page.rindex("</details>")]
    assert all(escape(str(each)) in folded for asked in practice.help for each in asked)
    assert "open" not in folded[: folded.index(">")]


def test_the_check_in_of_a_day_has_them_too_where_it_opens(couple: Couple, ada: Person, ada_client: Client) -> None:
    page = ada_client.get(reverse("checkins:day", args=[clock.today(ada)]))
    assert page.content.decode().count("How this works") == 1
    part = ada_client.get(page.wsgi_request.path, headers={"HX-Request": "true"})
    assert "How this works" not in words_of(part), "a look alone changes the evening, not what stands below it"


def test_today_and_you_have_no_practices_questions(couple: Couple, ada: Person, ada_client: Client) -> None:
    for name in ["today:home", "you"]:
        assert "How this works" not in words_of(ada_client.get(reverse(name)))


def test_somebody_with_a_couple_keeps_the_five_places_and_goes_back(
    couple: Couple, ada: Person, ada_client: Client
) -> None:
    page = words_of(ada_client.get(HELP))
    assert f'<a href="{reverse("you")}" aria-current="page">' in page
    assert f'href="{reverse("checkins:start")}"' in words_of(ada_client.get(reverse("help-checkins")))


def test_somebody_without_a_couple_may_read_it(db: None, ada: Person, ada_client: Client) -> None:
    assert ada_client.get(HELP).status_code == 200


def test_the_front_door_you_and_every_page_lead_there(
    couple: Couple, ada: Person, client: Client, ada_client: Client
) -> None:
    link = f'href="{HELP}"'
    assert words_of(client.get(reverse("welcome"))).count(link) == 2
    assert words_of(ada_client.get(reverse("you"))).count(link) == 2
    assert words_of(ada_client.get(reverse("today:home"))).count(link) == 1
    assert words_of(client.get("/nowhere/")).count(link) == 1


def test_help_is_small_and_asks_the_database_for_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get(HELP)
    assert len(answer.content) < MOST
