"""What the pages that people begin at, and an open talk, cost beside one that does nothing, and how large they are."""

from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from bench.content import Demo
from bench.report import Report, percentile
from bench.serving import Served
from journal.practices import PRACTICES
from journal.talks.models import Talk

#: The five places, then the first page of each practice, and of the guidelines' history.
PLACES = ("today:home", "today:together", "today:talk", "story:us", "you")
PAGES = (*PLACES, *(practice.row.page for practice in PRACTICES), "agreements:history")
#: The one that is open.
TALK = "talks:talk"
#: In KiB, of those that hold all that two people wrote there.
LARGER = {"agreements:home": 60, TALK: 20}
ROUNDS, EACH = 10, 20


@dataclass(frozen=True, slots=True)
class FirstPage:
    name: str
    #: Where it leads in the end: a practice may go on to its day.
    path: str
    #: Of its HTML, before compression.
    kib: float

    @property
    def most_vs_bare(self) -> int:
        return 3 if self.name == "today:home" else 4

    @property
    def most_kib(self) -> int:
        return LARGER.get(self.name, 12)


def addresses(couple: Demo) -> list[FirstPage]:
    client = Client()
    client.force_login(couple.ada)
    paths = {name: reverse(name) for name in PAGES}
    if talk := Talk.objects.for_couple(couple.couple).going_on().first():
        paths[TALK] = reverse(TALK, args=[talk.pk])
    answers = {name: client.get(path, follow=True) for name, path in paths.items()}
    return [
        FirstPage(name, answer.request["PATH_INFO"], len(answer.content) / 1024) for name, answer in answers.items()
    ]


def measure(report: Report, server: Served, couple: Demo, cookie: str) -> None:
    """Bare, page, bare, page …, for each page: a machine that slows down slows both."""
    for page in addresses(couple):
        server.timed(page.path, cookie, EACH)
        bare, taken = Asked(server, "/bare/", cookie), Asked(server, page.path, cookie)
        for _ in range(ROUNDS):
            bare.ask()
            taken.ask()
        report.figure(
            "page_p95_vs_bare",
            percentile(taken.milliseconds, 0.95),
            "ms",
            floor=percentile(bare.milliseconds, 0.95),
            goal=page.most_vs_bare,
            page=page.name,
            cpu_ms=taken.cpu_ms,
            bare_cpu_ms=bare.cpu_ms,
        )
        report.figure("page_kib", page.kib, "KiB", goal=page.most_kib, page=page.name)


@dataclass(slots=True)
class Asked:
    """One address, asked for several turns."""

    server: Served
    path: str
    cookie: str
    milliseconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0

    def ask(self) -> None:
        before = self.server.cpu_seconds()
        self.milliseconds += self.server.timed(self.path, self.cookie, EACH)
        self.cpu_seconds += self.server.cpu_seconds() - before

    @property
    def cpu_ms(self) -> float:
        """Of the server, a request. What other programs do meanwhile shows in it less than in the time taken."""
        return round(self.cpu_seconds / len(self.milliseconds) * 1000, 2)
