"""Thank-yous: private until sent, taken back within thirty seconds, the other's from then on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.space.models import Couple
from couples.space.services import begin, invite, join
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal import sending
from journal.appreciations import services, tasks
from journal.appreciations.models import Appreciation
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

NEW_NOTE, KEPT_NOTE = 6, 6

Hints = list[tuple[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 20, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def doorbell(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was handed to the workers: task, argument, seconds to wait."""
    rung: list[tuple[Any, ...]] = []
    monkeypatch.setattr("couples.doorbell.knock", lambda *said, countdown: rung.append((*said, countdown)))
    return rung


@pytest.fixture
def draft(couple: Couple, ada: Person) -> Appreciation:
    return services.keep_draft(couple, by=ada, id=uuid4(), text="CANARY tea", took="A cold kitchen", did="I slept")


@pytest.fixture
def alone() -> Couple:
    return begin(by=PersonFactory(name="Sam", email="sam@example.org"), called="Alex")


def sam() -> Person:
    return Person.objects.get(email="sam@example.org")


def stored(note: Appreciation) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, took, did FROM journal_appreciation WHERE id = %s", [note.pk])
        return [bytes(value) for value in cursor.fetchone()]


def test_a_draft_is_its_authors_alone(draft: Appreciation, ada: Person, ben: Person) -> None:
    assert not Appreciation.objects.visible_to(ben).exists()
    own_key, _ = keys.key_for(Holder.person(ada.pk))
    assert {key_id_of(value) for value in stored(draft)} == {own_key}
    assert b"CANARY" not in b"".join(stored(draft))


def test_saving_a_draft_again_changes_the_same_one(draft: Appreciation, couple: Couple, ada: Person) -> None:
    services.keep_draft(couple, by=ada, id=draft.pk, text="Better words")
    assert [note.text for note in Appreciation.objects.all()] == ["Better words"]


def test_sent_it_arrives_after_thirty_seconds_and_not_before(draft: Appreciation, ben: Person, evening: Any) -> None:
    services.send(draft)
    for seconds in (0, 15, 14.9):
        evening.shift(timedelta(seconds=seconds))
        assert not Appreciation.objects.visible_to(ben).exists()
    evening.shift(timedelta(seconds=0.1))
    assert Appreciation.objects.visible_to(ben).get().text == "CANARY tea"


def test_sent_it_is_encrypted_for_both(draft: Appreciation, couple: Couple) -> None:
    services.send(draft)
    shared_key, _ = keys.key_for(Holder.couple(couple.pk))
    assert {key_id_of(value) for value in stored(draft)} == {shared_key}


def test_sending_twice_sends_once(draft: Appreciation, evening: Any) -> None:
    arrives = services.send(draft).opened_at
    evening.shift(timedelta(seconds=20))
    assert services.send(draft).opened_at == arrives


def test_a_late_autosave_changes_nothing_that_is_sent(draft: Appreciation, couple: Couple, ada: Person) -> None:
    services.send(draft)
    services.keep_draft(couple, by=ada, id=draft.pk, text="CANARY")
    with pytest.raises(sending.AlreadySent):
        services.keep_draft(couple, by=ada, id=draft.pk, text="from the old tab")
    assert Appreciation.objects.get().text == "CANARY tea"


def test_sending_asks_few_questions_and_locks_once(couple: Couple, ada: Person, doorbell: Any) -> None:
    """A new note, and one whose draft was kept: the couple's row is the only one that is locked."""
    kept = services.keep_draft(couple, by=ada, id=uuid4(), text="Half")
    for id, most in ((uuid4(), NEW_NOTE), (kept.pk, KEPT_NOTE)):
        with CaptureQueriesContext(connection) as asked:
            services.send_words(couple, by=ada, id=id, text="All of it", took="An hour", did="I slept")
        assert len(asked) == most, [each["sql"] for each in asked]
        assert sum("FOR NO KEY UPDATE" in each["sql"] for each in asked) == 1


def test_taken_back_in_time_it_is_a_draft_again(draft: Appreciation, ada: Person, ben: Person, evening: Any) -> None:
    services.send(draft)
    evening.shift(timedelta(seconds=29))
    services.take_back(draft)
    evening.shift(timedelta(days=1))
    assert not Appreciation.objects.visible_to(ben).exists()
    own_key, _ = keys.key_for(Holder.person(ada.pk))
    assert {key_id_of(value) for value in stored(draft)} == {own_key}
    services.take_back(draft)  # pressed twice
    assert Appreciation.objects.drafts().get().text == "CANARY tea"


