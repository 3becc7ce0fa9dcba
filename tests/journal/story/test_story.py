"""Our story: what both can read of what happened, by month, newest first. Never a pause while it lasts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.errors import SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.appreciations.models import Appreciation
from journal.breaks import services as breaks
from journal.checkins import services as checkins
from journal.erasing import services as erasing
from journal.nearness import services as nearness
from journal.nearness.words import Nearness
from journal.practices import PRACTICES
from journal.questions import services as questions
from journal.story import services
from journal.story.models import Hidden
from journal.story.pauses import back_after
from journal.story.reading import Reader, some, statement
from journal.talks import beginning, ending
from journal.talks.models import Ending
from tests.addresses import world
from tests.journal.talks.talking import both_ready, hear
from tests.pages import words_of

pytestmark = pytest.mark.django_db

STORY = reverse("story:story")
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def evening_of(couple: Couple, *people: Person) -> None:
    for person in people:
        checkins.seal(couple, by=person, on=clock.today(person), values={"line": "CANARY"})


def kept(couple: Couple, by: Person, text: str, *, minutes: int = 60) -> Appreciation:
    at = clock.now() - timedelta(minutes=minutes)
    note = Appreciation(couple=couple, author=by, sealed_at=at, opened_at=at, kept_at=clock.now())
    note.text = text
    note.save()
    return note


def test_it_begins_with_whatever_they_do_next(ada_client: Client) -> None:
    assert "Your story starts with whatever you do next." in words_of(ada_client.get(STORY))


def test_what_happened_stands_by_month_the_newest_first(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: time_machine.Traveller
) -> None:
    evening_of(couple, ada, ben)
    kept(couple, ben, "For the lit window")
    evening.move_to(NOW + timedelta(days=10))
    prompt = questions.ask(couple, by=ben, id=uuid4(), text="What about the goose?")
    questions.give(couple, by=ada, id=prompt.pk, text="She is well.")
    page = words_of(ada_client.get(STORY))
    places = [
        page.index(words)
        for words in (
            "December 2026",
            "Ben asked, and got an answer",
            "What about the goose?",
            "November 2026",
            "Your first evening",
            "Ben said thank you",
            "For the lit window",
        )
    ]
    assert places == sorted(places)


def test_nothing_sealed_hidden_or_of_others_changes_a_byte(
    couple: Couple, ada: Person, ben: Person, ben_client: Client, stranger_client: Client
) -> None:
    before = words_of(ben_client.get(STORY))
    evening_of(couple, ada)
    prompt = questions.ask(couple, by=ada, id=uuid4(), text="CANARY?")
    questions.save_draft(couple, by=ben, id=prompt.pk, text="CANARY")
    Appreciation.objects.filter(pk=kept(couple, ada, "CANARY").pk).update(kept_at=None)
    assert words_of(ben_client.get(STORY)) == before
    evening_of(couple, ben)
    assert "Your first evening" in words_of(ben_client.get(STORY))
    assert "Your first evening" not in words_of(stranger_client.get(STORY))


def test_a_pause_is_told_once_it_has_ended_and_never_while_it_lasts(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: time_machine.Traveller
) -> None:
    evening_of(couple, ada, ben)
    evening.move_to(NOW + timedelta(days=20))
    quiet = words_of(ada_client.get(STORY))
    evening_of(couple, ada)
    assert words_of(ada_client.get(STORY)) == quiet
    assert "Back after" not in quiet
    evening.move_to(NOW + timedelta(days=22))
    evening_of(couple, ada, ben)
    assert "Back after three weeks." in words_of(ada_client.get(STORY))
    evening.move_to(NOW + timedelta(days=30))
    evening_of(couple, ada, ben)
    assert words_of(ada_client.get(STORY)).count("<bdi>Back after") == 1


def test_a_break_is_told_when_both_are_back_and_not_before(
    couple: Couple, ada: Person, ben: Person, ben_client: Client, evening: time_machine.Traveller
) -> None:
    taken = breaks.take(couple, by=ada, id=uuid4(), until_at=NOW + timedelta(hours=1))
    evening.move_to(NOW + timedelta(hours=1))
    assert "You took a break" not in words_of(ben_client.get(STORY))
    for person in (ada, ben):
        breaks.ready(taken, by=person, seen=0)
    assert "You took a break, and came back" in words_of(ben_client.get(STORY))


def test_a_talk_is_told_with_how_it_ended_and_never_while_it_goes_on(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    before = words_of(ben_client.get(STORY))
    unheld = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="CANARY")
    ending.end(unheld, by=ben, ending=Ending.LATER)
    talk = both_ready(beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend"), ada, ben)
    hear(talk, ada, ben, "CANARY")
    assert words_of(ben_client.get(STORY)) == before
    ending.end(talk, by=ben, ending=Ending.UNDERSTOOD, text="CANARY")
    for client in (ada_client, ben_client):
        page = words_of(client.get(STORY))
        told = ("You talked something through", "Understood, and nothing to do", "The weekend")
        assert all(words in page for words in told)
        assert "CANARY" not in page
    erasing.erase(couple, by=ada, practice="talks", kind="talk", id=talk.pk)
    page = words_of(ben_client.get(STORY))
    assert "You talked something through" in page
    assert "The weekend" not in page


def test_what_its_author_erased_is_in_nobodys_story(
    couple: Couple, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    note = kept(couple, ben, "For the lit window")
    erasing.erase(couple, by=ben, practice="appreciations", kind="thank-you", id=note.pk)
    assert all("Ben said thank you" not in words_of(client.get(STORY)) for client in (ada_client, ben_client))


@pytest.mark.parametrize("days", [*range(14, 400), 5_000])
def test_every_pause_has_words(days: int) -> None:
    assert back_after(days).startswith("Back after")


def test_one_hides_an_entry_from_oneself_and_shows_it_again(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    note = kept(couple, ben, "For the lit window")
    theirs = words_of(ben_client.get(STORY))
    at = ["thank-you", note.pk]
    for _twice in range(2):
        assert ada_client.post(reverse("story:hiding", args=at)).status_code == 303
    assert Hidden.objects.count() == 1
    assert "lit window" not in words_of(ada_client.get(STORY))
    assert "lit window" in words_of(ada_client.get(reverse("story:hidden")))
    assert words_of(ben_client.get(STORY)) == theirs
    assert "lit window" not in words_of(ben_client.get(reverse("story:hidden")))
    for _twice in range(2):
        assert ada_client.post(reverse("story:showing", args=at)).status_code == 303
    assert "lit window" in words_of(ada_client.get(STORY))


def test_whoever_hides_one_further_back_stays_there(couple: Couple, ben: Person, ada_client: Client) -> None:
    notes = [kept(couple, ben, f"Number {number}", minutes=60 + number) for number in range(21)]
    assert 'name="from" value="20"' in words_of(ada_client.get(STORY, {"from": "20"}))
    hiding = reverse("story:hiding", args=["thank-you", notes[20].pk])
    assert ada_client.post(hiding, {"from": "20"}).headers["Location"] == f"{STORY}?from=20"
    # There is nothing on it any more: an empty story is something else.
    assert ada_client.get(STORY, {"from": "20"}).headers["Location"] == STORY


def test_what_is_not_in_their_story_cannot_be_hidden(
    couple: Couple, ben: Person, ada_client: Client, stranger_client: Client
) -> None:
    note = kept(couple, ben, "For the lit window")
    for client, chapter, about in (
        (stranger_client, "thank-you", note.pk),
        (ada_client, "signed", note.pk),
        (ada_client, "thank-you", uuid4()),
    ):
        for name in ("story:hiding", "story:showing"):
            assert client.post(reverse(name, args=[chapter, about])).status_code == 404
    assert not Hidden.objects.exists()


def test_nothing_is_hidden_in_a_closed_space(couple: Couple, ada: Person, ben: Person) -> None:
    note = kept(couple, ben, "For the lit window")
    leaving.leave(couple, by=ben)
    for write in (services.hide, services.show):
        with pytest.raises(SpaceClosed):
            write(couple, by=ada, chapter="thank-you", about=note.pk)
    assert not Hidden.objects.exists()


def test_a_long_story_is_read_page_by_page_with_as_many_queries(
    couple: Couple, ben: Person, ada_client: Client
) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            ada_client.get(address)
        return len(queries)

    kept(couple, ben, "Number 0", minutes=60)
    one = asked(STORY)
    for number in range(1, 45):
        kept(couple, ben, f"Number {number},", minutes=60 - number)
    assert asked(STORY) == one <= 10
    pages = [words_of(ada_client.get(f"{STORY}?from={start}")) for start in (0, 20, 40)]
    assert ["Number 0" in page for page in pages] == [False, False, True]
    assert [sum(page.count(f"Number {number},") for page in pages) for number in range(1, 45)] == [1] * 44
    assert asked(f"{STORY}?from=20") <= one


def test_how_close_it_felt_stands_above_the_newest_and_not_again_above_each_earlier_page(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    for number in range(25):
        kept(couple, ben, f"Number {number},", minutes=60 - number)
    for person in (ada, ben):
        nearness.say(couple, by=person, word=Nearness.CLOSE)
        nearness.share(couple, by=person)
    pages = [words_of(ada_client.get(f"{STORY}?from={start}")) for start in (0, 20)]
    assert ["two-lines" in page for page in pages] == [True, False]
    assert ["Write a memory" in page for page in pages] == [True, True]


def test_every_practice_that_tells_something_can_say_it(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    """One of everything: each chapter has sentences, and leads to a page that is there."""
    world(couple, ada, ben, "CANARY", many=1)
    icons = [chapter.icon for practice in PRACTICES for chapter in practice.story]
    assert len(icons) == len(statement().chapters)
    keys = [chapter.key for chapter in statement().chapters]
    assert len(set(keys)) == len(keys)
    people = list(couple.memberships.select_related("person").order_by("slot"))
    for entry in some(Reader(couple=couple, person=ada, people=people), most=99):
        assert entry.told.title
        if entry.told.url:
            assert ada_client.get(entry.told.url).status_code == 200, entry.told


def test_both_lines_stand_beside_it_while_both_share_them(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    nearness.say(couple, by=ada, word=Nearness.FAR)
    nearness.say(couple, by=ben, word=Nearness.CLOSE)
    before = words_of(ben_client.get(STORY))
    assert "two-lines" not in before
    nearness.share(couple, by=ada)
    assert words_of(ben_client.get(STORY)) == before
    nearness.share(couple, by=ben)
    for client in (ada_client, ben_client):
        page = words_of(client.get(STORY))
        assert "It has felt much the same to each of you." in page
        assert all(f"<td>{word}</td>" in page for word in ("far apart", "close"))
    nearness.keep_to_oneself(couple, by=ada)
    assert words_of(ben_client.get(STORY)) == before
