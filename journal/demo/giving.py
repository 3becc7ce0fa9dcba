"""What one gives the other: thank-yous, questions, and things told a little at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from journal.appreciations import services as thanks
from journal.demo.telling import Event, Telling, Who
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import SAYS, Role, Step
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.questions import suggesting


@dataclass(frozen=True, kw_only=True)
class Thanks(Event):
    """Thank you for `text`."""

    at: time = time(21, 30)
    who: Who
    text: str
    took: str = ""
    did: str = ""
    kept: bool = True

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        note = thanks.send_words(
            told.couple, by=by, id=told.new_id(by), text=f"Thank you for {self.text}.", took=self.took, did=self.did
        )
        if self.kept:
            with told.later(20):
                thanks.keep(note, by=told.other(self.who))


@dataclass(frozen=True, kw_only=True)
class Asked(Event):
    """One of the deck's questions (`key`), or one of their own. Without an `answer` it still waits."""

    at: time = time(21, 10)
    who: Who
    key: str = ""
    text: str = ""
    answer: str = ""

    def happen(self, told: Telling) -> None:
        by, other = told.person(self.who), told.other(self.who)
        asked = questions.ask(told.couple, by=by, id=told.new_id(by), key=self.key, text=self.text)
        if self.answer:
            with told.later(30):
                questions.give(told.couple, by=other, id=asked.pk, text=self.answer)


@dataclass(frozen=True, kw_only=True)
class AddedQuestion(Event):
    """A question of their own: it gets a day of its own soon."""

    at: time = time(19, 5)
    who: Who
    text: str

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        questions.add_own(told.couple, by=by, text=self.text, id=told.new_id(by))


@dataclass(frozen=True, kw_only=True)
class BothAnswered(Event):
    """The day's question, which is `text`."""

    at: time = time(21, 15)
    text: str
    alex: str
    sam: str

    def happen(self, told: Telling) -> None:
        prompt = suggesting.suggested(told.couple, told.on(self.day))
        if prompt is None or prompt.text != self.text:
            raise RuntimeError(f"Day {self.day} asks something else: move the day on which this question is added")
        for person, answer in ((told.alex, self.alex), (told.sam, self.sam)):
            with told.later(15):
                questions.give(told.couple, by=person, id=prompt.pk, text=answer)


def own_question(*, day: int, who: Who, text: str, alex: str, sam: str) -> tuple[Event, Event]:
    """Added by one, and answered by both when its day comes, which is two days later."""
    return AddedQuestion(day=day - 2, who=who, text=text), BothAnswered(day=day, text=text, alex=alex, sam=sam)


@dataclass(frozen=True, kw_only=True)
class OpenedUp(Event):
    """Something told, and how the other heard it: steps of listening in turn, whose they are follows from the step."""

    at: time = time(21, 20)
    who: Who
    shape: Shape
    words: dict[str, str]
    prompt: str = ""
    heard: Sequence[tuple[Step, str]] = field(default=())

    def happen(self, told: Telling) -> None:
        by, other = told.person(self.who), told.other(self.who)
        sent = openings.send(
            told.couple, by=by, id=told.new_id(by), shape=self.shape, words=self.words, prompt=self.prompt
        )
        for seen, (step, text) in enumerate(self.heard):
            with told.later(6 + 4 * seen):
                found = sources.find(told.couple, Opening.TOPIC, sent.pk)
                assert found  # noqa: S101  it has arrived
                pairs = (listening.pair(found, by, other), listening.pair(found, other, by))
                pair = pairs[0] if step in SAYS[Role.SPEAKER] else pairs[1]
                listening.say(found, pair, step=step, seen=seen, text=text)
