"""What happens evening by evening and week by week: check-ins, how close it felt, a walk and what was noticed on it."""

from dataclasses import dataclass
from datetime import time
from typing import Any, NamedTuple

from couples.accounts.models import Person
from journal.checkins import services as checkins
from journal.demo.telling import Event, Telling, Who
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.nearness import services as nearness
from journal.nearness.words import Nearness
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.noticed import services as noticed

#: Of evenings on which nobody had words: what the two chose, in twenty seconds.
ENERGIES = ("some", "little", "little", "none", "plenty")
FEELINGS = (["tired"], ["calm"], ["tired", "calm"], ["grateful"], ["tired", "tender"], ["content"], ["tight"])


class Said(NamedTuple):
    energy: str
    feelings: tuple[str, ...]
    line: str = ""
    ahead: str = ""
    body: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        chosen = {"feelings": list(self.feelings), "body": list(self.body)}
        return {"energy": self.energy, "line": self.line, "ahead": self.ahead} | chosen


@dataclass(frozen=True, kw_only=True)
class Evening(Event):
    """None: this one did not write, and so the other's stays sealed."""

    alex: Said | None
    sam: Said | None

    def happen(self, told: Telling) -> None:
        _seal(told, self.day, told.alex, self.alex)
        with told.later(25):
            _seal(told, self.day, told.sam, self.sam)


@dataclass(frozen=True, kw_only=True)
class ShortEvening(Event):
    """Both chose a word or two."""

    def happen(self, told: Telling) -> None:
        for person in (told.alex, told.sam):
            with told.later(10):
                said = Said(told.dice.choice(ENERGIES), tuple(told.dice.choice(FEELINGS)))
                _seal(told, self.day, person, said)


@dataclass(frozen=True, kw_only=True)
class NotTonight(Event):
    """This one passes."""

    who: Who

    def happen(self, told: Telling) -> None:
        checkins.pass_for_tonight(told.couple, by=told.person(self.who), on=told.on(self.day))


@dataclass(frozen=True, kw_only=True)
class HeardEvening(Event):
    """What one of them wrote that day is said back by the other, later that evening."""

    at: time = time(21, 50)
    who: Who
    heard: str
    reply: str

    def happen(self, told: Telling) -> None:
        speaker, listener = told.person(self.who), told.other(self.who)
        checkin = checkins.of(told.couple, speaker, told.on(self.day))
        found = checkin and sources.find(told.couple, "checkins", checkin.pk)
        assert found  # noqa: S101  an evening that both wrote
        steps = ((listener, Step.HEARD, self.heard), (speaker, Step.YES, ""), (listener, Step.REPLY, self.reply))
        for seen, (by, step, text) in enumerate(steps):
            with told.later(seen * 3):
                other = speaker if by == listener else listener
                listening.say(found, listening.pair(found, by, other), step=step, seen=seen, text=text)


@dataclass(frozen=True, kw_only=True)
class Week(Event):
    """How close it felt, to each alone."""

    alex: Nearness | None
    sam: Nearness | None

    def happen(self, told: Telling) -> None:
        for person, word in ((told.alex, self.alex), (told.sam, self.sam)):
            if word:
                nearness.say(told.couple, by=person, word=word)


@dataclass(frozen=True, kw_only=True)
class SharedLines(Event):
    """Each chose to let the other see their line."""

    def happen(self, told: Telling) -> None:
        for person in (told.alex, told.sam):
            nearness.share(told.couple, by=person)


@dataclass(frozen=True, kw_only=True)
class ChoseTimes(Event):
    """Each a time for their own check-in."""

    alex: time
    sam: time

    def happen(self, told: Telling) -> None:
        for person, at in ((told.alex, self.alex), (told.sam, self.sam)):
            rituals.set_checkin(told.couple, by=person, rule=Rule(at))


@dataclass(frozen=True, kw_only=True)
class NewRitual(Event):
    """Once a week, at one time for both."""

    name: str
    who: Who
    title: str
    weekday: int
    starts: time
    minutes: int

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        rule = Rule(self.starts, frozenset({self.weekday}))
        told.named[self.name] = rituals.add(
            told.couple, by=by, title=self.title, rule=rule, zone=by.zone, minutes=self.minutes
        )


@dataclass(frozen=True, kw_only=True)
class Noticed(Event):
    """Something one of them wrote down about the last time the ritual was."""

    name: str
    who: Who
    words: str

    def happen(self, told: Telling) -> None:
        ritual: Ritual = told.named[self.name]
        on = next(ritual.rule.dates(told.on(self.day), -1))
        by = told.person(self.who)
        noticed.note(ritual, by=by, id=told.new_id(by), on=on, words=self.words)


def _seal(told: Telling, day: int, person: Person, said: Said | None) -> None:
    if said:
        checkins.seal(told.couple, by=person, on=told.on(day), values=said.values)
