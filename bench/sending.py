"""What our worker makes of a chunk of due rows, beside Django's own SMTP backend with one connection kept open and each
row saved as its mail leaves. In turns, with the same number of connections, each in a process of its own.

Ours reads, asks, leases, writes each mail and marks it. Django's finds its words rendered.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from bench.hands import Taken, at_once
from bench.report import Report, middle
from bench.sink import sink
from bench.trials import due, ids, rituals_of, states
from config.celery import keep_what_is_loaded
from couples import clock
from couples.accounts.models import Person
from couples.outbox import compose, delivery
from couples.outbox.doorbell import CHUNKS
from couples.outbox.models import Channel, LastLetter, Message, State
from couples.outbox.queue import LeasedLetters, batch_lease
from rituals.models import Ritual

ROUNDS = 5
AWAY = 0.020
#: Mails of one round and connection at a relay that far away: Django's loop takes twelve of them a second.
FAR = 60
SEVERAL = 4

People = Sequence[tuple[Person, Ritual]]
Work = Callable[[Sequence[UUID]], None]


def measure(report: Report, several: int, load: float) -> None:
    far, here = min(several, FAR), several
    people = rituals_of(max(here, SEVERAL * far))
    django = partial(_as_django_does, _words(people[0]))
    _warm(people, _ours, django)
    keep_what_is_loaded()  # as a worker does
    for hands in (1, SEVERAL):
        ours, theirs = _in_turns(ROUNDS, AWAY, people[: hands * far], hands, _ours, django)
        report.figure(
            "send_vs_django_20ms", _rate(ours, hands * far), "mails/s", floor=_rate(theirs, hands * far), least=2,
            connections=hands, mails=hands * far, load=load,
        )  # fmt: skip
    ours, theirs = _in_turns(ROUNDS, 0, people[:here], 1, _ours, django)
    report.figure(
        "cpu_ms_per_mail_vs_django", _cpu_ms(ours, here), "ms", floor=_cpu_ms(theirs, here), goal=0.6, mails=here,
        rate_here=round(_rate(ours, here)), django_here=round(_rate(theirs, here)), load=load,
    )  # fmt: skip
    for piece, without in PIECES.items():
        _without(report, piece, without, people, here, far)


def _without(
    report: Report, piece: str, without: "Callable[[Work], Work]", people: People, here: int, far: int
) -> None:
    """What one piece is worth: all of it beside all but that one. No goal of its own."""
    pipelining = piece != "pipelining"
    with_it, lacking = _in_turns(ROUNDS, 0, people[:here], 1, _ours, without(_ours), pipelining=pipelining)
    far_with, far_lacking = _in_turns(1, AWAY, people[:far], 1, _ours, without(_ours), pipelining=pipelining)
    report.figure(
        f"without_{piece.replace(' ', '_')}", _cpu_ms(lacking, here), "ms CPU a mail", floor=_cpu_ms(with_it, here),
        rate_20ms=round(_rate(far_lacking, far), 1), rate_20ms_with_it=round(_rate(far_with, far), 1),
    )  # fmt: skip


def _in_turns(
    rounds: int, away: float, people: People, hands: int, ours: Work, theirs: Work, *, pipelining: bool = True
) -> tuple[list[Taken], list[Taken]]:
    """`pipelining`: whether the relay of the second one offers it."""
    taken: tuple[list[Taken], list[Taken]] = ([], [])
    with sink(away) as first, sink(away, pipelining=pipelining) as second:
        for _ in range(rounds):
            for found, port, work in zip(taken, (first, second), (ours, theirs), strict=True):
                found.append(_sent_by(hands, work, people, port))
    return taken


def _warm(people: People, *works: Work) -> None:
    """Once in this process, so that everything is loaded and compiled in those it forks, as in a worker that runs."""
    with sink() as port:
        for work in works:
            work(ids(_due(people[:1], port)))


def _due(people: People, port: int) -> list[Message]:
    Message.objects.all().delete()
    LastLetter.objects.all().delete()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_BACKEND = "couples.outbox.transport.smtp.EmailBackend"
    return due(people)


def _sent_by(hands: int, work: Work, people: People, port: int) -> Taken:
    rows = _due(people, port)
    every = ids(rows)
    taken = at_once(hands, lambda number: work(every[number::hands]))
    if states(rows) != {State.SENT: len(rows)}:
        raise RuntimeError(f"not all were sent: {states(rows)}")
    return taken


def _ours(every: Sequence[UUID]) -> None:
    for start in range(0, len(every), CHUNKS[Channel.MAIL]):
        left = list(every[start : start + CHUNKS[Channel.MAIL]])
        while left:
            left = delivery.deliver(left)


def _words(somebody: tuple[Person, Ritual]) -> tuple[str, str, str]:
    (row,) = due([somebody])
    mail = compose.letter([Message.objects.select_related("person").get(pk=row.pk)])
    return str(mail.subject), str(mail.body), str(mail.alternatives[0][0])


def _as_django_does(words: tuple[str, str, str], every: Sequence[UUID]) -> None:
    subject, text, page = words
    with get_connection("django.core.mail.backends.smtp.EmailBackend") as connection:
        for row in Message.objects.filter(pk__in=every).select_related("person"):
            mail = EmailMultiAlternatives(
                subject, text, settings.DEFAULT_FROM_EMAIL, [row.to], headers={"Message-ID": f"<{row.pk}@localhost>"}
            )
            mail.attach_alternative(page, "text/html")
            mail.connection = connection
            mail.send()
            row.state, row.sent_at = State.SENT, clock.now()
            row.save(update_fields=["state", "sent_at"])


def _with(target: object, name: str, instead: Any) -> "Callable[[Work], Work]":
    def wrapped(work: Work) -> Work:
        def run(every: Sequence[UUID]) -> None:
            with patch.object(target, name, instead):
                work(every)

        return run

    return wrapped


#: What is taken out, and how: the worker's own code with one thing changed, in the process that measures it.
PIECES: "dict[str, Callable[[Work], Work]]" = {
    "batch lease": _with(batch_lease, "MOST", 1),
    "own MIME": _with(compose, "written", lambda mail: mail.message().as_bytes(linesep="\r\n")),
    "looking ahead": _with(LeasedLetters, "next_to", lambda self: ""),
    "pipelining": lambda work: work,  # the relay does not offer it
}


def _rate(taken: Sequence[Taken], mails: int) -> float:
    return mails / middle([each.seconds for each in taken])


def _cpu_ms(taken: Sequence[Taken], mails: int) -> float:
    return 1000 * middle([each.cpu for each in taken]) / mails
