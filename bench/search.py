"""How long somebody waits for a search through 5,000 entries: all are decrypted for it (journal/search)."""

import time
from datetime import timedelta
from statistics import median
from uuid import uuid4

from django.test import Client

from bench.content import Demo
from bench.report import Report
from couples import clock
from journal.appreciations.models import Appreciation
from journal.checkins.models import CheckIn, Energy
from journal.openings.models import Opening, Shape
from journal.questions import deck
from journal.questions.models import Answer, Prompt

ENTRIES, TIMES = 5_000, 9
QUESTION = deck.EVERY[0].key
WORDS = "We sat by the river and spoke about the winter, and what it took from both of us, number {}."


def measure(report: Report, couple: Demo) -> None:
    add(couple, ENTRIES)
    client = Client()
    client.force_login(couple.ada)
    taken = [searched(client) for _ in range(TIMES)][1:]
    report.figure("search_ms", median(taken), "ms", goal=300, entries=ENTRIES, most=round(max(taken), 1))


def add(couple: Demo, entries: int) -> None:
    """Two of five are check-ins, one a thank-you, one an answer, one something told: what couples write most."""
    now = clock.now()
    for number in range(entries // 5):
        at = now - timedelta(days=number + 400)
        opened = {"couple": couple.couple, "sealed_at": at, "opened_at": at}
        for by in (couple.ada, couple.ben):
            checkin = CheckIn(pk=uuid4(), author=by, on=at.date(), **opened)
            checkin.energy, checkin.feelings, checkin.line = Energy.SOME, ["calm"], WORDS.format(number)
            checkin.ahead = "Sunday"
            checkin.save(force_insert=True)
        note = Appreciation(pk=uuid4(), author=couple.ada, **opened)
        note.text, note.took, note.did = WORDS.format(number), "An hour", "I slept"
        note.save(force_insert=True)
        prompt = Prompt.objects.create(couple=couple.couple, key=QUESTION, on=at.date())
        answer = Answer(pk=uuid4(), author=couple.ben, prompt=prompt, **opened)
        answer.text = WORDS.format(number)
        answer.save(force_insert=True)
        told = Opening(pk=uuid4(), author=couple.ada, shape=Shape.PROMPT, **opened)
        told.prompt, told.words = "o101", {"text": WORDS.format(number)}
        told.save(force_insert=True)


def searched(client: Client) -> float:
    started = time.perf_counter()
    answer = client.post("/us/search/", {"words": f"winter {ENTRIES // 10}"}, headers={"HX-Request": "true"})
    taken = (time.perf_counter() - started) * 1000
    if f"<mark>{ENTRIES // 10}</mark>".encode() not in answer.content:
        raise RuntimeError("the search found nothing")
    return taken
