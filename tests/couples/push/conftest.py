from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from couples.accounts.models import Person
from couples.accounts.sessions import SessionStore
from couples.push import services, vapid
from couples.push.models import Device
from tests.couples.push.service import PushService, running

EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"
SwitchOn = Callable[..., Device]


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """A push service, and this server's own key."""
    settings.VAPID_KEY = vapid.new_key()
    found = PushService()
    with running(found):
        yield found


@pytest.fixture
def frozen() -> Iterator[Any]:
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def switch_on(service: PushService) -> SwitchOn:
    """A browser in which this person is signed in, with notifications on."""

    def switch(person: Person, path: str = "/wp/one", *, session_key: str = "", agent: str = PHONE) -> Device:
        if not session_key:
            session = SessionStore()
            session.create()
            session_key = str(session.session_key)
        return services.add(person, session_key=session_key, subscription=service.browser(path), agent=agent)

    return switch
