"""Said once, in order, and from what the page showed; drafts stay their author's, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal.checkins import services as checkins
from journal.listening import services, sources
from journal.listening.models import Hearing, Turn
from journal.listening.services import MovedOn, NotTheirs, Pair
from journal.listening.sources import Shared
from journal.listening.steps import Step
from journal.today.waiting import things
from tests.at_once import at_once
from tests.journal.listening.conftest import ON, Say

pytestmark = pytest.mark.django_db


def steps() -> list[str]:
    return list(Turn.objects.said().order_by("place").values_list("step", flat=True))


def key_of(turn: Turn) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_turn WHERE id = %s", [turn.pk])
        return key_id_of(bytes(cursor.fetchone()[0]))


def test_said_back_refined_said_again_confirmed_and_then_replied_to(say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.")
    say("ada", Step.ALMOST, "I was alone.")
    say("ben", Step.HEARD, "You were alone with it.")
    say("ada", Step.YES)
    say("ben", Step.REPLY, "I am here tonight.")
    assert steps() == ["heard", "almost", "heard", "yes", "reply"]


@pytest.mark.parametrize("before", [[], ["heard"], ["heard", "almost"], ["question"], ["question", "more"]])
def test_no_reply_before_one_is_understood(before: list[str], say: Say) -> None:
    for step in before:
        say("ada" if step in {"almost", "more"} else "ben", Step(step), "Words")
    with pytest.raises(MovedOn):
        say("ben", Step.REPLY, "My answer first")
    assert steps() == before


@pytest.mark.parametrize(("name", "step"), [("ada", Step.HEARD), ("ada", Step.REPLY), ("ben", Step.YES)])
def test_nobody_speaks_for_the_other(name: str, step: Step, say: Say) -> None:
    with pytest.raises(NotTheirs):
        say(name, step, "Words")
    assert steps() == []


def test_a_stranger_is_no_pair(shared: Shared, stranger: Person, ben: Person) -> None:
    with pytest.raises(NotTheirs):
        services.pair(shared, stranger, ben)
    with pytest.raises(NotTheirs):
        services.pair(shared, ben, None)


def test_what_is_not_open_to_both_cannot_be_listened_to(couple: Couple, ada: Person, ben: Person) -> None:
    sealed = checkins.seal(couple, by=ada, on=ON, values={"line": "Not yet"})
    assert sources.find(couple, "checkins", sealed.pk) is None
    assert sources.find(couple, "nonsense", sealed.pk) is None


def test_another_couples_opened_entry_is_not_found(shared: Shared, stranger: Person) -> None:
    theirs = stranger.memberships.get().couple
    assert sources.find(theirs, "checkins", shared.id) is None


def test_pressing_twice_says_it_once(say: Say) -> None:
    first = say("ben", Step.HEARD, "You were tired.", seen=0)
    assert say("ben", Step.HEARD, "You were tired.", seen=0) == first
    say("ada", Step.YES, seen=1)
    say("ada", Step.YES, seen=1)
    assert steps() == ["heard", "yes"]


def test_an_old_tab_says_nothing_over_what_was_said_since(say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.", seen=0)
    with pytest.raises(MovedOn):
        say("ben", Step.HEARD, "Something else", seen=0)
    say("ada", Step.YES, seen=1)
    with pytest.raises(MovedOn):
        say("ada", Step.ALMOST, "No, wait", seen=1)
    assert steps() == ["heard", "yes"]


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_encrypted_for_its_author_and_what_is_said_for_both(
    couple: Couple, shared: Shared, ben: Person, ben_listens: Pair, say: Say
) -> None:
    services.keep_draft(shared, ben_listens, step=Step.HEARD, text="You were", seen=0)
    draft = Turn.objects.get()
    assert key_of(draft) == keys.key_for(Holder.person(ben.pk))[0]
    said = say("ben", Step.HEARD, "You were tired.")
    assert said.pk == draft.pk
    assert key_of(said) == keys.key_for(Holder.couple(couple.pk))[0]


def test_a_draft_makes_nothing_the_other_could_find(
    couple: Couple, shared: Shared, ada: Person, ben: Person, ben_listens: Pair
) -> None:
    services.keep_draft(shared, ben_listens, step=Step.HEARD, text="CANARY", seen=0)
    assert not Turn.objects.visible_to(ada).exists()
    assert not Hearing.objects.begun().exists()
    assert things(couple, ada, ben) == []


def test_drafts_save_over_themselves(shared: Shared, ben_listens: Pair) -> None:
    for text in ("You", "You were", "You were tired", ""):
        services.keep_draft(shared, ben_listens, step=Step.HEARD, text=text, seen=0)
    assert Turn.objects.get().text == ""


def test_half_of_what_was_just_said_coming_late_is_no_second_draft(shared: Shared, ben_listens: Pair, say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.")
    services.keep_draft(shared, ben_listens, step=Step.HEARD, text="You were ti", seen=0)
    assert not Turn.objects.filter(place=None).exists()


def test_other_words_from_an_old_tab_are_kept_for_oneself(shared: Shared, ben_listens: Pair, say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.")
    services.keep_draft(shared, ben_listens, step=Step.HEARD, text="Quite different words", seen=0)
    assert Turn.objects.get(place=None).text == "Quite different words"
    say("ada", Step.ALMOST, "Alone.")
    services.keep_draft(shared, ben_listens, step=Step.HEARD, text="You were", seen=2)
    assert Turn.objects.get(place=None).text == "You were"  # the beginning of an earlier one, typed anew


# -- leaving it there -------------------------------------------------------------------------------------------------


def test_either_may_leave_it_there_and_only_they_take_it_up_again(
    shared: Shared, ada_speaks: Pair, ben_listens: Pair, say: Say
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    services.stop(shared, ada_speaks)
    with pytest.raises(MovedOn):
        say("ada", Step.YES)
    services.take_up(shared, ben_listens)
    assert Hearing.objects.get().stopped_at
    services.take_up(shared, ada_speaks)
    say("ada", Step.YES)
    services.stop(shared, ben_listens)
    with pytest.raises(MovedOn):
        say("ben", Step.REPLY, "Words")


def test_there_is_nothing_to_leave_before_anything_was_said_or_after_the_reply(
    shared: Shared, ben_listens: Pair, say: Say
) -> None:
    services.stop(shared, ben_listens)
    say("ada", Step.YES)
    say("ben", Step.REPLY, "Words")
    services.stop(shared, ben_listens)
    assert Hearing.objects.get().stopped_at is None


def test_a_draft_can_still_be_kept_when_the_other_left_it_there(
    shared: Shared, ada_speaks: Pair, ben_listens: Pair, say: Say
) -> None:
    say("ada", Step.YES)
    services.stop(shared, ada_speaks)
    services.keep_draft(shared, ben_listens, step=Step.REPLY, text="What I would have said", seen=1)
    assert Turn.objects.get(place=None).text == "What I would have said"


# -- one phone --------------------------------------------------------------------------------------------------------


def test_side_by_side_the_speaker_answers_on_the_listeners_phone_and_it_says_so(
    ada: Person, ben: Person, say: Say
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    almost = say("ben", Step.ALMOST, "Alone.", together=True)
    assert (almost.author, almost.typed_by) == (ada, ben)
    say("ben", Step.HEARD, "Alone with it.")
    say("ben", Step.YES, together=True)
    assert say("ben", Step.REPLY, "I am here.").typed_by is None


def test_nothing_is_confirmed_on_the_others_phone_that_was_not_asked(say: Say) -> None:
    with pytest.raises(MovedOn):
        say("ben", Step.YES, together=True)
    with pytest.raises(NotTheirs):
        say("ben", Step.REPLY, "As Ada", together=True)
    with pytest.raises(NotTheirs):
        say("ada", Step.HEARD, "As Ben", together=True)
    assert steps() == []


def test_a_yes_from_the_others_phone_can_be_said_otherwise_from_ones_own(say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.")
    say("ben", Step.YES, together=True)
    say("ada", Step.ALMOST, "I never said yes.")
    with pytest.raises(MovedOn):
        say("ben", Step.REPLY, "Words")
    assert steps() == ["heard", "yes", "almost"]


# -- hints and Today --------------------------------------------------------------------------------------------------


def test_only_what_is_said_reaches_the_others_pages(
    couple: Couple,
    shared: Shared,
    ben: Person,
    ben_listens: Pair,
    say: Say,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.keep_draft(shared, ben_listens, step=Step.HEARD, text="CANARY", seen=0)
        services.put_aside(shared, ben_listens)
    assert {channel for channel, _ in hints} == {person_channel(ben.pk)}
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        say("ben", Step.HEARD, "CANARY")
    assert hints == [(couple_channel(couple.pk), {"topic": "listening", "id": str(shared.id), "rev": None})]


def test_today_points_the_one_whose_go_it_is_there_and_nobody_else(
    couple: Couple, ada: Person, ben: Person, say: Say
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    assert [thing.words for thing in things(couple, ada, ben)] == ["Ben said back what they heard."]
    assert things(couple, ben, ada) == []
    say("ada", Step.YES)
    assert things(couple, ada, ben) == []
    assert [thing.words for thing in things(couple, ben, ada)] == ["Ada said: yes, that’s it."]


def test_today_lets_it_rest_after_a_while_or_when_left_there(
    couple: Couple, ada: Person, ben: Person, shared: Shared, ben_listens: Pair, say: Say, evening: Any
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    services.stop(shared, ben_listens)
    assert things(couple, ada, ben) == []
    services.take_up(shared, ben_listens)
    evening.shift(timedelta(days=13))
    assert things(couple, ada, ben)
    evening.shift(timedelta(days=1))
    assert things(couple, ada, ben) == []
    say("ada", Step.YES)
    evening.shift(timedelta(days=3))
    assert things(couple, ben, ada) == []


def test_an_offer_shows_on_the_listeners_today_until_set_aside_and_the_speaker_never_learns(
    couple: Couple, ada: Person, ben: Person, shared: Shared, ben_listens: Pair
) -> None:
    services.offer(couple, kind=shared.kind, id=shared.id, speaker=ada, listener=ben, at=clock.now())
    assert len(things(couple, ben, ada)) == 1
    assert things(couple, ada, ben) == []
    services.put_aside(shared, ben_listens)
    assert things(couple, ben, ada) == []


# -- in the same instant ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(5))
def test_yes_and_almost_in_one_instant_are_one_of_them(_again: int, say: Say) -> None:
    say("ben", Step.HEARD, "You were tired.")
    at_once(
        lambda: say("ada", Step.YES, seen=1),
        lambda: say("ada", Step.ALMOST, "Alone.", seen=1),
        refused=MovedOn,
    )
    assert steps() in (["heard", "yes"], ["heard", "almost"])


@pytest.mark.django_db(transaction=True)
def test_the_first_words_pressed_twice_in_one_instant_are_said_once(say: Say) -> None:
    at_once(*[lambda: say("ben", Step.HEARD, "You were tired.", seen=0)] * 4, refused=MovedOn)
    assert steps() == ["heard"]
    assert Hearing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_leaving_it_there_in_one_instant_leave_it_once(
    shared: Shared, ada_speaks: Pair, ben_listens: Pair, say: Say
) -> None:
    say("ben", Step.HEARD, "You were tired.")
    at_once(lambda: services.stop(shared, ada_speaks), lambda: services.stop(shared, ben_listens))
    assert Hearing.objects.get().stopped_by in {ada_speaks.by, ben_listens.by}


@pytest.mark.django_db(transaction=True)
def test_an_autosave_on_its_way_beside_sending_leaves_one_of_each_word(
    shared: Shared, ben_listens: Pair, say: Say
) -> None:
    keep = services.keep_draft
    at_once(
        lambda: say("ben", Step.HEARD, "You were tired.", seen=0),
        lambda: keep(shared, ben_listens, step=Step.HEARD, text="You were", seen=0),
        refused=MovedOn,
    )
    assert [turn.text for turn in Turn.objects.all()] == ["You were tired."]
