"""What a worker makes of a chunk of due rows, beside a loop that sends ready bytes over one connection."""

import smtplib
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage

from bench.report import Report, middle
from bench.sink import sink
from bench.trials import due, ids, rituals_of, states
from config.celery import keep_what_is_loaded
from couples.accounts.models import Person
from couples.outbox import delivery
from couples.outbox.compose import letters
from couples.outbox.doorbell import CHUNKS
from couples.outbox.models import Channel, LastLetter, Message, State
from couples.outbox.transport.mail_connection import MailConnection
from couples.outbox.transport.sent_marks import SentMarks
from rituals.models import Ritual

ROUNDS = 5


def measure(report: Report, several: int, load: float) -> None:
    """Per worker process: reading, asking, writing the mail, lease and commit of each included; in turns."""
    people = rituals_of(several)
    with sink() as port:
        settings.EMAIL_BACKEND = "couples.outbox.transport.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        rows = due(people)
        made = [letters.letter([row]) for row in rows]
        ready = [(mail.to[0], mail.message().as_bytes(linesep="\r\n")) for mail in made]
        keep_what_is_loaded()  # as a worker does, and a worker has none of the above
        ours_of(rows)  # everything is loaded and compiled from here on
        bare, marked, ours = [], [], []
        for _ in range(ROUNDS):
            bare.append(several / bare_loop(port, ready))
            marked.append(several / marked_loop(made, _fresh(people)))
            ours.append(several / ours_of(_fresh(people)))
    report.figure(
        "send_vs_smtplib", middle(ours), "mails/s", floor=middle(bare), least=0.6, mails=several,
        ours=_rounded(ours), bare=_rounded(bare), load=load,
    )  # fmt: skip
    # No goal of its own: how much of the other is the disk's, and nothing that a worker does.
    report.figure(
        "marked_vs_smtplib", middle(marked), "mails/s", floor=middle(bare), marked=_rounded(marked), load=load
    )


def _fresh(people: Sequence[tuple[Person, Ritual]]) -> list[Message]:
    Message.objects.all().delete()
    LastLetter.objects.all().delete()
    return due(people)


def _rounded(rates: Sequence[float]) -> list[int]:
    return [round(rate) for rate in rates]


def bare_loop(port: int, ready: Sequence[tuple[str, bytes]]) -> float:
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for to, mail in ready:
            line.sendmail("nearer@localhost", [to], mail)
    return time.perf_counter() - started


def marked_loop(made: Sequence[EmailMessage], rows: Sequence[Message]) -> float:
    """Mails made before, each marked as sent, and that on disk before the words of the next one leave (E9)."""
    started = time.perf_counter()
    with MailConnection() as line, SentMarks() as marks:
        for mail, row in zip(made, rows, strict=True):
            line.send(mail, last_look=marks.settle)
            marks.left([row])
    return time.perf_counter() - started


def ours_of(rows: Sequence[Message]) -> float:
    every = ids(rows)
    started = time.perf_counter()
    for start in range(0, len(every), CHUNKS[Channel.MAIL]):
        delivery.deliver(every[start : start + CHUNKS[Channel.MAIL]])
    taken = time.perf_counter() - started
    if states(rows) != {State.SENT: len(rows)}:
        raise RuntimeError(f"not all were sent: {states(rows)}")
    return taken
