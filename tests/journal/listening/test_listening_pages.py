"""Listening, page by page: with scripts and without, on two phones or one, and never a word lost."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from journal.listening import services, sources
from journal.listening.followups import FOLLOWUPS
from journal.listening.forms import characters
from journal.listening.models import Turn
from journal.listening.services import Pair
from journal.listening.sources import Shared
from journal.listening.steps import Role, Step
from tests.journal.listening.conftest import EVENING, ON, Say
from tests.pages import words_of

pytestmark = pytest.mark.django_db

FAMILY = "👨‍👩‍👧‍👦"


def url(name: str, shared: Shared, *more: str) -> str:
    return reverse(f"listening:{name}", args=[shared.kind, shared.id, *more])


def sent(client: Client, shared: Shared, step: str, text: str = "", seen: int = 0, **more: Any) -> Any:
    return client.post(url("saying", shared, step), {"text": text, "seen": seen} | more)


def test_a_check_in_is_heard_in_sentences_as_today_shows_it(
    couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    given = {"energy": "little", "feelings": ["tired", "full of CANARY"], "ahead": "Sunday"}
    hers, _his = [checkins.seal(couple, by=each, on=ON, values=given) for each in (ada, ben)]
    page = reverse("listening:page", args=["checkins", hers.pk])
    words = " ".join(words_of(ben_client.get(page)).split())
    assert "Ada has a little energy today, and feels tired." in words
    for heading, own in (("In their own words:", "full of CANARY"), ("Looking forward to:", "Sunday")):
        assert re.search(rf"{heading}</p> <blockquote[^>]*>{own}</blockquote>", words)
    with time_machine.travel(EVENING + timedelta(days=2)):
        assert "Ada had a little energy, and felt tired." in " ".join(words_of(ben_client.get(page)).split())


def test_from_an_opened_check_in_to_a_reply(
    shared: Shared, couple: Couple, ada_client: Client, ben_client: Client
) -> None:
    day = words_of(ben_client.get(reverse("checkins:day", args=[ON])))
    assert url("page", shared) in day
    assert "Listening to Ada" in words_of(ben_client.get(url("page", shared)))
    assert sent(ben_client, shared, "heard", "You were tired.").headers["Location"] == url("page", shared)
    page = words_of(ada_client.get(url("page", shared)))
    assert "You were tired." in page
    assert "Is that it?" in page
    sent(ada_client, shared, "almost", "I was alone with it.", 1)
    assert "I was alone with it." in words_of(ben_client.get(url("page", shared)))
    sent(ben_client, shared, "heard", "Alone with it.", 2)
    sent(ada_client, shared, "yes", seen=3)
    assert "Now there is room for a reply." in words_of(ben_client.get(url("page", shared)))
    sent(ben_client, shared, "reply", "I am here tonight.", 4)
    reply = Turn.objects.get(step=Step.REPLY)
    page = words_of(ada_client.get(url("page", shared)))
    assert "I am here tonight." in page
    assert reverse("listening:page", args=["replies", reply.pk]) in page


def test_after_a_reply_there_is_a_way_on_for_both(
    say: Say, shared: Shared, ada_client: Client, ben_client: Client
) -> None:
    say("ada", Step.YES)
    say("ben", Step.REPLY, "I am here tonight.")
    hers, his = (words_of(client.get(url("page", shared))) for client in (ada_client, ben_client))
    assert "Ben replied to you." in hers
    assert "Your reply is with Ada." in his
    for page in (hers, his):
        assert "Ada said: yes, that’s it." in page
        assert "Nothing more for you to do." in page
        for on in ("today:home", "appreciations:new"):
            assert f'href="{reverse(on)}"' in page
        assert "<textarea" not in page


def test_each_turn_is_one_bubble_and_the_page_says_whose_go_it_is(
    say: Say, shared: Shared, ada_client: Client, ben_client: Client
) -> None:
    """The shape of the one whose go it is is filled, the other's is outlined, and words say the same."""
    first, theirs = words_of(ben_client.get(url("page", shared))), words_of(ada_client.get(url("page", shared)))
    assert "It’s your turn to say back what you heard." in first
    assert "You can both read this." in theirs
    say("ben", Step.HEARD, "You were tired.")
    page = words_of(ada_client.get(url("page", shared)))
    assert "Is that it?" in page
    assert page.count('<figure class="said ') == 2
    assert (page.count('class="mark a"'), page.count('class="mark b"')) == (2, 1), "by each name, and whose go it is"
    assert page.count('class="mark open b"') == 1
    assert "Ada can carry on any time." in words_of(ben_client.get(url("page", shared)))


