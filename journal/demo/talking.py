"""Talks from beginning to end, and breaks from an argument."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import NamedTuple

from couples import clock
from journal.breaks import services as breaks
from journal.demo.telling import Event, Telling, Who
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.talks import beginning, ending, guessing, ideas, looking, speaking
from journal.talks.models import Ending, FirstBy, Further, Idea, Statement, Talk, When
from journal.talks.position import KIND, Acting, spoken


class Spoke(NamedTuple):
    """One of them speaks and the other says it back. `almost`: what was still missing, and the second attempt."""

    who: Who
    words: str
    heard: str
    almost: str = ""
    again: str = ""


class Tried(NamedTuple):
    """An idea that both want, for so many days."""

    who: Who
    words: str
    days: int


@dataclass(frozen=True, kw_only=True)
class Talked(Event):
    """One talk in one evening. `name` is for a later one that takes it up again (`after`)."""

    at: time = time(20, 10)
    name: str = ""
    who: Who
    subject: str
    spoke: Sequence[Spoke]
    ending: Ending
    alex: str
    sam: str
    idea: Tried | None = None
    #: So many minutes of a break, after the first has been heard.
    broke_for: int = 0
    back_in: int = 0
    after: str = ""
    #: What one of them thought beforehand that it is like for the other, and showed once they knew.
    guess: tuple[Who, str] | None = None

    def happen(self, told: Telling) -> None:
        by, other = told.person(self.who), told.other(self.who)
        talk = beginning.begin(
            told.couple, by=by, other=other, id=told.new_id(by), subject=self.subject, after=told.named.get(self.after)
        )
        told.named[self.name] = talk
        self._settle_who_begins(told, talk)
        if self.guess:
            guessing.guess(talk, by=told.person(self.guess[0]), text=self.guess[1])
        for person in (by, other):
            beginning.answer(talk, Acting(person), asked=1, when=When.NOW)
        for nth, spoke in enumerate(self.spoke):
            with told.later(4 + 9 * nth + (self.broke_for if nth else 0)):
                _speak(told, talk, spoke)
            if self.broke_for and nth == 0:
                with told.later(12):
                    _break(told, spoke.who, self.broke_for)
        with told.later(45 + self.broke_for):
            self._end(told, talk)

    def _settle_who_begins(self, told: Telling, talk: Talk) -> None:
        """Both would like the same one to. Asked for twice where a coin has said so already: the page tells why."""
        first = self.spoke[0].who
        talk.refresh_from_db()
        wanted, rather = told.person(first), told.other(first)
        if talk.first_id == wanted.pk and talk.first_by != FirstBy.COIN:
            return
        for person in (rather, wanted) if talk.first_id == wanted.pk else (wanted,):
            for by in (told.alex, told.sam):
                beginning.prefer(talk, by=by, first=person.pk)

    def _end(self, told: Telling, talk: Talk) -> None:
        if self.guess:
            guessing.show(talk, by=told.person(self.guess[0]))
        if self.idea:
            for person in (told.alex, told.sam):
                speaking.tick(talk, Acting(person), enough=True)
            by = told.person(self.idea.who)
            until = told.on(self.day) + timedelta(days=self.idea.days)
            idea = ideas.add(talk, Acting(by), id=told.new_id(by), text=self.idea.words, until=until)
            ideas.want(idea, Acting(told.other(self.idea.who)), wanted=True)
            told.named[f"idea of {self.name}"] = idea
        back_on = told.on(self.day) + timedelta(days=self.back_in) if self.back_in else None
        ending.end(talk, by=told.sam, ending=self.ending, back_on=back_on, text=self.sam)
        ending.understand(talk, Acting(told.alex), text=self.alex)


@dataclass(frozen=True, kw_only=True)
class KeptIdea(Event):
    """Its day came, and both would go on with it, for so many days from then."""

    name: str
    days: int

    def happen(self, told: Telling) -> None:
        idea: Idea = told.named[f"idea of {self.name}"]
        wish = looking.Wish(Further.KEEP, until=told.on(self.day) + timedelta(days=self.days))
        for person in (told.sam, told.alex):
            looking.look(idea, by=person, on=idea.until, wish=wish)


@dataclass(frozen=True, kw_only=True)
class TookABreak(Event):
    at: time = time(20, 50)
    who: Who
    minutes: int

    def happen(self, told: Telling) -> None:
        _break(told, self.who, self.minutes)


def _speak(told: Telling, talk: Talk, spoke: Spoke) -> None:
    speaker = told.person(spoke.who)
    seen = spoken(talk)
    talk.refresh_from_db()
    if talk.speaker_id != speaker.pk:
        speaking.swap(talk, Acting(speaker), to=speaker.pk, seen=seen)
    said = speaking.say(talk, Acting(speaker), text=spoke.words, seen=seen)
    steps = [(Step.HEARD, spoke.heard)]
    steps += [(Step.ALMOST, spoke.almost), (Step.HEARD, spoke.again)] if spoke.almost else []
    for before, (step, text) in enumerate([*steps, (Step.YES, "")]):
        _hear(told, said, spoke.who, step, text, before)


def _hear(told: Telling, said: Statement, who: Who, step: Step, text: str, before: int) -> None:
    """`before`: how many steps there were."""
    found = sources.find(told.couple, KIND, said.pk)
    assert found  # noqa: S101  it was said
    speaker, listener = told.person(who), told.other(who)
    pair = listening.pair(found, listener, speaker) if step is Step.HEARD else listening.pair(found, speaker, listener)
    listening.say(found, pair, step=step, seen=before, text=text)


def _break(told: Telling, who: Who, minutes: int) -> None:
    """Both came back at its time."""
    by = told.person(who)
    until = clock.now() + timedelta(minutes=minutes)
    taken = breaks.take(told.couple, by=by, id=told.new_id(by), until_at=until)
    with told.later(minutes):
        breaks.ready(taken, by=by, seen=0)
        breaks.ready(taken, by=told.other(who), seen=0)
