from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.couples.outbox.mailserver import MailServer, running
from tests.couples.outbox.posting import EVENING


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Where all mail of this test goes, by SMTP."""
    server = MailServer()
    with running(server) as port:
        settings.EMAIL_BACKEND = "couples.outbox.transport.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield server


@pytest.fixture
def frozen() -> Iterator[Any]:
    """The clock stands still at EVENING until the test moves it."""
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller
