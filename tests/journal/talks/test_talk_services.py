"""What may be done in a talk: once, by whom, and what the other one learns of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import moments
from couples.accounts.models import Person
from couples.erasing.eraser import Eraser
from couples.outbox import kinds
from couples.outbox.models import Message
from couples.space.models import Couple
from journal import opened
from journal.breaks import services as breaks
from journal.breaks.errors import OnABreak
from journal.listening import services as listening
from journal.listening.models import Turn
from journal.listening.services import MovedOn, NotTheirs
from journal.listening.steps import Step
from journal.talks import beginning, ending, ideas, nudges, speaking
from journal.talks.beginning import OneAtATime
from journal.talks.models import Ending, FirstBy, Readiness, Talk, Understood, When
from journal.talks.position import Acting, facts, spoken
from journal.talks.states import State
from journal.today.waiting import things
from tests.at_once import at_once
from tests.journal.talks.talking import both_ready, fresh, hear, heard_thing, listen, say
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def talk(couple: Couple, ada: Person, ben: Person) -> Talk:
    return beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend")


@pytest.fixture
def spoken_talk(talk: Talk, ada: Person, ben: Person) -> Talk:
    """Ada speaks first."""
    return both_ready(talk, ada, ben)


def state(talk: Talk) -> State:
    return facts(fresh(talk)).state


def told(couple: Couple, person: Person, other: Person) -> list[str]:
    return [thing.words for thing in things(couple, person, other)]


# -- beginning --------------------------------------------------------------------------------------------------------


def test_the_same_talk_begins_once_and_another_waits_for_its_end(
    talk: Talk, couple: Couple, ada: Person, ben: Person
) -> None:
    again = beginning.begin(couple, by=ada, other=ben, id=talk.pk, subject="The weekend")
    assert again.pk == talk.pk
    with pytest.raises(OneAtATime):
        beginning.begin(couple, by=ben, other=ada, id=uuid4(), subject="Money")
    assert told(couple, ben, ada) == ["Ada would like to talk something through. When would suit you?"]
    assert Message.objects.filter(kind="opened", person=ben).count() == 1


def test_when_it_suits_one_is_nobody_elses_until_both_have_said(
    talk: Talk, ada: Person, ben: Person, couple: Couple
) -> None:
    before = told(couple, ben, ada)
    beginning.answer(talk, Acting(ada), asked=1, when=When.LATER, proposed=LATER)
    assert not Readiness.objects.filter(talk=talk).visible_to(ben).exists()
    assert (state(talk), told(couple, ben, ada)) == (State.ASKING, before)
    beginning.answer(talk, Acting(ben), asked=1, when=When.NOW)
    assert Readiness.objects.filter(talk=talk).opened().count() == 2
    assert (fresh(talk).asked, fresh(talk).meet_at) == (2, LATER)
    mails = Message.objects.filter(kind=nudges.KIND)
    assert {(mail.person, mail.due_at) for mail in mails} == {(ada, LATER), (ben, LATER)}
    assert all(kinds.get(nudges.KIND).is_wanted(mail) for mail in mails)
    for person in (ada, ben):
        beginning.answer(talk, Acting(person), asked=2, when=When.NOW)
    assert state(talk) == State.SPEAKING
    assert not any(kinds.get(nudges.KIND).is_wanted(mail) for mail in mails)


def test_of_two_times_the_later_is_nudged_at(talk: Talk, ada: Person, ben: Person) -> None:
    beginning.answer(talk, Acting(ada), asked=1, when=When.LATER, proposed=LATER)
    beginning.answer(talk, Acting(ben), asked=1, when=When.LATER, proposed=LATER + timedelta(days=1))
    assert fresh(talk).meet_at == LATER + timedelta(days=1)


def test_an_answer_can_change_while_it_is_sealed_and_comes_once_afterwards(
    talk: Talk, ada: Person, ben: Person
) -> None:
    beginning.answer(talk, Acting(ada), asked=1, when=When.NOT_TODAY)
    beginning.answer(talk, Acting(ada), asked=1, when=When.NOW)
    for _twice in range(2):
        beginning.answer(talk, Acting(ben), asked=1, when=When.NOW)
    assert state(talk) == State.SPEAKING
    with pytest.raises(MovedOn):
        beginning.answer(talk, Acting(ben), asked=1, when=When.NOT_TODAY)


def test_what_one_said_is_not_replaced_from_the_others_phone(talk: Talk, ada: Person, ben: Person) -> None:
    beginning.answer(talk, Acting(ben), asked=1, when=When.NOT_TODAY)
    beginning.answer(talk, Acting(ben, typed_by=ada), asked=1, when=When.NOW)
    beginning.answer(talk, Acting(ada), asked=1, when=When.NOW)
    assert state(talk) == State.ASKING


def test_who_speaks_first_changes_once_both_want_it(talk: Talk, ada: Person, ben: Person) -> None:
    first, other = (ada, ben) if talk.first_id == ada.pk else (ben, ada)
    assert talk.first_by == FirstBy.COIN
    for _twice in range(2):
        beginning.prefer(talk, by=first, first=other.pk)
    assert fresh(talk).first_id == first.pk
    for _twice in range(2):
        beginning.prefer(talk, by=other, first=other.pk)
    assert (fresh(talk).speaker_id, fresh(talk).first_by) == (other.pk, FirstBy.BOTH)


def test_whoever_did_not_speak_first_last_time_does(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person
) -> None:
    ending.end(spoken_talk, by=ben, ending=Ending.UNDERSTOOD)
    following = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="Money", after=spoken_talk)
    assert (following.first_id, following.first_by) == (ben.pk, FirstBy.LAST)


# -- speaking ---------------------------------------------------------------------------------------------------------


def test_nobody_answers_before_the_yes(spoken_talk: Talk, couple: Couple, ada: Person, ben: Person) -> None:
    for _twice in range(2):
        said = speaking.say(spoken_talk, Acting(ada), text="I feel alone with it", seen=0)
    assert (spoken(spoken_talk), state(spoken_talk)) == (1, State.HEARING)
    for act in (
        lambda: speaking.say(spoken_talk, Acting(ben), text="But I", seen=1),
        lambda: speaking.swap(spoken_talk, Acting(ben), to=ben.pk, seen=1),
        lambda: listen(said, ben, ada, Step.REPLY, "But I"),
    ):
        with pytest.raises(MovedOn):
            act()
    listen(said, ben, ada, Step.HEARD, "You are alone with it")
    listen(said, ada, ben, Step.ALMOST, "On Sundays")
    listen(said, ben, ada, Step.HEARD, "Alone on Sundays")
    listen(said, ada, ben, Step.YES)
    assert state(spoken_talk) == State.HEARD
    assert told(couple, ada, ben) == ["You’re talking something through. It’s your turn."]
    assert told(couple, ben, ada) == ["You’re talking something through. Ada goes next."]


def test_both_swap_in_one_instant_and_it_is_once(spoken_talk: Talk, ada: Person, ben: Person) -> None:
    said = hear(spoken_talk, ada, ben, "I feel alone")
    for who in (ada, ben, ben):
        speaking.swap(spoken_talk, Acting(who), to=ben.pk, seen=1)
    assert (fresh(spoken_talk).speaker_id, state(spoken_talk)) == (ben.pk, State.SPEAKING)
    with pytest.raises(MovedOn):  # what was said before is over
        listen(said, ada, ben, Step.ALMOST, "No")


def test_a_yes_on_the_others_phone_says_so_and_can_be_said_otherwise(
    spoken_talk: Talk, ada: Person, ben: Person
) -> None:
    said = say(spoken_talk, ada, "I feel alone")
    listen(said, ada, ben, Step.HEARD, "You feel alone", together=True)
    listen(said, ben, ada, Step.YES, together=True)
    assert state(spoken_talk) == State.HEARD
    typed = Turn.objects.said().filter(hearing__entry_id=said.pk).order_by("place")
    assert [each.typed_by for each in typed] == [ada, ben]
    listen(said, ada, ben, Step.ALMOST, "Not quite")
    assert state(spoken_talk) == State.HEARING


def test_a_hearing_of_a_talk_is_not_left_there_by_listenings_own_way(
    spoken_talk: Talk, ada: Person, ben: Person
) -> None:
    said = say(spoken_talk, ada, "I feel alone")
    shared = heard_thing(said)
    with pytest.raises(NotTheirs):
        listening.stop(shared, listening.pair(shared, ben, ada))


# -- ideas ------------------------------------------------------------------------------------------------------------


def test_ideas_open_when_both_were_heard_and_both_say_so_and_lock_again(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person
) -> None:
    hear(spoken_talk, ada, ben, "I feel alone")
    with pytest.raises(MovedOn):
        speaking.tick(spoken_talk, Acting(ada), enough=True)
    speaking.swap(spoken_talk, Acting(ada), to=ben.pk, seen=1)
    hear(spoken_talk, ben, ada, "I am tired")
    speaking.tick(spoken_talk, Acting(ada), enough=True)
    until = date(2026, 12, 20)
    with pytest.raises(MovedOn):
        ideas.add(spoken_talk, Acting(ada), id=uuid4(), text="Fridays", until=until)
    for _twice in range(2):
        speaking.tick(spoken_talk, Acting(ben), enough=True)
    assert state(spoken_talk) == State.IDEAS
    id = uuid4()
    for _twice in range(2):
        idea = ideas.add(spoken_talk, Acting(ada), id=id, text="Fridays", until=until)
        ideas.want(idea, Acting(ben), wanted=True)
    assert idea.wants.count() == 2
    speaking.tick(spoken_talk, Acting(ben), enough=False)
    assert state(spoken_talk) == State.HEARD
    with pytest.raises(MovedOn):
        ideas.want(idea, Acting(ben), wanted=False)
    speaking.tick(spoken_talk, Acting(ben), enough=True)
    assert [each.text for each in fresh(spoken_talk).ideas.all()] == ["Fridays"]


# -- ending -----------------------------------------------------------------------------------------------------------


def test_either_ends_it_and_what_each_understood_opens_together(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    back_on = date(2026, 12, 1)
    ending.end(spoken_talk, by=ada, ending=Ending.LATER, back_on=back_on, text="You are tired")
    ending.end(spoken_talk, by=ben, ending=Ending.UNDERSTOOD)  # both in one instant: the first one is kept
    assert fresh(spoken_talk).ending == Ending.LATER
    assert not Understood.objects.filter(talk=spoken_talk).visible_to(ben).exists()
    assert told(couple, ben, ada) == ["Your talk has ended. You can write one thing you understood about Ada."]
    due = {mail.person: mail.due_at for mail in mails_of(nudges.KIND)}
    assert [due[person].astimezone(person.tzinfo).hour for person in (ada, ben)] == [19, 19]
    evening.shift(timedelta(minutes=5))
    ending.understand(spoken_talk, Acting(ben), text="The lists are lonely")
    assert Understood.objects.filter(talk=spoken_talk).opened().count() == 2
    assert told(couple, ben, ada) == []
    ending.understand(spoken_talk, Acting(ben), text="The lists are lonely")
    assert told(couple, ada, ben) == ["What each of you understood in your talk is open."]
    assert [mail.person for mail in mails_of(opened.KIND) if str(spoken_talk.pk) not in mail.occurrence] == [ada]
    with pytest.raises(ending.AlreadyOpened):
        ending.understand(spoken_talk, Acting(ben), text="Something else")


def test_what_one_understood_on_the_others_phone_is_mailed_to_nobody(
    spoken_talk: Talk, ada: Person, ben: Person
) -> None:
    """They sit side by side."""
    ending.end(spoken_talk, by=ada, ending=Ending.UNDERSTOOD, text="You are tired")
    before = len(mails_of(opened.KIND))
    ending.understand(spoken_talk, Acting(ben, typed_by=ada), text="The lists are lonely")
    assert Understood.objects.filter(talk=spoken_talk).opened().count() == 2
    assert len(mails_of(opened.KIND)) == before


def test_on_the_day_to_come_back_today_says_so_to_both_until_they_have(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person
) -> None:
    back_on, both = date(2026, 12, 1), [(ada, ben), (ben, ada)]
    ending.end(spoken_talk, by=ada, ending=Ending.LATER, back_on=back_on)
    found = {}
    for days in (-1, 0, 1, 5):
        with time_machine.travel(datetime(2026, 12, 1, 18, tzinfo=UTC) + timedelta(days=days), tick=False):
            found[days] = [told(couple, one, other) for one, other in both]
    said = ["You two wanted to come back to a talk."]
    assert found == {-1: [[], []], 0: [said, said], 1: [said, said], 5: [[], []]}
    with time_machine.travel(datetime(2026, 12, 1, 18, tzinfo=UTC), tick=False):
        beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend", after=spoken_talk)
        for one, other in both:
            assert said[0] not in told(couple, one, other)


def test_the_day_to_come_back_follows_ones_clock_and_a_time_proposed_does_not(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person
) -> None:
    ending.end(spoken_talk, by=ada, ending=Ending.LATER, back_on=date(2026, 12, 1))
    other = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="Money")
    for person in (ada, ben):
        beginning.answer(other, Acting(person), asked=1, when=When.LATER, proposed=LATER)
    ada.zone = "Asia/Tokyo"
    ada.save()
    moments.moved.happen(ada)
    due = {mail.occurrence.partition(":")[0]: mail.due_at for mail in mails_of(nudges.KIND) if mail.person == ada}
    assert due == {"time": LATER, "back": datetime(2026, 12, 1, 10, tzinfo=UTC)}


# -- a break, and words that go ---------------------------------------------------------------------------------------


def test_a_break_holds_a_talk_up_and_drafts_stay(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    said = say(spoken_talk, ada, "I feel alone")
    breaks.take(couple, by=ben, id=uuid4(), until_at=NOW + timedelta(hours=1))
    with pytest.raises(MovedOn):
        listen(said, ben, ada, Step.HEARD, "You feel alone")
    with pytest.raises(OnABreak):
        say(spoken_talk, ben, "But I")
    speaking.keep_draft(spoken_talk, by=ada, text="Kept", seen=1)
    page = words_of(ada_client.get(reverse("talks:talk", args=[spoken_talk.pk])))
    assert "You’re both on a break." in page
    assert "I feel alone" in page
    ending.end(spoken_talk, by=ben, ending=Ending.LATER)
    assert state(spoken_talk) == State.ENDED


def test_after_what_was_said_is_erased_its_speaker_speaks_anew(
    spoken_talk: Talk, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    said = say(spoken_talk, ada, "I feel alone")
    Eraser().blank(said)
    assert state(spoken_talk) == State.SPEAKING
    assert told(couple, ada, ben) == ["You’re talking something through. It’s your turn."]
    for client in (ada_client, ben_client):
        assert "I feel alone" not in words_of(client.get(reverse("talks:talk", args=[spoken_talk.pk])))
    say(spoken_talk, ada, "It is hard on Sundays")
    assert state(spoken_talk) == State.HEARING


def mails_of(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).select_related("person"))


@pytest.mark.django_db(transaction=True)
def test_two_begin_and_answer_in_one_instant(couple: Couple, ada: Person, ben: Person) -> None:
    def begins(by: Person, other: Person) -> Any:
        return lambda: beginning.begin(couple, by=by, other=other, id=uuid4(), subject="Ours")

    def answers(who: Person) -> Any:
        return lambda: beginning.answer(Talk.objects.get(), Acting(who), asked=1, when=When.NOW)

    at_once(begins(ada, ben), begins(ben, ada), refused=OneAtATime)
    talk = Talk.objects.get()
    at_once(answers(ada), answers(ben))
    assert state(talk) == State.SPEAKING