@pytest.mark.parametrize("seconds", [30, 31, 86_400])
def test_arrived_it_cannot_be_taken_back(seconds: int, draft: Appreciation, ben: Person, evening: Any) -> None:
    services.send(draft)
    evening.shift(timedelta(seconds=seconds))
    with pytest.raises(sending.Arrived):
        services.take_back(draft)
    assert Appreciation.objects.visible_to(ben).exists()


def test_only_a_draft_can_be_thrown_away(draft: Appreciation) -> None:
    services.send(draft)
    sending.discard(draft)
    assert Appreciation.objects.exists()
    services.take_back(draft)
    sending.discard(draft)
    assert not Appreciation.objects.exists()


def test_only_the_one_it_was_written_for_can_keep_it(
    draft: Appreciation, ada: Person, ben: Person, evening: Any
) -> None:
    services.send(draft)
    services.keep(draft, by=ben)
    assert Appreciation.objects.get().kept_at is None  # on its way
    evening.shift(timedelta(seconds=30))
    services.keep(draft, by=ada)
    assert Appreciation.objects.get().kept_at is None
    services.keep(draft, by=ben)
    kept = Appreciation.objects.get().kept_at
    assert kept
    evening.shift(timedelta(days=1))
    services.keep(draft, by=ben)
    assert Appreciation.objects.get().kept_at == kept


# -- hints ------------------------------------------------------------------------------------------------------------


def test_nothing_is_hinted_to_the_other_before_it_arrives(
    couple: Couple, ada: Person, hints: Hints, doorbell: Any, django_capture_on_commit_callbacks: Any, evening: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note = services.keep_draft(couple, by=ada, id=uuid4(), text="CANARY")
        services.send(note)
        sending.announce_arrival(Appreciation, note.pk)  # a task that runs too early
        services.take_back(note)
        services.send(note)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    assert doorbell == [(tasks.arrive.name, str(note.pk), 31)] * 2
    evening.shift(timedelta(seconds=31))
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.arrive(str(note.pk))
    assert hints == [(couple_channel(couple.pk), {"topic": "appreciations", "id": str(note.pk), "rev": None})]


def test_the_arrival_of_what_was_taken_back_or_thrown_away_is_nobodys_news(
    draft: Appreciation, hints: Hints, django_capture_on_commit_callbacks: Any
) -> None:
    services.send(draft)
    services.take_back(draft)
    sending.discard(draft)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        tasks.arrive(str(draft.pk))
        tasks.arrive(str(uuid4()))
    assert callbacks == []


# -- the first note ---------------------------------------------------------------------------------------------------


def test_the_first_note_waits_for_the_other_and_is_there_when_they_join(alone: Couple, evening: Any) -> None:
    services.send_first(alone, by=sam(), text="You left the light on.")
    evening.shift(timedelta(days=6))
    alex = PersonFactory(name="Alex", email="alex@example.org")
    assert not Appreciation.objects.visible_to(sam()).exclude(author=sam()).exists()
    join(invite(alone, by=sam(), email=alex.email), by=alex)
    assert Appreciation.objects.for_couple(alone).visible_to(alex).get().text == "You left the light on."


def test_the_first_note_is_written_once_however_often_it_is_pressed(alone: Couple) -> None:
    for words in ("First", "Second press"):
        services.send_first(alone, by=sam(), text=words)
    assert [note.text for note in Appreciation.objects.all()] == ["First"]


def test_the_first_note_can_be_taken_back_until_somebody_joins(alone: Couple, evening: Any) -> None:
    note = services.send_first(alone, by=sam(), text="First")
    evening.shift(timedelta(days=2))
    assert services.take_back(note).is_draft
    again = services.send_first(alone, by=sam(), text="Better")
    assert again.pk == note.pk
    alex = PersonFactory(name="Alex", email="alex@example.org")
    join(invite(alone, by=sam(), email=alex.email), by=alex)
    with pytest.raises(sending.Arrived):
        services.take_back(again)
