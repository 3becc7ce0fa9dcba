"""What two people make together: guidelines, where they are, what they hope for, and what both would like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from journal.assessments import services as assessments
from journal.demo.drawing import bench_by_the_river
from journal.demo.telling import Event, Telling, Who
from journal.memories import services as memories
from journal.memories.reencoding import reencoded
from journal.touch import services as touch
from journal.visions import services as visions
from journal.visions.models import Hope, Match


@dataclass(frozen=True, kw_only=True)
class Wrote(Event):
    """A guideline more."""

    at: time = time(20, 15)
    who: Who
    line: str

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        agreements.add_line(told.couple, by=by, text=self.line, op_id=told.new_id(by))


@dataclass(frozen=True, kw_only=True)
class Reworded(Event):
    """A guideline, by its words before."""

    at: time = time(20, 25)
    who: Who
    before: str
    after: str

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        line = next(each for each in _draft(told) if each.text == self.before)
        agreements.revise(line, by=by, text=self.after, base_rev=line.rev, op_id=told.new_id(by))


@dataclass(frozen=True, kw_only=True)
class Signed(Event):
    """What stands there, by these."""

    at: time = time(21)
    who: Sequence[Who] = ("alex", "sam")
    #: After so many days they want to look at it again.
    again_in: int = 0

    def happen(self, told: Telling) -> None:
        words = agreements.words_of(_draft(told))
        for minutes, who in enumerate(self.who):
            with told.later(4 * minutes):
                by = told.person(who)
                agreements.sign(told.couple, by=by, name=by.name, digest=digest(words))
        if self.again_in:
            with told.later(10):
                on = told.on(self.day) + timedelta(days=self.again_in)
                agreements.look_again(told.couple, by=told.person(self.who[0]), on=on)


def _draft(told: Telling) -> Sequence[Guideline]:
    return list(agreements.agreement_of(told.couple).lines.in_draft().in_order())


@dataclass(frozen=True, kw_only=True)
class TookStock(Event):
    """What one of them shares of where they are, topic by topic. In a later round it begins anew (`after`)."""

    at: time = time(20, 30)
    who: Who
    topics: Mapping[str, Mapping[str, str]]
    after: int = 0

    def happen(self, told: Telling) -> None:
        if self.after:
            assessments.begin_again(told.couple, after=self.after)
        for nth, (topic, values) in enumerate(self.topics.items()):
            with told.later(3 * nth):
                line = assessments.share(told.couple, by=told.person(self.who), topic=topic, values=dict(values))
                assessments.open_offered(line)


@dataclass(frozen=True, kw_only=True)
class Hoped(Event):
    """One hope, by a name for what is said of it later."""

    at: time = time(20, 20)
    name: str
    who: Who
    horizon: int
    area: str
    words: str
    value: str
    guess: str

    def happen(self, told: Telling) -> None:
        said = {"horizon": self.horizon, "area": self.area, "words": self.words}
        by = told.person(self.who)
        told.named[self.name] = visions.keep(
            told.couple, by=by, id=told.new_id(by), values=said | {"value": self.value, "guess": self.guess}
        )


@dataclass(frozen=True, kw_only=True)
class OpenedHopes(Event):
    """Both sealed theirs. Pairs of names belong together: both say so, or the first one does."""

    at: time = time(21)
    hopes: Sequence[tuple[str, str]] = ()
    reasons: Sequence[tuple[str, str]] = ()
    said_by_one: Sequence[tuple[str, str]] = ()

    def happen(self, told: Telling) -> None:
        for person in (told.alex, told.sam):
            visions.seal(told.couple, by=person)
        with told.later(10):
            for kind, pairs in ((Match.Kind.HOPE, self.hopes), (Match.Kind.VALUE, self.reasons)):
                for pair in pairs:
                    for person in (told.sam, told.alex):
                        visions.say_together(*_fresh(told, pair), by=person, kind=kind)
            for pair in self.said_by_one:
                visions.say_together(*_fresh(told, pair), by=told.sam, kind=Match.Kind.VALUE)


@dataclass(frozen=True, kw_only=True)
class PlannedStep(Event):
    at: time = time(21, 25)
    who: Who
    words: str
    in_days: int

    def happen(self, told: Telling) -> None:
        by = told.person(self.who)
        on = told.on(self.day) + timedelta(days=self.in_days)
        visions.plan(told.couple, by=by, id=told.new_id(by), words=self.words, on=on, nudge=False)


def _fresh(told: Telling, names: tuple[str, str]) -> tuple[Hope, Hope]:
    one, other = (Hope.objects.get(pk=told.named[name].pk) for name in names)
    return one, other


@dataclass(frozen=True, kw_only=True)
class Marked(Event):
    """What one of them would like, or would like to be asked about first."""

    at: time = time(22)
    who: Who
    yes: Sequence[str]
    ask: Sequence[str] = ()

    def happen(self, told: Telling) -> None:
        marks = dict.fromkeys(self.yes, "yes") | dict.fromkeys(self.ask, "ask")
        touch.save(told.couple, by=told.person(self.who), changes=marks)


@dataclass(frozen=True, kw_only=True)
class Remembered(Event):
    """Something from a day of the story, or from so many years before."""

    at: time = time(21, 35)
    who: Who
    text: str
    of_day: int = 0
    years_ago: int = 0
    #: What its photograph shows; there is only one (drawing.py).
    alt: str = ""

    def happen(self, told: Telling) -> None:
        on = told.on(self.of_day)
        day = {"month": "", "day": ""} if self.years_ago else {"month": f"{on:%m}", "day": f"{on:%d}"}
        words = {"text": self.text, "year": str(on.year - self.years_ago), "alt": self.alt} | day
        by = told.person(self.who)
        photo = reencoded(bench_by_the_river()) if self.alt else None
        memories.save(told.couple, by=by, id=told.new_id(by), words=words, photo=photo)
