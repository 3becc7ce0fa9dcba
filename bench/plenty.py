"""Fifty rows of everything: what one couple has after a year, so that no first page is measured empty."""

from datetime import timedelta
from itertools import cycle, islice
from uuid import uuid4

from bench.content import Demo
from couples import clock
from journal.assessments import services as assessments
from journal.assessments.topics import TOPICS
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.visions import services as visions


def add_plenty(couple: Demo, rows: int) -> None:
    """What `bench.content.demo` does not make: what was asked, told, listened to, shared and hoped for."""
    asked(couple, rows)
    told(couple, rows)
    listened(couple, rows)
    shared(couple)
    hoped(couple, rows)


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
