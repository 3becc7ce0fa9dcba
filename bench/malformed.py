"""Row 3: malformed requests over every header, cookie, query, path and body, on the application itself.

It is called as a server would call it (WSGI), so nothing in front straightens what is wrong. Each request is taken back
afterwards: the next one finds everything as it was, and one that failed can be asked again alone.
"""

import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings

from bench.everything import Everything, everything
from bench.hostile import Request, request
from tests.couples.outbox.reports import SPEAKERS

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
RAISED = 599
#: Says 503 by itself where no worker is running.
HEALTH = b"/healthz"


class Planted(ValueError):
    pass


@dataclass
class Outcome:
    """`wrong` names each way in which a request was answered with 5xx, or not at all, with one such request."""

    tried: int
    failed: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.wrong


def refused(count: int, *, seed: int = 3) -> Outcome:
    """`count` malformed requests, by nobody and by one who is signed in, after a planted fault was seen."""
    from config.wsgi import application  # noqa: PLC0415  reads the settings

    with transaction.atomic():
        site = everything()
        show_the_detector(application, site)
        outcome = run(application, site, count, seed)
        transaction.set_rollback(True)
    return outcome


def show_the_detector(application: Application, site: Everything) -> None:
    """A fault planted where pages are drawn must be seen, and none where there is none. Raises if not."""
    with mock.patch("couples.htmx.render", side_effect=Planted):
        planted = run(application, site, 100, seed=1)
    if not any(name.startswith("500 Planted") for name in planted.wrong):
        raise AssertionError(f"planted a fault, found {planted.wrong}")


def run(application: Application, site: Everything, count: int, seed: int) -> Outcome:
    dice, outcome = random.Random(seed), Outcome(count)  # noqa: S311
    with one_connection(), _faults() as faults:
        for _ in range(count):
            made = request(dice, site)
            faults.clear()
            status = ask(application, made)
            outcome.answers[status] += 1
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR and made.path != HEALTH:
                outcome.failed += 1
                outcome.wrong.setdefault(f"{status} {' then '.join(dict.fromkeys(faults))}", str(made)[:3_000])
    return outcome


def ask(application: Application, made: Request) -> int:
    """Its status, or RAISED where the application left it to the server to make something of it."""
    told: list[int] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        told.append(int(status.split()[0]))

    cache.clear()  # limits on how often would hide most of it
    speaker = SPEAKERS.get(made.provider)
    reports = {"MAIL_WEBHOOK": made.provider, "ANYMAIL": {speaker.setting: speaker.secret} if speaker else {}}
    with transaction.atomic(), override_settings(**reports):
        try:
            answer = application(made.environ(), start)
            b"".join(answer)
            answer.close()
        except Exception:
            got_request_exception.send(sender=None)
            told = [RAISED]
        transaction.set_rollback(True)
    return told[0]


@contextmanager
def one_connection() -> Iterator[None]:
    """Or else each request would close the one that holds what is taken back afterwards."""
    signals = (request_started, request_finished)
    closing = [signal for signal in signals if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in closing:
            signal.connect(close_old_connections)


@contextmanager
def _faults() -> Iterator[list[str]]:
    """What was raised, and where, while a request was answered."""
    faults: list[str] = []

    def note(**_: Any) -> None:
        kind, error, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)
        ours = next((each for each in reversed(frames) if "site-packages" not in each.filename), frames[-1])
        faults.append(
            f"{kind and kind.__name__} ({str(error)[:60]}) at {ours.filename.rpartition('/')[2]}:{ours.lineno}"
        )

    got_request_exception.connect(note)
    try:
        yield faults
    finally:
        got_request_exception.disconnect(note)
