"""An idea on its day: both are nudged once, each says how it goes on, and it opens when both have said."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import moments
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from journal.breaks import services as breaks
from journal.erasing import services as erasing
from journal.listening.services import MovedOn
from journal.talks import beginning, ending, ideas, looking, nudges, speaking
from journal.talks.ending import AlreadyOpened
from journal.talks.looking import Wish
from journal.talks.models import Ending, Further, Idea, Look, Want
from journal.talks.position import Acting
from journal.today.waiting import things
from tests.journal.talks.talking import both_ready, hear
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
ON, NEXT, LATER = date(2026, 12, 6), date(2026, 12, 20), date(2027, 1, 10)
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
HOME = reverse("talks:home")
KEEP, CHANGE, LET_GO = Wish(Further.KEEP, NEXT), Wish(Further.CHANGE, LATER, "On Sundays"), Wish(Further.LET_GO)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def idea(couple: Couple, ada: Person, ben: Person) -> Idea:
    """Both want it, and their talk has ended."""
    talk = both_ready(beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="The weekend"), ada, ben)
    for one, other in ((ada, ben), (ben, ada)):
        hear(talk, one, other, "I feel alone")
        speaking.swap(talk, Acting(one), to=other.pk, seen=talk.statements.said().count())
    for person in (ada, ben):
        speaking.tick(talk, Acting(person), enough=True)
    made = ideas.add(talk, Acting(ada), id=uuid4(), text="On Fridays", until=ON)
    ideas.want(made, Acting(ben), wanted=True)
    for person in (ada, ben):
        ending.end(talk, by=person, ending=Ending.TRY, text="You try hard")
    return made


@pytest.fixture
def its_day(idea: Idea, evening: Any) -> Idea:
    evening.move_to(datetime(2026, 12, 6, 20, tzinfo=UTC))
    return Idea.objects.get(pk=idea.pk)


def nudges_of(idea: Idea) -> list[Message]:
    return list(Message.objects.filter(kind=nudges.KIND, about=idea.pk).select_related("person").order_by("due_at"))


def at(name: str, idea: Idea) -> str:
    return reverse("talks:talk", args=[idea.talk_id]) if name == "talk" else reverse(f"talks:{name}", args=[idea.pk])


def seen(client: Client, path: str) -> str:
    """Without what a page makes up anew each time."""
    return re.sub(r'name="id" value="[^"]+"', "", words_of(client.get(path)))


def told(couple: Couple, person: Person, other: Person) -> list[str]:
    return [each.words for each in things(couple, person, other)]


# -- the nudge --------------------------------------------------------------------------------------------------------


def test_both_are_nudged_once_at_seven_on_their_own_clock(idea: Idea, ada: Person, ben: Person) -> None:
    ideas.want(idea, Acting(ben), wanted=True)  # twice
    due = {each.person: each for each in nudges_of(idea) if each.person}
    assert set(due) == {ada, ben}
    for person, message in due.items():
        local = message.due_at.astimezone(person.tzinfo)
        assert (local.date(), local.hour) == (ON, 19)
        assert nudges.path(message) == at("look", idea)
        assert nudges.wanted(message)
    ada.zone = "Asia/Tokyo"
    ada.save()
    moments.moved.happen(ada)
    assert datetime(2026, 12, 6, 10, tzinfo=UTC) in {each.due_at for each in nudges_of(idea)}


def rested(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(rested_at=NOW)


def kept_longer(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(until=LATER)


def no_longer_wanted(idea: Idea) -> None:
    Want.objects.filter(idea=idea).first().delete()  # type: ignore[union-attr]


@pytest.mark.parametrize("what", [rested, kept_longer, no_longer_wanted])
def test_a_nudge_that_is_of_no_use_any_more_does_not_leave(what: Callable[[Idea], None], its_day: Idea) -> None:
    what(its_day)
    assert not any(nudges.wanted(each) for each in nudges_of(its_day))


def test_whoever_has_said_is_not_nudged_and_the_other_one_still_is(its_day: Idea, ada: Person, ben: Person) -> None:
    looking.look(its_day, by=ada, on=ON, wish=LET_GO)
    assert {each.person: nudges.wanted(each) for each in nudges_of(its_day)} == {ada: False, ben: True}


# -- what each says ---------------------------------------------------------------------------------------------------


def test_before_its_day_nothing_is_asked_and_nothing_taken(idea: Idea, ada: Person, ada_client: Client) -> None:
    assert ada_client.get(at("look", idea)).status_code == SEE_OTHER
    assert at("look", idea) not in words_of(ada_client.get(at("talk", idea)))
    with pytest.raises(MovedOn):
        looking.look(idea, by=ada, on=ON, wish=LET_GO)


def test_its_day_is_each_readers_own(
    idea: Idea, ben: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    ben.zone = "Pacific/Kiritimati"  # fourteen hours ahead
    ben.save()
    evening.move_to(datetime(2026, 12, 5, 12, tzinfo=UTC))
    assert [client.get(at("look", idea)).status_code for client in (ada_client, ben_client)] == [SEE_OTHER, 200]


def test_an_answer_is_sealed_until_both_have_said(
    its_day: Idea,
    couple: Couple,
    ada: Person,
    ben: Person,
    ada_client: Client,
    ben_client: Client,
    stranger_client: Client,
    evening: Any,
) -> None:
    pages = [at("talk", its_day), at("look", its_day), HOME, "/today/"]
    assert told(couple, ben, ada) == told(couple, ada, ben) == ["You two wanted to look at an idea again."]
    theirs = [seen(ben_client, page) for page in pages]
    mailed = Message.objects.count()
    sent = {"on": ON.isoformat(), "answer": "change", "text": "On Sundays", "until": LATER.isoformat()}
    assert stranger_client.post(at("look", its_day), sent).status_code == 404
    for _twice in range(2):
        assert ada_client.post(at("look", its_day), sent).status_code == SEE_OTHER
    assert [seen(ben_client, page) for page in pages] == theirs
    assert Message.objects.count() == mailed
    assert told(couple, ada, ben) == []
    assert "On Sundays" in words_of(ada_client.get(at("look", its_day)))
    evening.shift(timedelta(minutes=5))
    kept = {"on": ON.isoformat(), "answer": "keep", "until": NEXT.isoformat()}
    assert ben_client.post(at("look", its_day), kept).status_code == SEE_OTHER
    page = words_of(ben_client.get(at("talk", its_day)))
    assert all(words in page for words in ("You said: keep it", "Ada said: change it", "On Sundays"))
    assert told(couple, ada, ben) == ["You’ve both said how it goes on with an idea."]
    assert told(couple, ben, ada) == []
    with pytest.raises(AlreadyOpened):
        looking.look(its_day, by=ada, on=ON, wish=LET_GO)


def test_kept_by_both_it_goes_on_until_the_earlier_day(its_day: Idea, ada: Person, ben: Person) -> None:
    looking.look(its_day, by=ada, on=ON, wish=LET_GO)
    looking.look(its_day, by=ada, on=ON, wish=Wish(Further.KEEP, LATER))  # thought again
    looking.look(its_day, by=ben, on=ON, wish=KEEP)
    looking.look(its_day, by=ben, on=ON, wish=KEEP)
    kept = Idea.objects.get(pk=its_day.pk)
    assert (kept.until, kept.stands()) == (NEXT, True)
    coming = [each for each in nudges_of(its_day) if nudges.wanted(each)]
    assert sorted(each.person.name for each in coming if each.person) == ["Ada", "Ben"]
    assert {each.on for each in coming} == {NEXT}


@pytest.mark.parametrize("other", [KEEP, CHANGE, LET_GO])
def test_let_go_by_one_it_rests_whatever_the_other_said(
    other: Wish, its_day: Idea, ada: Person, ben: Person, ada_client: Client
) -> None:
    looking.look(its_day, by=ada, on=ON, wish=other)
    looking.look(its_day, by=ben, on=ON, wish=LET_GO)
    assert not Idea.objects.get().stands()
    page = words_of(ada_client.get(at("talk", its_day)))
    assert "You let this rest." in page
    assert (other.text or "On Fridays") in page
    assert "On Fridays" not in words_of(ada_client.get(HOME))


def test_in_new_words_it_stands_once_both_want_it_and_has_a_day_of_its_own(
    its_day: Idea, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    looking.look(its_day, by=ada, on=ON, wish=CHANGE)
    looking.look(its_day, by=ben, on=ON, wish=KEEP)
    new = Idea.objects.get(after=its_day)
    assert (new.text, new.author, new.until, new.stands()) == ("On Sundays", ada, LATER, False)
    assert not Look.objects.get(author=ada).text  # the words stand in one place
    assert not nudges_of(new)
    assert "You can say yes, or leave it." in words_of(ben_client.get(HOME))
    assert "It goes on in new words, if you both want them." in words_of(ben_client.get(at("talk", its_day)))
    with pytest.raises(MovedOn):
        ideas.want(Idea.objects.get(pk=its_day.pk), Acting(ben), wanted=False)
    for _twice in range(2):
        assert ben_client.post(at("want", new), {"want": "1"}).status_code == SEE_OTHER
    assert Idea.objects.get(after=its_day).stands()
    assert {each.person for each in nudges_of(new)} == {ada, ben}
    assert "You both want to try this, until 10 January." in words_of(ada_client.get(at("talk", its_day)))


def test_if_one_never_says_nothing_hangs_and_each_is_still_asked(
    its_day: Idea, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    looking.look(its_day, by=ada, on=ON, wish=KEEP)
    evening.shift(timedelta(days=40))
    assert told(couple, ben, ada) == []
    assert ben_client.get(at("look", its_day)).status_code == 200
    assert "Nothing for you to do." in words_of(ada_client.get(at("talk", its_day)))
    beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="Money")
    looking.look(its_day, by=ben, on=ON, wish=KEEP)
    assert Idea.objects.get().until == NEXT


def test_a_break_holds_none_of_it_up(its_day: Idea, couple: Couple, ada: Person, ben: Person) -> None:
    breaks.take(couple, by=ben, id=uuid4(), until_at=datetime(2026, 12, 6, 21, tzinfo=UTC))
    for person in (ada, ben):
        looking.look(its_day, by=person, on=ON, wish=KEEP)
    assert Idea.objects.get().until == NEXT


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose one of the three."),
        ({"answer": "keep"}, "Choose a day until when you’d try it."),
        ({"answer": "keep", "until": "2026-12-06"}, "Choose a day from tomorrow on."),
        ({"answer": "keep", "until": "2028-12-06"}, "That’s more than a year away."),
        ({"answer": "change", "until": "2026-12-20"}, "Write it in your new words first."),
        ({"answer": "change", "until": "2026-12-20", "text": "x" * 401}, "There’s room for 400 characters here."),
    ],
)
def test_an_answer_is_refused_kindly(sent: dict[str, str], says: str, its_day: Idea, ada_client: Client) -> None:
    answer = ada_client.post(at("look", its_day), {"on": ON.isoformat()} | sent)
    assert (answer.status_code, says in words_of(answer)) == (UNPROCESSABLE, True)
    assert not Look.objects.exists()


def test_words_for_a_day_that_has_moved_on_are_shown_again(
    its_day: Idea, ada: Person, ben: Person, ada_client: Client
) -> None:
    for person in (ada, ben):
        looking.look(its_day, by=person, on=ON, wish=KEEP)
    sent = {"on": "2026-12-05", "answer": "change", "text": "On Sundays", "until": LATER.isoformat()}
    answer = ada_client.post(at("look", its_day), sent)
    assert (answer.status_code, "On Sundays" in words_of(answer)) == (CONFLICT, True)


def test_on_a_phone_that_was_handed_over_nothing_is_asked(its_day: Idea, ada_client: Client) -> None:
    ada_client.post(reverse("talks:phone", args=[its_day.talk_id]), {"to": "theirs"})
    assert ada_client.get(at("look", its_day)).status_code == SEE_OTHER
    assert at("look", its_day) not in words_of(ada_client.get(at("talk", its_day)))


def test_a_sealed_answer_is_erased_whole_and_asked_again(
    its_day: Idea, couple: Couple, ada: Person, ada_client: Client
) -> None:
    looking.look(its_day, by=ada, on=ON, wish=CHANGE)
    erasing.erase(couple, by=ada, practice="talks", kind="look", id=Look.objects.get().pk)
    assert not Look.objects.exists()
    assert at("look", its_day) in words_of(ada_client.get(at("talk", its_day)))
