"""What is tried before anything is served: keys, and whatever is read only once somebody needs it.

Better not to start than to fail on the first word, the first nudge or the first report (S22). The settings themselves
are tried as they are read (config/environment.py).
"""

import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection

from couples.erasing import replay
from couples.outbox import providers
from couples.push import vapid
from couples.vault import keyring, trial

log = logging.getLogger(__name__)

#: How long a database that does not answer yet is waited for, as after the whole machine was started.
PATIENCE: Final = 30.0


def insist(*, pages: bool = False) -> None:
    """Ends this process with a sentence if it cannot do its work. `pages`: it also takes the provider's reports."""
    for problem in problems(pages=pages):
        sys.exit(f"Nearer does not start: {problem}")


def problems(*, pages: bool) -> Iterator[str]:
    try:
        keyring.parse(settings.NEARER_KEY)
        vapid.public_key()
    except ValueError as error:
        yield str(error)
    if problem := providers.problem() if pages else "":
        yield problem
    # In a thread, and so on a connection of its own, which no child of this process inherits.
    with ThreadPoolExecutor(1) as aside:
        if problem := aside.submit(_asked_of_the_database).result():
            yield problem


def _asked_of_the_database() -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return trial.problem() or replay.problem()
        except OperationalError as error:
            if time.monotonic() >= until:
                return "the database does not answer: look at DATABASE_URL, and whether it runs"
            log.warning("The database does not answer yet: %s", type(error).__name__)
        finally:
            connection.close()
        time.sleep(1)
