"""What a page of the story costs a couple with 5,000 entries in it, beside a page that does nothing (journal/story)."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from bench.content import Demo
from bench.first_pages import EACH, ROUNDS, Asked
from bench.report import Report, percentile
from bench.serving import Served
from couples import clock
from journal.appreciations.models import Appreciation
from journal.memories.models import Memory
from journal.nearness import services as nearness
from journal.nearness.both_lines import WEEKS_SHOWN
from journal.nearness.models import WeekWord
from journal.nearness.words import Nearness
from journal.story.views import A_PAGE

ENTRIES = 5_000
STORY = reverse("story:story")
WORDS = "We sat by the river and spoke about the winter, and what it took from both of us, number {}."


def addresses() -> dict[str, str]:
    """Its first page, one in the middle, and one at the end."""
    places = {"first": 0, "middle": ENTRIES // 2, "last": ENTRIES - A_PAGE}
    return {name: f"{STORY}?from={start}" for name, start in places.items()}


def add(couple: Demo, entries: int) -> None:
    """Half are thank-yous that were kept, half memories, over many years and with pauses between; and both lines."""
    now = clock.now()
    for person in (couple.ada, couple.ben):
        nearness.share(couple.couple, by=person)
        for weeks in range(WEEKS_SHOWN):
            week = nearness.week_of(clock.today(person)) - timedelta(weeks=weeks)
            said = WeekWord(couple=couple.couple, person=person, week_on=week)
            said.word = Nearness.CLOSE.value
            said.save()
    for number in range(entries // 2):
        at = now - timedelta(days=number * 3 + (20 if number % 7 == 0 else 0))
        opened = {"couple": couple.couple, "sealed_at": at, "opened_at": at}
        note = Appreciation(pk=uuid4(), author=couple.ada, kept_at=at, **opened)
        note.text = WORDS.format(number)
        note.save(force_insert=True)
        on = at.date()
        when = {"on": on, "year": f"{on:%Y}", "month": f"{on:%m}", "day": f"{on:%d}"}
        memory = Memory(pk=uuid4(), author=couple.ben, **opened, **when)
        memory.text = WORDS.format(number)
        memory.save(force_insert=True)


def measure(report: Report, server: Served, cookie: str) -> None:
    """Bare, page, bare, page …: a machine that slows down slows both."""
    for name, path in addresses().items():
        server.timed(path, cookie, EACH)
        bare, taken = Asked(server, "/bare/", cookie), Asked(server, path, cookie)
        for _ in range(ROUNDS):
            bare.ask()
            taken.ask()
        report.figure(
            "story_p95_vs_bare",
            percentile(taken.milliseconds, 0.95),
            "ms",
            floor=percentile(bare.milliseconds, 0.95),
            goal=4,
            page=name,
            entries=ENTRIES,
            cpu_ms=taken.cpu_ms,
            bare_cpu_ms=bare.cpu_ms,
        )