def test_a_reply_is_listened_to_in_its_turn(
    say: Say, shared: Shared, couple: Couple, ada_client: Client, ben_client: Client
) -> None:
    say("ada", Step.YES)
    reply = sources.find(couple, "replies", say("ben", Step.REPLY, "I am here tonight.").pk)
    assert reply
    assert sent(ada_client, reply, "heard", "You are here.").status_code == 303
    page = words_of(ben_client.get(url("page", reply)))
    assert "You are here." in page
    assert url("page", shared) in page  # the way back
    assert sources.find(couple, "replies", Turn.objects.get(step=Step.HEARD).pk) is None


def test_only_the_other_ones_card_offers_to_say_it_back(shared: Shared, ada_client: Client, ben_client: Client) -> None:
    for name in ("today:home", "checkins:start"):
        assert url("page", shared) in words_of(ben_client.get(reverse(name)))
        assert url("page", shared) not in words_of(ada_client.get(reverse(name)))


@pytest.mark.parametrize(("step", "name"), [("heard", "ada"), ("reply", "ada"), ("yes", "ben"), ("more", "ben")])
def test_the_others_step_is_no_address(
    step: str, name: str, shared: Shared, ada_client: Client, ben_client: Client
) -> None:
    client = {"ada": ada_client, "ben": ben_client}[name]
    assert sent(client, shared, step, "Words").status_code == 404
    if step != "yes":
        assert client.post(url("draft", shared, step), {"text": "Words", "seen": 0}).status_code == 404
    assert not Turn.objects.exists()


@pytest.mark.parametrize("kind", ["nothing", "appreciations", "CHECKINS"])
def test_no_kind_and_no_step_is_no_address(kind: str, shared: Shared, ben_client: Client) -> None:
    assert ben_client.get(f"/listening/{kind}/{shared.id}/").status_code == 404
    assert ben_client.get(f"/listening/checkins/{uuid4()}/").status_code == 404
    assert sent(ben_client, shared, "shouted", "Words").status_code == 404


def test_what_is_sealed_has_no_page(couple: Couple, ada: Person, ada_client: Client, ben_client: Client) -> None:
    mine = checkins.seal(couple, by=ada, on=ON, values={"line": "CANARY"})
    for client in (ada_client, ben_client):
        assert client.get(reverse("listening:page", args=["checkins", mine.pk])).status_code == 404


# -- length, as a reader counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("abc", 3),
        ("\u00e9", 1),
        ("e\u0301", 1),
        (FAMILY, 1),
        ("🇩🇪🇫🇷", 2),
        ("नमस्ते", 3),
        ("각", 1),
        ("a\n", 2),
        ("", 0),
        ("👍🏽", 1),
    ],
)
def test_characters_are_what_a_reader_takes_for_one(text: str, counted: int) -> None:
    assert abs(characters(text) - counted) <= (1 if text == "नमस्ते" else 0)  # newer tables join one more of them


@pytest.mark.parametrize("one", ["x", "é", FAMILY, "x\r\n"])
def test_four_hundred_characters_fit_and_one_more_is_said_kindly(one: str, shared: Shared, ben_client: Client) -> None:
    most = 200 if "\n" in one else 400
    refused = sent(ben_client, shared, "heard", one * most + "y")
    assert refused.status_code == 422
    assert "Say it back in 400 characters or fewer." in words_of(refused)
    assert one.replace("\r", "") * most in words_of(refused).replace("\r", "")
    assert not Turn.objects.exists()
    assert sent(ben_client, shared, "heard", one * (most - 1) + "y").status_code == 303


@pytest.mark.parametrize("text", ["", "   ", "\n\n", " "])
def test_saying_nothing_is_asked_about_kindly(text: str, shared: Shared, ben_client: Client) -> None:
    answer = sent(ben_client, shared, "heard", text)
    assert answer.status_code == 422
    assert "Write a few words first." in words_of(answer)


