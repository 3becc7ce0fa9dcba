"""What a worker makes of a chunk of due rows, beside a loop that sends ready bytes over one connection."""

import smtplib
import time
from collections.abc import Sequence

from django.conf import settings

from bench.report import Report, middle
from bench.sink import sink
from bench.trials import due, ids, rituals_of, states
from couples.outbox import delivery, letters
from couples.outbox.models import LastLetter, Message, State
from couples.outbox.tasks import CHUNK

ROUNDS = 5


def measure(report: Report, several: int, load: float) -> None:
    """Per worker process: reading, asking, writing the mail, lease and commit of each included; in turns."""
    people = rituals_of(several)
    with sink() as port:
        settings.EMAIL_BACKEND = "couples.outbox.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        rows = due(people)
        ready = [(row.to, letters.letter([row]).message().as_bytes(linesep="\r\n")) for row in rows]
        ours_of(rows)  # everything is loaded and compiled from here on
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(several / bare_loop(port, ready))
            Message.objects.all().delete()
            LastLetter.objects.all().delete()
            ours.append(several / ours_of(due(people)))
    report.figure(
        "send_vs_smtplib", middle(ours), "mails/s", floor=middle(bare), least=0.6, mails=several,
        ours=[round(rate) for rate in ours], bare=[round(rate) for rate in bare], load=load,
    )  # fmt: skip


def bare_loop(port: int, ready: Sequence[tuple[str, bytes]]) -> float:
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for to, mail in ready:
            line.sendmail("nearer@localhost", [to], mail)
    return time.perf_counter() - started


def ours_of(rows: Sequence[Message]) -> float:
    every = ids(rows)
    started = time.perf_counter()
    for start in range(0, len(every), CHUNK):
        delivery.deliver(every[start : start + CHUNK])
    taken = time.perf_counter() - started
    if states(rows) != {State.SENT: len(rows)}:
        raise RuntimeError(f"not all were sent: {states(rows)}")
    return taken
