"""Asking for one thing: answered or not, and gone for both without a trace."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.today.waiting import things
from journal.touch import asking
from journal.touch.chance import drawn_at
from journal.touch.models import Ask, RecentAsk
from journal.wording import engine as wording
from journal.wording.asking_rules import RULES
from tests.at_once import at_once
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, ASK = reverse("touch:home"), reverse("touch:ask")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def travelling() -> Iterator[Any]:
    with time_machine.travel(drawn_at(60) + timedelta(days=2), tick=False) as travelling:
        yield travelling


def asked(couple: Couple, by: Person, **how: str) -> Ask:
    return asking.ask(couple, by=by, id=uuid4(), **(how or {"thing": "sofa"}))


def answer(client: Client, ask: Ask, how: str, reply: str = "") -> int:
    status: int = client.post(reverse("touch:answer", args=[ask.pk]), {"how": how, "reply": reply}).status_code
    return status


def test_a_question_is_asked_once_and_answered_with_yes(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    sent = {"id": str(page_id(ada)), "words": "Is a walk hand in hand all right?", "when": "Sunday"}
    assert [ada_client.post(ASK, sent).status_code for _twice in range(2)] == [303, 303]
    ask = Ask.objects.get()
    assert [each.words for each in things(couple, ben, ada)] == [
        "Ada asks you something. There’s no hurry. You don’t have to answer."
    ]
    assert things(couple, ada, ben) == []
    question = words_of(ben_client.get(reverse("touch:question", args=[ask.pk])))
    assert "Is a walk hand in hand all right?" in question
    assert stranger_client.get(reverse("touch:question", args=[ask.pk])).status_code == 404
    assert answer(ben_client, ask, "yes") == 303
    assert "Ben says yes." in words_of(ada_client.get(HOME))
    # What was asked, and that there is no list, are two things.
    assert re.search(r'</section>\s*<p class="section">\s*There’s no list', ada_client.get(HOME).content.decode())
    assert "You said yes to Ada." in words_of(ben_client.get(HOME))
    assert [each.words for each in things(couple, ada, ben)] == ["Ben has answered you."]
    assert not Message.objects.filter(person__in=[ada, ben]).exists()


def test_something_else_needs_words_and_reaches_who_asked(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    ask = asked(couple, ada)
    assert [answer(ben_client, ask, how) for how in ("", "else", "perhaps")] == [422, 422, 422]
    assert answer(ben_client, ask, "else", "Tea together first?") == 303
    assert "Tea together first?" in words_of(ada_client.get(HOME))


def test_not_now_is_told_to_nobody(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    hints: list[tuple[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    ask = asked(couple, ada)
    before, rests = words_of(ada_client.get(HOME)), list(RecentAsk.objects.values())
    with django_capture_on_commit_callbacks(execute=True):
        assert answer(ben_client, ask, "not") == 303
    assert words_of(ada_client.get(HOME)) == before
    assert {channel for channel, _hint in hints} == {person_channel(ben.pk)}
    assert list(RecentAsk.objects.values()) == rests
    assert things(couple, ben, ada) == []
    assert answer(ben_client, ask, "yes") == 303  # until it fades, they may think again


@pytest.mark.parametrize("said", ["nothing", "not"])
def test_it_fades_after_three_days_and_the_same_rests_for_a_week(
    said: str, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, travelling: Any
) -> None:
    ask = asked(couple, ada)
    if said == "not":
        answer(ben_client, ask, said)
    travelling.shift(asking.FADES - SECOND)
    assert "You asked Ben." in words_of(ada_client.get(HOME))
    travelling.shift(SECOND)
    for client in (ada_client, ben_client):
        assert "sofa" not in words_of(client.get(HOME))
    travelling.shift(asking.STILL_ANSWERED)
    asking.forget()
    assert not Ask.objects.exists()
    for words in ("", "A different thing"):
        sent = {"id": str(page_id(ada)), "thing": "" if words else "sofa", "words": words}
        assert ada_client.post(ASK, sent).status_code == (303 if words else 409)
    Ask.objects.all().delete()
    travelling.shift(asking.REST)
    asking.forget()
    assert asked(couple, ada).is_open


def test_the_same_in_other_letters_is_the_same(couple: Couple, ada: Person, ben: Person) -> None:
    asking.take_back(asked(couple, ada, words="Hold my hand?"), by=ada)
    with pytest.raises(asking.NotAgainYet):
        asked(couple, ada, words="hold  my HAND")
    assert asked(couple, ben, words="hold my hand").is_open  # the other may ask it all the same


def test_one_at_a_time_each_way(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    asked(couple, ada)
    with pytest.raises(asking.OneAtATime):
        asked(couple, ada, thing="bench")
    assert asked(couple, ben, thing="bench").is_open
    sent = {"id": str(page_id(ada)), "words": "Something long that I wrote"}
    refused = ada_client.post(ASK, sent)
    assert refused.status_code == 409
    assert "Something long that I wrote" in words_of(refused)


def test_who_has_asked_is_told_before_they_write_again(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    """As long as the question is there, answered “not now” or not at all."""
    form = f'action="{ASK}"'
    assert form in words_of(ada_client.get(ASK))
    ask = asked(couple, ada)
    before = words_of(ada_client.get(ASK))
    assert str(asking.OneAtATime.message) in before
    assert form not in before
    assert form in words_of(ben_client.get(ASK))
    assert answer(ben_client, ask, "not") == 303
    assert words_of(ada_client.get(ASK)) == before
    asking.take_back(ask, by=ada)
    assert form in words_of(ada_client.get(ASK))


def plain_columns() -> dict[str, Any]:
    """What a stolen database tells of the one question."""
    row: dict[str, Any] = dict(Ask.objects.values().get())
    return {name: value for name, value in row.items() if not isinstance(value, bytes)}


def test_a_yes_taken_back_is_as_one_that_faded(
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    hints: list[tuple[str, Any]],
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "_share", lambda: 0.0)
    ask = asked(couple, ada)
    answer(ben_client, ask, "yes")
    faded, columns = words_of(ada_client.get(HOME)), plain_columns()
    monkeypatch.setattr(asking, "_share", lambda: 0.9)
    Ask.objects.all().delete()
    RecentAsk.objects.all().delete()
    again = asking.ask(couple, by=ada, id=ask.pk, thing="sofa")
    answer(ben_client, again, "yes")
    with django_capture_on_commit_callbacks(execute=True):
        assert ben_client.post(reverse("touch:return", args=[again.pk])).status_code == 303
    assert words_of(ada_client.get(HOME)) == faded
    assert plain_columns() == columns
    assert {channel for channel, _hint in hints} == {person_channel(ben.pk)}
    # And by who says “not now” after a yes.
    with pytest.raises(asking.Faded):
        asking.answer(again, by=ben, how="not")


def test_not_now_after_a_yes_takes_it_back(couple: Couple, ada: Person, ben: Person) -> None:
    ask = asked(couple, ada)
    for how in ("yes", "yes", "not"):
        asking.answer(ask, by=ben, how=how)
    assert not Ask.objects.get().is_here()


def test_what_fades_while_it_is_answered_keeps_the_words(
    couple: Couple, ada: Person, ben_client: Client, travelling: Any
) -> None:
    ask = asked(couple, ada)
    travelling.shift(asking.FADES)
    assert "has faded" in words_of(ben_client.get(reverse("touch:question", args=[ask.pk])))
    late = ben_client.post(reverse("touch:answer", args=[ask.pk]), {"how": "else", "reply": "A walk instead"})
    assert late.status_code == 409
    assert "A walk instead" in words_of(late)
    assert Ask.objects.get().answered_at is None


def test_who_asks_can_take_it_back_and_neither_answers_their_own(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    ask = asked(couple, ada)
    assert ada_client.get(reverse("touch:question", args=[ask.pk])).status_code == 404
    assert answer(ada_client, ask, "yes") == 404
    ben_client.post(reverse("touch:return", args=[ask.pk]))  # not his to take back
    assert Ask.objects.get().is_open
    ada_client.post(reverse("touch:return", args=[ask.pk]))
    assert "sofa" not in words_of(ben_client.get(HOME))


def test_nobody_is_asked_in_a_couple_that_is_closed(couple: Couple, ada: Person, ben: Person) -> None:
    asked(couple, ada)
    leaving.leave(couple, by=ben)
    assert not Ask.objects.exists()
    assert not RecentAsk.objects.exists()


def test_asking_is_hinted_to_both(
    couple: Couple, ada: Person, hints: list[tuple[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(couple, ada)
    assert [channel for channel, _hint in hints] == [couple_channel(couple.pk)]


@pytest.mark.django_db(transaction=True)
def test_both_asking_and_answering_at_once(ada: Person, ben: Person, couple: Couple) -> None:
    for nth in range(3):
        ids = {person.pk: uuid4() for person in (ada, ben)}
        thing = {"thing": "", "words": f"One thing {nth}"}
        asks = [partial(asking.ask, couple, by=person, id=ids[person.pk], **thing) for person in (ada, ben, ada)]
        at_once(*asks)
        assert Ask.objects.filter(fades_at__gt=clock.now()).count() == 2
        mine = Ask.objects.get(asked_by=ada)
        answers: list[Callable[[], Any]] = [partial(asking.answer, mine, by=ben, how=how) for how in ("yes", "not")]
        at_once(*answers, partial(asking.take_back, mine, by=ada), refused=asking.AskError)
        Ask.objects.all().delete()


def test_hints_say_how_to_ask_and_stop_nobody(couple: Couple, ada: Person, ada_client: Client) -> None:
    def said(words: str) -> list[str]:
        return [hint.key for hint in wording.hints(RULES, wording.read(words))]

    assert said("Would you be comfortable with a hug when I come home?") == []
    assert said("Can we hold hands on the way, and stop at the bakery?") == []
    assert said("You never hug me. You should kiss me and then come to bed") == ["demand", "reproach", "more"]
    page = words_of(ada_client.post(reverse("touch:hints"), {"words": "You should hug me"}))
    assert "leaves little room for a no" in page
    assert not Ask.objects.exists()
    sent = {"id": str(page_id(ada)), "words": "You should hug me"}
    assert ada_client.post(ASK, sent).status_code == 303


def test_one_thing_or_words_and_nothing_is_refused_kindly(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    for words in ("", " ?! "):
        assert ada_client.post(ASK, {"id": str(page_id(ada)), "words": words}).status_code == 422
    assert not Ask.objects.exists()
    sent = {"id": str(page_id(ada)), "thing": "sofa", "words": "Left over from before"}
    assert ada_client.post(ASK, sent).status_code == 303
    assert Ask.objects.get().said == "Sit close on the sofa"