def test_a_stray_null_is_refused_with_the_rest_there(shared: Shared, ben_client: Client) -> None:
    answer = sent(ben_client, shared, "heard", "TYPED\x00")
    assert answer.status_code == 422
    assert "TYPED" in words_of(answer)


@pytest.mark.parametrize("text", ["0123456789" * 2000, "a" + "́" * 19_999])
def test_far_too_much_is_refused_with_every_word_there(text: str, shared: Shared, ben_client: Client) -> None:
    answer = sent(ben_client, shared, "heard", text)
    assert answer.status_code == 422
    assert text in words_of(answer)
    assert ben_client.post(url("draft", shared, "heard"), {"text": text, "seen": 0}).status_code == 422


def test_pasted_markup_stays_words(shared: Shared, ada_client: Client, ben_client: Client) -> None:
    sent(ben_client, shared, "heard", "<b>bold</b><script>x()</script>")
    page = words_of(ada_client.get(url("page", shared)))
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


@pytest.mark.parametrize("seen", ["", "-1", "x", "99999999999", "1.5"])
def test_a_page_that_says_nothing_sensible_changes_nothing(seen: str, shared: Shared, ben_client: Client) -> None:
    answer = ben_client.post(url("saying", shared, "heard"), {"text": "TYPED", "seen": seen})
    assert answer.status_code == 422
    assert "TYPED" in words_of(answer)


# -- drafts, old tabs -------------------------------------------------------------------------------------------------


def test_a_draft_is_there_again_and_the_other_sees_no_difference(
    shared: Shared, ada_client: Client, ben_client: Client
) -> None:
    before = words_of(ada_client.get(url("page", shared)))
    saved = ben_client.post(url("draft", shared, "heard"), {"text": "CANARY", "seen": 0})
    assert (saved.status_code, saved.content) == (204, b"")
    assert "CANARY" in words_of(ben_client.get(url("page", shared)))
    assert words_of(ada_client.get(url("page", shared))) == before


