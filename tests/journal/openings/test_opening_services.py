"""Kept, sent, taken back: sent once, arriving after thirty seconds, and sealed for its author until then."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection

from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.space.models import Couple
from couples.space.services import begin
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal import sending
from journal.listening import sources
from journal.listening.models import Hearing
from journal.openings import services, tasks
from journal.openings.models import Opening, Shape
from journal.sending import UNDO, AlreadySent, Arrived
from journal.today.waiting import things
from tests.at_once import at_once
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
ID = UUID("22222222-2222-4222-8222-222222222222")


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def keep(couple: Couple, by: Person, text: str = "The tea.", id: UUID = ID) -> Opening:
    return services.keep_draft(couple, by=by, id=id, shape=Shape.PROMPT, words={"text": text}, prompt="o101")


def send(couple: Couple, by: Person, text: str = "The tea.", id: UUID = ID) -> Opening:
    return services.send(couple, by=by, id=id, shape=Shape.PROMPT, words={"text": text}, prompt="o101")


def held_by(opening: Opening) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, prompt FROM journal_opening WHERE id = %s", [opening.pk])
        return {key_id_of(bytes(value)) for value in cursor.fetchone()}


def test_a_draft_is_its_authors_and_saving_twice_makes_one(couple: Couple, ada: Person, ben: Person) -> None:
    keep(couple, ada, "The")
    draft = keep(couple, ada, "The tea.")
    assert Opening.objects.get().words == {"text": "The tea."}
    assert held_by(draft) == {keys.key_for(Holder.person(ada.pk))[0]}
    assert not Opening.objects.visible_to(ben).exists()
    assert sources.find(couple, "openings", draft.pk) is None


def test_sent_it_arrives_after_thirty_seconds_and_can_be_listened_to(
    couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    sent = send(couple, ada)
    assert held_by(sent) == {keys.key_for(Holder.couple(couple.pk))[0]}
    assert sources.find(couple, "openings", sent.pk) is None
    assert things(couple, ben, ada) == []
    evening.shift(UNDO)
    found = sources.find(couple, "openings", sent.pk)
    assert found
    assert [part.words for part in found.parts] == ["The tea."]
    assert [thing.words for thing in things(couple, ben, ada)] == ["Ada told you something."]
    assert things(couple, ada, ben) == []


def test_sending_twice_sends_once(couple: Couple, ada: Person) -> None:
    first = send(couple, ada)
    assert send(couple, ada).opened_at == first.opened_at
    assert Opening.objects.count() == Hearing.objects.count() == 1


def test_other_words_for_what_is_sent_are_refused_and_the_beginning_of_it_is_not(couple: Couple, ada: Person) -> None:
    send(couple, ada, "The tea this morning.")
    keep(couple, ada, "The tea")
    for act in (keep, send):
        with pytest.raises(AlreadySent):
            act(couple, ada, "Something else")
    assert Opening.objects.get().words == {"text": "The tea this morning."}


def test_taken_back_in_time_it_is_a_draft_again_and_was_never_there(
    couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    sent = send(couple, ada)
    evening.shift(UNDO - timedelta(seconds=1))
    draft = services.take_back(sent)
    assert draft.is_draft
    assert held_by(draft) == {keys.key_for(Holder.person(ada.pk))[0]}
    evening.shift(timedelta(hours=1))
    assert things(couple, ben, ada) == []
    assert not Hearing.objects.exists()
    services.take_back(draft)
    send(couple, ada, "Other words.")
    evening.shift(UNDO)
    assert len(things(couple, ben, ada)) == 1


def test_what_has_arrived_stays(couple: Couple, ada: Person, evening: Any) -> None:
    sent = send(couple, ada)
    evening.shift(UNDO)
    with pytest.raises(Arrived):
        services.take_back(sent)
    sending.discard(sent)
    assert Opening.objects.opened().exists()


def test_alone_it_stays_a_draft(db: None) -> None:
    sam = PersonFactory(name="Sam")
    assert send(begin(by=sam, called="Alex"), sam).is_draft
    assert not Hearing.objects.exists()


def test_nobody_elses_pages_are_hinted_to_before_it_arrives(
    couple: Couple,
    ada: Person,
    evening: Any,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later: list[Any] = []
    monkeypatch.setattr("couples.doorbell.knock", lambda *said, countdown: later.append((*said, countdown)))
    with django_capture_on_commit_callbacks(execute=True):
        keep(couple, ada)
        send(couple, ada)
        services.take_back(Opening.objects.get())
        sending.discard(Opening.objects.get())
        send(couple, ada)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    hints.clear()
    assert later[-1] == (tasks.arrive.name, str(ID), 31)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.arrive(str(ID))
    assert hints == []
    evening.shift(UNDO)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.arrive(str(ID))
        tasks.arrive(str(uuid4()))
    assert [channel for channel, _ in hints] == [couple_channel(couple.pk)]


@pytest.mark.django_db(transaction=True)
def test_pressed_in_two_tabs_at_once_one_is_sent(couple: Couple, ada: Person) -> None:
    sends = [partial(send, couple, ada, text) for text in ("One", "Two", "Three")]
    at_once(*sends, refused=AlreadySent)
    assert Opening.objects.count() == Hearing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_autosave_on_its_way_does_not_call_back_what_is_sent(couple: Couple, ada: Person) -> None:
    at_once(partial(send, couple, ada, "Whole words."), partial(keep, couple, ada, "Whole"), refused=AlreadySent)
    sent = Opening.objects.get()
    assert sent.opened_at
    assert sent.words == {"text": "Whole words."}
