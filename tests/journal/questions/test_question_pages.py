"""The pages of questions: the same for both, silent about the other, few queries, and never a word lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.space.models import Couple
from couples.space.services import begin
from journal.questions import deck, services
from journal.questions.models import Answer, OwnQuestion, Prompt, QuestionDepth, QuestionFeedback
from journal.questions.suggesting import id_on, suggested
from tests.factories import PersonFactory
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
START, ASK, OURS, DEPTH = (reverse(f"questions:{name}") for name in ("start", "ask", "ours", "depth"))
PAGES = (START, ASK, OURS, DEPTH, *(reverse(name) for name in ("questions:earlier", "questions:kept", "today:home")))

Hints = list[tuple[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.fixture
def today(couple: Couple) -> UUID:
    return id_on(couple, ON)


def url(name: str, id: UUID) -> str:
    return reverse(f"questions:{name}", args=[id])


def give(couple: Couple, person: Person, text: str, id: UUID | None = None) -> Answer:
    return services.give(couple, by=person, id=id or id_on(couple, ON), text=text)


def test_both_find_the_same_question_and_looking_stores_nothing(
    couple: Couple, ada_client: Client, ben_client: Client
) -> None:
    prompt = suggested(couple, ON)
    assert prompt
    for client in (ada_client, ben_client):
        assert str(prompt.words).replace("'", "&#x27;") in words_of(client.get(START))
    assert not Prompt.objects.exists()


def test_giving_leads_to_waiting_and_the_second_to_both_answers_alike(
    today: UUID, ada_client: Client, ben_client: Client
) -> None:
    answer = ada_client.post(url("giving", today), {"text": "CANARY-ADA"}, follow=True)
    assert "Ben hasn’t answered yet. Your words stay sealed." in words_of(answer)
    ben_client.post(url("giving", today), {"text": "CANARY-BEN"})
    for client in (ada_client, ben_client):
        page = words_of(client.get(url("page", today)))
        assert page.index("CANARY-ADA") < page.index("CANARY-BEN")
        assert "Say back what you heard" in page
        assert "You have both answered today’s question." in words_of(client.get(reverse("today:home")))


@pytest.mark.parametrize("act", ["save_draft", "give", "set_aside", "taken_back", "depth", "feedback"])
def test_pages_of_the_other_stay_the_same_to_the_byte(
    act: str,
    couple: Couple,
    ada: Person,
    ben: Person,
    ben_client: Client,
    today: UUID,
    evening: Any,
    hints: Hints,
    django_capture_on_commit_callbacks: Any,
) -> None:
    read = services.ask(couple, by=ben, id=uuid4(), text="What is new?")
    give(couple, ada, "Read", read.pk)
    tomorrow = ON + timedelta(days=1)
    paths = [path for path in PAGES if path not in (ASK, OURS)]  # these bring ids of their own each time

    def seen() -> list[Any]:
        return [words_of(ben_client.get(path)) for path in paths] + [suggested(couple, tomorrow)]

    before = seen()
    evening.shift(timedelta(minutes=7))
    with django_capture_on_commit_callbacks(execute=True):
        if act == "depth":
            services.choose_depth(couple, by=ada, depth=1)
        elif act == "feedback":
            services.give_feedback(couple, by=ada, prompt=read, how="too_much")
        elif act == "taken_back":
            give(couple, ada, "CANARY")
            services.retract(couple, by=ada, id=today)
        else:
            getattr(services, act)(couple, by=ada, id=today, text="CANARY" * 40)
    evening.move_to(EVENING)
    assert seen() == before
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}


def test_opening_tells_both_and_says_no_word(
    couple: Couple, ada: Person, ben: Person, hints: Hints, django_capture_on_commit_callbacks: Any
) -> None:
    give(couple, ada, "CANARY")
    with django_capture_on_commit_callbacks(execute=True):
        give(couple, ben, "CANARY")
    assert hints == [(couple_channel(couple.pk), {"topic": "questions", "id": None, "rev": None})]


@pytest.mark.parametrize("nothing", ["", "   ", " \r\n "])
def test_nothing_at_all_is_asked_about_kindly(nothing: str, today: UUID, ada_client: Client) -> None:
    answer = ada_client.post(url("giving", today), {"text": nothing})
    assert answer.status_code == 422
    assert "Write a few words, or skip this one. Both are fine." in words_of(answer)
    assert not Answer.objects.exists()


def test_far_too_many_words_are_refused_kindly_and_all_still_there(today: UUID, ada_client: Client) -> None:
    long = "0123456789" * 2000
    for name in ("giving", "aside"):
        answer = ada_client.post(url(name, today), {"text": long})
        assert answer.status_code == 422
        assert long in words_of(answer)
    assert ada_client.post(url("draft", today), {"text": long}).status_code == 422


def test_autosave_says_nothing_but_that_it_is_safe(today: UUID, ada_client: Client) -> None:
    for _ in range(2):
        answer = ada_client.post(url("draft", today), {"text": "Half a sen"})
        assert (answer.status_code, answer.content) == (204, b"")
    assert Answer.objects.get().text == "Half a sen"
    assert "Half a sen" in words_of(ada_client.get(START))


@pytest.mark.parametrize("name", ["giving", "aside"])
def test_an_old_tab_changes_nothing_both_have_read_and_loses_no_word(
    name: str, couple: Couple, ada: Person, ben: Person, today: UUID, ada_client: Client, ben_client: Client
) -> None:
    give(couple, ada, "As read")
    give(couple, ben, "And answered")
    answer = ada_client.post(url(name, today), {"text": "TYPED-TOO-LATE"})
    assert answer.status_code == 409
    assert "TYPED-TOO-LATE" in words_of(answer)
    for client in (ada_client, ben_client):
        assert "TYPED-TOO-LATE" not in words_of(client.get(url("page", today)))


def test_under_another_question_words_come_back_and_are_not_given(today: UUID, ada_client: Client) -> None:
    answer = ada_client.post(url("giving", today), {"text": "MINE", "about": "days-999"})
    assert answer.status_code == 409
    assert "MINE" in words_of(answer)
    assert "The question has changed." in words_of(answer)
    assert not Answer.objects.exists()


def test_set_aside_with_words_it_is_kept_for_oneself(today: UUID, ada_client: Client, ben_client: Client) -> None:
    answer = ada_client.post(url("aside", today), {"text": "CANARY"}, follow=True)
    assert "Only you can see this. No reason needed." in words_of(answer)
    ben_client.post(url("giving", today), {"text": "Here"})
    assert "CANARY" not in words_of(ben_client.get(START))
    assert "Ben" in words_of(ada_client.post(url("retraction", today), follow=True))
    assert Answer.objects.drafts().get().text == "CANARY"


def test_one_that_stayed_sealed_is_kept_without_blame(
    couple: Couple, ada: Person, ada_client: Client, evening: Any, ben_client: Client, today: UUID
) -> None:
    give(couple, ada, "CANARY")
    evening.shift(timedelta(days=5))
    assert "This one stayed sealed. Only you can see it." in words_of(ada_client.get(url("page", today)))
    kept = words_of(ada_client.get(reverse("questions:kept")))
    assert "Your private answers" in kept
    assert "CANARY" in kept
    assert ben_client.get(url("page", today)).status_code == 404


def test_asked_openly_it_is_answered_whenever_or_left(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    for data in ({"text": "What made you laugh?"}, {"key": "days-01"}):
        assert ada_client.post(ASK, {"id": uuid4(), **data}).status_code == 303
    own, chosen = Prompt.objects.filter(asked_by=ada).order_by("key")
    assert "Ada would like to ask you something" in words_of(ben_client.get(reverse("today:home")))
    page = words_of(ben_client.get(url("page", own.pk)))
    assert "What made you laugh?" in page
    assert "Both, once you send it" in page
    before = words_of(ada_client.get(url("page", chosen.pk)))
    ben_client.post(url("aside", chosen.pk), {"text": "Not for her"})
    assert words_of(ada_client.get(url("page", chosen.pk))) == before
    ben_client.post(url("giving", own.pk), {"text": "You did."})
    assert "You did." in words_of(ada_client.get(url("page", own.pk)))
    assert "would like to ask" not in words_of(ben_client.get(reverse("today:home")))
    assert ada_client.post(url("giving", chosen.pk), {"text": "Me"}).status_code == 404


def test_answering_what_was_just_taken_back_loses_no_word(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    prompt = services.ask(couple, by=ada, id=uuid4(), text="What will you do?")
    ada_client.post(url("withdrawal", prompt.pk))
    page = words_of(ben_client.post(url("giving", prompt.pk), {"text": "CANARY"}, follow=True))
    assert "This question is gone now." in page
    assert "CANARY" in page
    assert "CANARY" not in words_of(ada_client.get(url("page", prompt.pk)))


def test_an_empty_question_is_asked_about_kindly(ada_client: Client) -> None:
    for path in (ASK, OURS):
        answer = ada_client.post(path, {"id": uuid4(), "text": " "})
        assert answer.status_code == 422
        assert "Write a question" in words_of(answer)
    assert ada_client.post(ASK, {"id": uuid4(), "key": "none-01"}).status_code == 422


def test_a_theme_shows_as_deep_as_one_likes_oneself_whatever_the_other_likes(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    services.choose_depth(couple, by=ada, depth=3)
    services.choose_depth(couple, by=ben, depth=1)
    page = words_of(ada_client.get(ASK, {"theme": "days"}))
    assert all(each.key in page for each in deck.ASKABLE if each.theme == "days")


def test_what_is_theirs_is_added_taken_out_and_put_back(ada: Person, ada_client: Client, ben_client: Client) -> None:
    id = page_id(ada)
    for _ in range(2):
        ada_client.post(OURS, {"id": id, "text": "CANARY?"})
    assert OwnQuestion.objects.count() == 1
    assert "CANARY?" in words_of(ben_client.get(OURS))
    assert ben_client.post(url("removal", id)).status_code == 404
    assert "Undo" in words_of(ada_client.post(url("removal", id), follow=True))
    assert "CANARY?" not in words_of(ben_client.get(OURS))
    ada_client.post(url("return", id))
    assert "CANARY?" in words_of(ben_client.get(OURS))


def test_an_id_that_is_somebody_elses_is_a_free_one(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    prompt = services.ask(couple, by=ada, id=uuid4(), text="What?")
    own = services.add_own(couple, by=ada, text="What?")
    ben_client.post(ASK, {"id": prompt.pk, "text": "Mine"})
    ben_client.post(OURS, {"id": own.pk, "text": "Mine"})
    asked = Prompt.objects.filter(asked_by__isnull=False)
    assert {(each.asked_by, each.text) for each in asked} == {(ada, "What?"), (ben, "Mine")}
    assert {(each.author, each.text) for each in OwnQuestion.objects.all()} == {(ada, "What?"), (ben, "Mine")}


def test_depth_and_feedback_are_only_ones_own(
    couple: Couple, ada: Person, ben: Person, today: UUID, ada_client: Client, ben_client: Client
) -> None:
    before = words_of(ben_client.get(DEPTH))
    assert ada_client.post(DEPTH, {"depth": "1"}).status_code == 303
    assert ada_client.post(DEPTH, {"depth": "9"}).status_code == 422
    assert QuestionDepth.objects.get().depth == "1"
    assert words_of(ben_client.get(DEPTH)) == before
    assert ada_client.post(url("feedback", today), {"how": "tender"}).status_code == 404
    give(couple, ada, "One")
    give(couple, ben, "Two")
    before = words_of(ben_client.get(url("page", today)))
    ada_client.post(url("feedback", today), {"how": "too_much"})
    assert QuestionFeedback.objects.get().how == "too_much"
    assert words_of(ben_client.get(url("page", today))) == before
    ada_client.post(url("feedback", today), {"how": ""})
    assert not QuestionFeedback.objects.exists()


def test_earlier_ones_go_by_months_without_a_number(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    for _ in range(2):
        today = evening_id = id_on(couple, datetime.now(UTC).date())
        for person in (ada, ben):
            give(couple, person, "Words", evening_id)
        evening.shift(timedelta(days=31))
    earlier = reverse("questions:earlier")
    page = words_of(ada_client.get(earlier))
    assert url("page", today) in page
    assert url("page", id_on(couple, ON)) not in page
    assert url("page", id_on(couple, ON)) in words_of(ada_client.get(earlier, {"month": "2026-11"}))


def test_many_questions_of_the_others_begin_with_the_newest(
    couple: Couple, ben: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    every = reverse("questions:asked")
    assert every not in words_of(ada_client.get(reverse("questions:start")))
    for number in range(6):
        services.ask(couple, by=ben, id=uuid4(), text=f"CANARY-{number}")
        evening.shift(timedelta(minutes=1))
    newest = words_of(ada_client.get(reverse("questions:start")))
    assert [f"CANARY-{number}" in newest for number in range(6)] == [False] * 2 + [True] * 4
    assert every in newest
    assert all(f"CANARY-{number}" in words_of(ada_client.get(every)) for number in range(6))
    assert "CANARY" not in words_of(ben_client.get(every))


@pytest.mark.parametrize("number", [1, 50])
def test_no_page_asks_more_than_ten_queries(
    number: int, couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    for _ in range(number):
        on = datetime.now(UTC).date()
        for person in (ada, ben):
            give(couple, person, "Words", id_on(couple, on))
            services.ask(couple, by=person, id=uuid4(), text="What is new?")
        services.give_feedback(couple, by=ada, prompt=Prompt.objects.get(on=on), how="opened")
        services.add_own(couple, by=ada, text="What is ours?")
        evening.shift(timedelta(days=1))
        services.save_draft(couple, by=ada, id=id_on(couple, on + timedelta(days=1)), text="Begun")
    evening.shift(timedelta(days=3))

    def cost(path: str) -> int:
        ada_client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert ada_client.get(path).status_code == 200
        return len(queries)

    asked = {path: cost(path) for path in [*PAGES, f"{ASK}?theme=days", url("page", id_on(couple, ON))]}
    assert {path: count for path, count in asked.items() if count > 10} == {}


def test_alone_one_may_begin_and_asking_comes_later(client_for: Any) -> None:

    sam = PersonFactory(name="Sam")
    couple = begin(by=sam, called="Alex")
    client = client_for(sam)
    page = words_of(client.post(url("giving", id_on(couple, ON)), {"text": "First"}, follow=True))
    assert "until Alex joins and writes too" in page
    assert "once Alex has joined" in words_of(client.get(ASK))


def test_today_shows_an_answered_question_since_both_read_it_and_not_since_one_began(
    couple: Couple, ada: Person, ben: Person, ben_client: Client, evening: Any
) -> None:
    services.save_draft(couple, by=ada, id=id_on(couple, ON), text="Begun")
    evening.shift(timedelta(minutes=10))
    services.ask(couple, by=ada, id=uuid4(), text="What do you miss?")
    evening.shift(timedelta(minutes=10))
    for person in (ada, ben):
        give(couple, person, "Words")
    told = words_of(ben_client.get(reverse("today:home")))
    assert 0 < told.find("You have both answered") < told.find("would like to ask you")