def test_an_old_tab_keeps_its_words_in_the_form_when_it_is_still_ones_go(
    shared: Shared, say: Say, ben_client: Client
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    say("ada", Step.ALMOST, "Alone.")
    answer = sent(ben_client, shared, "heard", "TYPED-IN-AN-OLD-TAB", 0)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "Something changed while you were writing." in page
    assert "TYPED-IN-AN-OLD-TAB</textarea>" in page
    assert 'name="seen" value="2"' in page


def test_an_old_tab_shows_its_words_once_more_when_it_is_not(
    shared: Shared, say: Say, ada_client: Client, ben_client: Client
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    answer = sent(ben_client, shared, "heard", "TYPED-IN-AN-OLD-TAB", 0)
    assert answer.status_code == 409
    assert "TYPED-IN-AN-OLD-TAB" in words_of(answer)
    assert "TYPED-IN-AN-OLD-TAB" not in words_of(ada_client.get(url("page", shared)))


def test_words_begun_before_the_other_said_yes_aloud_are_kept(shared: Shared, say: Say, ben_client: Client) -> None:
    ben_client.post(url("draft", shared, "heard"), {"text": "BEGUN", "seen": 0})
    say("ada", Step.YES)
    page = words_of(ben_client.get(url("page", shared)))
    assert "Only for you" in page
    assert "BEGUN" in page


def test_a_page_being_typed_into_is_never_replaced(shared: Shared, say: Say, ben_client: Client) -> None:
    assert "hx-get" not in words_of(ben_client.get(url("page", shared))).partition('id="hearing"')[2][:200]
    say("ben", Step.HEARD, "You were tired.")
    part = words_of(ben_client.get(url("page", shared), headers={"HX-Request": "true"}))
    assert " ".join(part.split()).startswith('<div id="hearing" hx-get=')


# -- asking, leaving it, one phone ------------------------------------------------------------------------------------


def test_a_question_may_be_borrowed_and_changed(shared: Shared, ada_client: Client, ben_client: Client) -> None:
    asking = words_of(ben_client.get(url("page", shared), {"ask": ""}))
    assert sum(str(words) in asking for words in FOLLOWUPS.values()) == len(FOLLOWUPS) >= 12
    borrowed = words_of(ben_client.get(url("page", shared), {"ask": "like"}))
    assert "What was that like for you?</textarea>" in borrowed
    assert ben_client.get(url("page", shared), {"ask": "no-such"}).status_code == 200
    sent(ben_client, shared, "question", "What was that like for you?")
    assert "A little more about it" in words_of(ada_client.get(url("page", shared)))
    sent(ada_client, shared, "more", "Like rain.", 1)
    assert "Like rain." in words_of(ben_client.get(url("page", shared)))


def test_leaving_it_there_is_said_plainly_and_taken_up_by_the_same_one(
    shared: Shared, say: Say, ada_client: Client, ben_client: Client
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    ada_client.post(url("rest", shared))
    assert "Pick it up again" in words_of(ada_client.get(url("page", shared)))
    others = words_of(ben_client.get(url("page", shared)))
    assert "Nothing is lost. Nothing for you to do." in others
    assert "Pick it up again" not in others
    ben_client.post(url("taking-up", shared))
    assert "Paused here for now." in words_of(ada_client.get(url("page", shared)))
    ada_client.post(url("taking-up", shared))
    assert "Is that it?" in words_of(ada_client.get(url("page", shared)))


def test_side_by_side_on_one_phone(shared: Shared, say: Say, ada_client: Client, ben_client: Client) -> None:
    say("ben", Step.HEARD, "You were tired.")
    handed = words_of(ben_client.get(url("page", shared), {"together": "1"}))
    assert "Ada, is that it?" in handed
    assert "data-draft-url" not in handed  # nothing of hers stays on his phone
    refused = sent(ben_client, shared, "almost", "", 1, together="1")
    assert refused.status_code == 422
    assert "Ada, is that it?" in words_of(refused)
    sent(ben_client, shared, "yes", seen=1, together="1")
    page = words_of(ada_client.get(url("page", shared)))
    assert "Side by side, on Ben’s phone." in page
    assert "Almost: what matters is" in page
    assert "Your reply" in words_of(ben_client.get(url("page", shared)))


def test_side_by_side_is_offered_only_where_there_is_something_to_answer(
    shared: Shared, ada_client: Client, ben_client: Client
) -> None:
    for client in (ada_client, ben_client):
        page = words_of(client.get(url("page", shared), {"together": "1"}))
        assert "is that it?" not in page


# -- Today, the list, cost --------------------------------------------------------------------------------------------


def test_today_shows_the_newest_three_of_all_and_no_number(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    for back in range(1, 6):
        many_said_back(couple, ada, ben, back)
        evening.shift(timedelta(minutes=1))
    page = words_of(ada_client.get(reverse("today:home")))
    assert page.count("Ben said back what they heard.") == 3


def test_the_list_goes_by_months_and_shows_only_what_was_begun(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    many_said_back(couple, ada, ben, 1)
    evening.shift(timedelta(days=30))
    begun = many_said_back(couple, ada, ben, 0)
    page = words_of(ada_client.get(reverse("listening:list")))
    assert "Your check-in" in page
    assert url("page", begun) in page
    assert page.count("Your check-in") == 1
    assert "Your check-in" in words_of(ada_client.get(reverse("listening:list"), {"month": "2026-11"}))
    assert "Ada’s check-in" in words_of(ben_client.get(reverse("listening:list")))


@pytest.mark.parametrize("rounds", [1, 50])
def test_a_page_costs_the_same_after_one_round_or_fifty(
    rounds: int, shared: Shared, say: Say, ada_client: Client, ben_client: Client
) -> None:
    for _ in range(rounds):
        say("ben", Step.HEARD, "You were tired.")
        say("ada", Step.ALMOST, "Alone.")
    for client in (ada_client, ben_client):
        client.get(url("page", shared))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("page", shared)).status_code == 200
        assert len(asked) == 6


def many_said_back(couple: Couple, ada: Person, ben: Person, back: int) -> Shared:
    """Of an evening so many days ago, by now."""
    on = ON - timedelta(days=back)
    hers, _his = [checkins.seal(couple, by=person, on=on, values={"line": "Words"}) for person in (ada, ben)]
    shared = sources.find(couple, "checkins", hers.pk)
    assert shared
    services.say(shared, Pair(ben, ada, Role.LISTENER), step=Step.HEARD, seen=0, text="Words")
    return shared
