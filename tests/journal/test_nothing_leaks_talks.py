"""Two people talk something through in any order, each thing twice, on one phone or two: no tick, readiness, wish or
draft reaches the other, ideas never open early, and nobody is ever stuck."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from couples import clock, live
from couples.errors import Refused
from couples.outbox.models import Message
from journal.entries import EntryQuerySet
from journal.listening import services as listening
from journal.listening.models import Hearing, Turn
from journal.listening.steps import Step
from journal.talks import beginning, ending, guessing, ideas, looking, speaking
from journal.talks.models import (
    Ending,
    Enough,
    Further,
    Guess,
    Idea,
    Look,
    OtherWayRound,
    Readiness,
    Statement,
    Talk,
    Understood,
    Want,
    When,
)
from journal.talks.position import Acting, facts, spoken
from journal.talks.states import State
from tests.journal.played import play
from tests.journal.talks.talking import heard_thing
from tests.journal.watched import Watched, other, people
from tests.pages import words_of

HOME = reverse("talks:home")
#: What a page makes up anew each time.
MADE_UP = re.compile(r'name="id" value="[^"]+"|data-fresh="[^"]+"')
ROWS: tuple[Any, ...] = (
    Talk,
    Readiness,
    OtherWayRound,
    Guess,
    Statement,
    Enough,
    Idea,
    Want,
    Look,
    Understood,
    Hearing,
    Turn,
)
lent = st.sampled_from([False, False, False, True])


class Talking(Watched):
    def __init__(self) -> None:
        super().__init__()
        self.patch.setattr(beginning, "secrets", random)  # the coin
        self.said: dict[str, str] = {}
        self.understood: dict[tuple[UUID, str], str] = {}
        self.latest = clock.now()
        self.begun: list[UUID] = []

    def teardown(self) -> None:
        """What was said before the clock went back is there once it has come as far again."""
        self.clock.move_to(max(self.latest, clock.now()))
        super().teardown()

    # -- what may be known --------------------------------------------------------------------------------------------

    def _opened(self, author: str, path: str = "") -> set[str]:
        both = {talk for talk, _name in self.understood if {(talk, each) for each in self.seen} <= set(self.understood)}
        opened = {word for (talk, name), word in self.understood.items() if talk in both and name == author}
        return super()._opened(author, path) | opened | {word for word, by in self.said.items() if by == author}

    def _everywhere(self, name: str) -> list[str]:
        ids = Talk.objects.for_couple(self.couple).values_list("pk", flat=True)
        here = [reverse(f"talks:{what}", args=[id]) for id in ids for what in ("talk", "earlier")]
        return [*super()._everywhere(name), HOME, *(here if name != "eve" else [])]

    def _page(self, name: str, path: str) -> str:
        return MADE_UP.sub("", super()._page(name, path))

    @property
    def talk(self) -> Talk:
        """The one that goes on, or else ended last. The clock may have gone back since it began."""
        return Talk.objects.get(pk=self.begun[-1])

    @property
    def path(self) -> str:
        return reverse("talks:talk", args=[self.talk.pk])

    @contextmanager
    def quiet(self, name: str) -> Iterator[None]:
        """Unseen on the talk’s page, and unmailed."""
        mailed = Message.objects.count()
        with self.unseen(name, self.path):
            yield
        assert Message.objects.count() == mailed

    def _twice(self, act: Callable[[], object]) -> bool:
        """Sent, and sent again, as the answer was lost. Whether it was taken."""
        try:
            act()
        except (Refused, listening.NotTheirs):
            return False
        before = self._rows()
        with suppress(Refused):
            act()
        assert self._rows() == before
        return True

    def _rows(self) -> list[Any]:
        return [sorted(map(repr, kind._default_manager.values_list())) for kind in ROWS]

    def _in_the_open(self, act: Callable[[], object]) -> bool:
        done = self._twice(act)
        self._after_commit()
        self._forget(*self.seen)
        return done

    def _acting(self, name: str, is_lent: bool) -> Acting:
        return Acting(self.who[name], typed_by=self.who[other(name)] if is_lent else None)

    # -- beginning ----------------------------------------------------------------------------------------------------

    @rule(name=people, again=st.booleans())
    def begin(self, name: str, again: bool) -> None:
        ended = self.talk if again and self.begun and self.talk.ended_at else None
        both, word = {"by": self.who[name], "other": self.who[other(name)]}, "" if ended else self.word(name)
        id, subject = uuid4(), ended.subject if ended else word
        self.clock.shift(timedelta(seconds=1))
        begun = self._in_the_open(lambda: beginning.begin(self.couple, id=id, subject=subject, after=ended, **both))
        if begun:
            self.begun.append(id)
            self.said |= {word: name} if word else {}

    @precondition(lambda self: Talk.objects.going_on().filter(couple=self.couple).exists())
    @rule(name=people, when=st.sampled_from([When.NOW, When.NOW, When.LATER, When.NOT_TODAY]), is_lent=lent)
    def answer(self, name: str, when: When, is_lent: bool) -> None:
        talk, at = self.talk, clock.now() + timedelta(hours=20)
        theirs = Readiness.objects.filter(talk=talk, asked=talk.asked, author=self.who[other(name)]).exists()
        act = lambda: beginning.answer(  # noqa: E731  sent twice
            talk, self._acting(name, is_lent), asked=talk.asked, when=when, proposed=at
        )
        if theirs or talk.ready_at:
            self._in_the_open(act)
        else:
            with self.quiet(name):
                assert self._twice(act)

    @precondition(lambda self: Talk.objects.filter(couple=self.couple, ready_at=None, ended_at=None).exists())
    @rule(name=people)
    def rather_the_other_way_round(self, name: str) -> None:
        talk = self.talk
        first = next(self.who[each].pk for each in self.seen if self.who[each].pk != talk.first_id)
        act = lambda: beginning.prefer(talk, by=self.who[name], first=first)  # noqa: E731  sent twice
        if OtherWayRound.objects.filter(talk=talk, person=self.who[other(name)]).exists():
            assert self._in_the_open(act)
        else:
            with self.quiet(name):
                assert self._twice(act)

    @precondition(lambda self: Talk.objects.filter(couple=self.couple, ready_at=None, ended_at=None).exists())
    @rule(name=people, takes_back=st.booleans())
    def guess(self, name: str, takes_back: bool) -> None:
        talk, word = self.talk, "" if takes_back else self.word(name)
        with self.quiet(name):
            assert self._twice(lambda: guessing.guess(talk, by=self.who[name], text=word))

    @precondition(lambda self: Guess.objects.filter(couple=self.couple).exists())
    @rule(name=people)
    def show_a_guess(self, name: str) -> None:
        """Only of somebody who was told yes; what is refused shows nowhere, whether there is a guess or not."""
        talk = self.talk
        mine = Guess.objects.filter(talk=talk).by(self.who[name]).first()
        theirs = talk.statements.said().filter(author=self.who[other(name)])
        told = Turn.objects.said().filter(step=Step.YES, hearing__entry_id__in=theirs.values("pk")).exists()
        act = lambda: guessing.show(talk, by=self.who[name])  # noqa: E731  sent twice
        if mine and told and not talk.ended_at and self._in_the_open(act):
            self.said[mine.text] = name
        elif not (mine and (told or mine.opened_at)):
            with self.quiet(name):
                assert not self._twice(act)

    # -- speaking -----------------------------------------------------------------------------------------------------

    @precondition(lambda self: Talk.objects.going_on().filter(couple=self.couple).exists())
    @rule(name=people)
    def draft(self, name: str) -> None:
        talk = self.talk
        with self.quiet(name):
            speaking.keep_draft(talk, by=self.who[name], text=self.word(name), seen=spoken(talk))

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exclude(ready_at=None).exists())
    @rule(name=people, is_lent=lent, late=st.sampled_from([0, 0, 0, 1]))
    def say(self, name: str, is_lent: bool, late: int) -> None:
        talk, word = self.talk, self.word(name)
        seen = max(0, spoken(talk) - late)
        if self._in_the_open(lambda: speaking.say(talk, self._acting(name, is_lent), text=word, seen=seen)):
            self.said[word] = name

    @precondition(lambda self: Statement.objects.said().filter(couple=self.couple).exists())
    @rule(name=people, step=st.sampled_from([*Step, Step.HEARD, Step.YES]), whole=st.booleans(), is_lent=lent)
    def listen(self, name: str, step: Step, whole: bool, is_lent: bool) -> None:
        said = Statement.objects.said().filter(couple=self.couple)
        newest = max(said, key=lambda each: (self.begun.index(each.talk_id), each.place))
        shared, word = heard_thing(newest), self.word(name)
        seen = Turn.objects.said().filter(hearing__entry_id=newest.pk).count()
        holder = other(name) if is_lent and whole else name
        pair = listening.pair(shared, self.who[holder], self.who[other(holder)])
        if not whole:
            with self.unseen(name, self.path), suppress(listening.NotTheirs):
                listening.keep_draft(shared, pair, step=step, text=word, seen=seen)
            return
        text = "" if step is Step.YES else word
        if self._in_the_open(
            lambda: listening.say(shared, pair, step=step, seen=seen, text=text, together=holder != name)
        ):
            assert step is not Step.REPLY
            self.said |= {text: name} if text else {}

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exclude(ready_at=None).exists())
    @rule(name=people, to=people, is_lent=lent)
    def swap(self, name: str, to: str, is_lent: bool) -> None:
        talk = self.talk
        seen = spoken(talk)
        self._in_the_open(lambda: speaking.swap(talk, self._acting(name, is_lent), to=self.who[to].pk, seen=seen))

    # -- ideas, endings -----------------------------------------------------------------------------------------------

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exclude(ready_at=None).exists())
    @rule(name=people, enough=st.sampled_from([True, True, True, False]), is_lent=lent)
    def tick(self, name: str, enough: bool, is_lent: bool) -> None:
        talk = self.talk
        act = lambda: speaking.tick(talk, self._acting(name, is_lent), enough=enough)  # noqa: E731  sent twice
        if Enough.objects.filter(talk=talk, person=self.who[other(name)]).exists():
            self._in_the_open(act)
        else:
            with self.quiet(name):
                self._twice(act)

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exclude(ready_at=None).exists())
    @rule(name=people, is_lent=lent, wanted=st.booleans(), new=st.booleans())
    def idea(self, name: str, is_lent: bool, wanted: bool, new: bool) -> None:
        talk, who, id = self.talk, self._acting(name, is_lent), uuid4()
        may, found = facts(talk).state is State.IDEAS, self._first(Idea.objects.filter(talk=talk))
        if new or found is None:
            until, text = clock.today(who.person) + timedelta(days=1), f"Fridays {next(self.numbers):05}"
            assert self._in_the_open(lambda: ideas.add(talk, who, id=id, text=text, until=until)) == may
        else:
            self._in_the_open(lambda: ideas.want(found, who, wanted=wanted))

    @precondition(lambda self: Idea.objects.filter(talk__ended_at__isnull=False, rested_at=None).exists())
    @rule(name=people, answer=st.sampled_from(Further))
    def look_at_an_idea(self, name: str, answer: Further) -> None:
        """In a talk that has ended. Sealed until both have said; before its day nothing is taken."""
        every = Idea.objects.filter(talk__ended_at__isnull=False, rested_at=None).select_related("talk")
        idea, me = self._first(every), self.who[name]
        word = self.word(name) if answer == Further.CHANGE else ""
        until = None if answer == Further.LET_GO else clock.today(me) + timedelta(days=1)
        wish = looking.Wish(answer, until, word)
        act = lambda: looking.look(idea, by=me, on=idea.until, wish=wish)  # noqa: E731  sent twice
        may = idea.stands() and idea.until <= clock.today(me)
        theirs = Look.objects.filter(idea=idea, on=idea.until, author=self.who[other(name)]).first()
        if may and theirs:
            assert self._in_the_open(act)
            self.said |= {word: name} if word else {}
            self.said |= {theirs.text: other(name)} if theirs.text else {}
        else:
            with self.quiet(name):
                assert self._twice(act) == may

    def _first(self, found: Any) -> Any:
        """By its words: ids are thrown by dice."""
        return min(found, key=lambda each: each.text, default=None)

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exists())
    @rule(name=people, how=st.sampled_from(Ending), whole=st.booleans(), go=st.sampled_from([True, False, False]))
    def end(self, name: str, how: Ending, whole: bool, go: bool) -> None:
        talk, word = self.talk, self.word(name) if whole else ""
        if go and not talk.ended_at:
            on = clock.today(self.who[name]) + timedelta(days=3)
            done = self._in_the_open(lambda: ending.end(talk, by=self.who[name], ending=how, back_on=on, text=word))
            assert done
            if word:
                self.understood[talk.pk, name] = word

    @precondition(lambda self: Talk.objects.ended().filter(couple=self.couple).exists())
    @rule(name=people, is_lent=lent)
    def understand(self, name: str, is_lent: bool) -> None:
        talk, word = self.talk, self.word(name)
        if not talk.ended_at or (is_lent and (talk.pk, name) in self.understood):
            return
        theirs = (talk.pk, other(name)) in self.understood
        opened = theirs and (talk.pk, name) in self.understood
        act = lambda: ending.understand(talk, self._acting(name, is_lent), text=word)  # noqa: E731  sent twice
        if opened:
            assert not self._twice(act)
        elif theirs:
            assert self._in_the_open(act)
            self.understood[talk.pk, name] = word
        else:
            with self.quiet(name):
                assert self._twice(act)
            self.understood[talk.pk, name] = word

    # -- around it ----------------------------------------------------------------------------------------------------

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exists())
    @rule(name=people)
    def hand_the_phone_over(self, name: str) -> None:
        """Whoever has it now sees nothing that its owner has begun or sealed."""
        client, phone = self.clients[name], reverse("talks:phone", args=[self.talk.pk])
        for to in ("to-them", "theirs", "back"):
            client.post(phone, {"to": to})
            page = words_of(client.get(self.path))
            assert not any(word in page for word in self._closed(name) | self._closed(other(name)))
        client.post(phone, {"to": "own"})

    @precondition(lambda self: clock.now() < self.begins_at + timedelta(days=9))
    @rule(jump=st.sampled_from([timedelta(minutes=1), timedelta(hours=13), timedelta(days=2), timedelta(minutes=-3)]))
    def wait(self, jump: timedelta) -> None:
        """Not longer than somebody stays signed in."""
        self.latest = max(self.latest, clock.now())
        self.clock.shift(jump)
        self._forget(*self.seen)

    @precondition(lambda self: Talk.objects.filter(couple=self.couple).exists())
    @rule()
    def pry(self) -> None:
        assert self.clients["eve"].get(self.path).status_code == 404

    @invariant()
    def nobody_is_stuck_and_ideas_do_not_open_early(self) -> None:
        for talk in Talk.objects.filter(couple=self.couple):
            now = facts(talk)
            assert any(now.may(self.who[each].pk) for each in self.seen)
            if now.state is State.IDEAS:
                assert Enough.objects.filter(talk=talk).count() == 2
                yes = Turn.objects.said().filter(step=Step.YES, hearing__entry_id__in=talk.statements.values("pk"))
                assert yes.values("hearing__speaker").distinct().count() == 2


@pytest.mark.django_db
def test_nothing_of_a_talk_reaches_the_other_before_its_time() -> None:
    play(Talking, 8, 30)


@pytest.mark.django_db
@pytest.mark.long_run
def test_nothing_of_a_talk_reaches_the_other_however_long_they_go_on() -> None:
    play(Talking, 500, 50)


def _show_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EntryQuerySet, "visible_to", lambda self, person: self)


def _hint_to_both(patch: pytest.MonkeyPatch) -> None:
    announce = live.announce
    patch.setattr(live, "announce", lambda couple, topic, id=None, *, only=None: announce(couple, topic, id))


def _tick_in_the_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("journal.talks.talk_page.enough", lambda request, view: {"ticked": bool(view.facts.ticked)})


LEAKS = [_show_all, *(pytest.param(each, marks=pytest.mark.long_run) for each in (_hint_to_both, _tick_in_the_open))]


@pytest.mark.django_db
@pytest.mark.parametrize("leak", LEAKS)
def test_this_model_notices_a_leak(leak: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        play(Talking, 60, 30, phases=[Phase.generate])
