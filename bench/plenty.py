"""Fifty rows of everything: what one couple has after a year, so that no first page is measured empty."""

from datetime import timedelta
from itertools import cycle, islice
from uuid import UUID, uuid4

from bench.content import Demo
from couples import clock
from couples.accounts.models import Person
from journal.assessments import services as assessments
from journal.assessments.topics import TOPICS
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.talks import beginning, ending, ideas, speaking
from journal.talks.models import Ending, Talk, When
from journal.talks.position import Acting
from journal.visions import services as visions

#: What was said in the talk that is open, at most.
STATEMENTS = 20


def add_plenty(couple: Demo, rows: int) -> None:
    """What `bench.content.demo` does not make: what was asked, told, listened to, shared and hoped for."""
    asked(couple, rows)
    told(couple, rows)
    listened(couple, rows)
    shared(couple)
    hoped(couple, rows)
    talked(couple, rows)


def asked(couple: Demo, rows: int) -> None:
    """Half of Ben's questions are answered, half still wait for Ada."""
    for number in range(rows):
        prompt = questions.ask(couple.couple, by=couple.ben, id=uuid4(), text=f"What about the goose, number {number}?")
        if number % 2:
            questions.give(couple.couple, by=couple.ada, id=prompt.pk, text="She is well.")


def told(couple: Demo, rows: int) -> None:
    for number, by in enumerate(islice(cycle([couple.ada, couple.ben]), rows)):
        words = {"text": f"A small thing, number {number}."}
        sent = openings.send(couple.couple, by=by, id=uuid4(), shape=Shape.PROMPT, words=words, prompt="o101")
        arrived = clock.now() - timedelta(minutes=2 + number)
        Opening.objects.filter(pk=sent.pk).update(opened_at=arrived)
        openings.keep_draft(couple.couple, by=by, id=uuid4(), shape=Shape.PROMPT, words=words)


def listened(couple: Demo, rows: int) -> None:
    for checkin in CheckIn.objects.for_couple(couple.couple).by(couple.ben)[:rows]:
        found = sources.find(couple.couple, "checkins", checkin.pk)
        if found is None:
            raise RuntimeError("an evening both opened cannot be listened to")
        pair = listening.pair(found, couple.ada, couple.ben)
        listening.say(found, pair, step=Step.HEARD, seen=0, text="You had a long day.")


def shared(couple: Demo) -> None:
    for topic in TOPICS:
        for by in (couple.ada, couple.ben):
            assessments.share(couple.couple, by=by, topic=topic, values={"words": "Much of it this year."})


def hoped(couple: Demo, rows: int) -> None:
    """Open to both, and as many small steps planned."""
    looking = {"horizon": 1, "area": "us", "words": "A garden.", "value": "health", "guess": "yes"}
    for by in islice(cycle([couple.ada, couple.ben]), max(rows, 2)):
        visions.keep(couple.couple, by=by, id=uuid4(), values=looking)
    for by in (couple.ada, couple.ben):
        visions.seal(couple.couple, by=by)
    for number in range(rows):
        on = clock.today(couple.ada) + timedelta(days=number)
        visions.plan(couple.couple, by=couple.ada, id=uuid4(), words="Seeds.", on=on, nudge=False)


def talked(couple: Demo, rows: int) -> None:
    """Talks that have ended, each with what both understood; and one that is open, in which both look at ideas."""
    for number in range(rows):
        talk = _begun(couple, f"The weekend, number {number}")
        for by in (couple.ada, couple.ben):
            ending.end(talk, by=by, ending=Ending.UNDERSTOOD, text="You like to know early.")
    talk = _begun(couple, "Who does what at the weekend")
    for place, (one, other) in enumerate(islice(cycle(_from_the_speaker(couple, talk)), min(2 * rows, STATEMENTS))):
        said = speaking.say(talk, Acting(one), text="By Sunday I feel alone with it.", seen=place)
        _heard(couple, said.pk, one, other)
        speaking.swap(talk, Acting(one), to=other.pk, seen=place + 1)
    for by in (couple.ada, couple.ben):
        speaking.tick(talk, Acting(by), enough=True)
    until = clock.today(couple.ada) + timedelta(days=28)
    for _idea in range(min(rows, 5)):
        idea = ideas.add(talk, Acting(couple.ada), id=uuid4(), text="On Friday we plan for ten minutes.", until=until)
        ideas.want(idea, Acting(couple.ben), wanted=True)


def _begun(couple: Demo, subject: str) -> Talk:
    talk = beginning.begin(couple.couple, by=couple.ada, other=couple.ben, id=uuid4(), subject=subject)
    for by in (couple.ada, couple.ben):
        beginning.answer(talk, Acting(by), asked=1, when=When.NOW)
    return Talk.objects.get(pk=talk.pk)


def _from_the_speaker(couple: Demo, talk: Talk) -> list[tuple[Person, Person]]:
    both = [(couple.ada, couple.ben), (couple.ben, couple.ada)]
    return both if talk.speaker_id == couple.ada.pk else both[::-1]


def _heard(couple: Demo, statement: UUID, speaker: Person, listener: Person) -> None:
    found = sources.find(couple.couple, "talks", statement)
    if found is None:
        raise RuntimeError("what was said in a talk cannot be listened to")
    listening.say(found, listening.pair(found, listener, speaker), step=Step.HEARD, seen=0, text="You feel alone.")
    listening.say(found, listening.pair(found, speaker, listener), step=Step.YES, seen=1, text="")
