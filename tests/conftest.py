"""Ada and Ben are a couple; the stranger has a partner and things of their own. All of them exist in every test that
asks.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from couples.accounts.hashers import BoundedArgon2PasswordHasher
from couples.accounts.models import Person
from couples.live import hints as live_hints
from couples.outbox.models import Message
from couples.space.models import Couple
from couples.vault import keys
from tests import flush, order
from tests.factories import PersonFactory, make_couple
from tests.pseudo import LANGUAGES, write

# What these assert says what it saw, as in a test file. They are loaded after this.
pytest.register_assert_rewrite("tests.journal", "tests.rituals", "tests.browser")

# How busy a machine is says nothing about the code.
hypothesis_settings.register_profile("nearer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("nearer")

TESTS = Path(__file__).parent
#: Other processes do the work here, or these play what hundreds of other tests measure (each page of the whole house,
#: people by themselves): to note each line they reach would only make them take up to three times as long.
UNMEASURED = [TESTS / name for name in ("bench", "browser", "composed", "faults", "local")]
UNMEASURED += TESTS.glob("test_*.py")
UNMEASURED += TESTS.glob("journal/test_nothing_leaks*.py")
UNMEASURED += [TESTS / "journal/test_leaving_and_erasing.py", TESTS / "journal/test_two_devices.py"]
UNMEASURED += [TESTS / "journal/touch" / name for name in ("test_nothing_tells.py", "test_told_apart.py")]
UNMEASURED.append(TESTS / "rituals/calendar/test_feed_over_time.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A matrix at its full size runs only when it is asked for: `-m long_run`."""
    for item in items:
        if any(item.path.is_relative_to(place) for place in UNMEASURED):
            item.add_marker("no_cover")
    if "long_run" not in str(config.option.markexpr):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long_run")])
        items[:] = [item for item in items if not item.get_closest_marker("long_run")]
    # One process of several (xdist), or the only one.
    items[:] = order.dealt(items, getattr(config, "workerinput", {}).get("workercount", 1))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[Any]:
    """Argon2id as ever, with as little work as it takes: a password costs a quarter of a second of CPU, on purpose.

    The value is the real cost (tests/couples/test_hashers.py). Processes that tests start pay it.
    """
    real = BoundedArgon2PasswordHasher().params()
    with pytest.MonkeyPatch.context() as patch:
        for name, least in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
            patch.setattr(BoundedArgon2PasswordHasher, name, least)
        yield real


@pytest.fixture(scope="session", autouse=True)
def patient_flush() -> Iterator[None]:
    """Servers that tests start share the tests' database, and are seldom done at the very moment a test is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush.execute_sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def loops_beside_a_browser() -> Iterator[None]:
    """A browser's driver keeps a loop running in this thread once it has begun. Other loops then run beside it."""
    plain = asyncio.run

    def run(main: Any, **options: Any) -> Any:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return plain(main, **options)
        with ThreadPoolExecutor(1) as beside:
            return beside.submit(lambda: plain(main, **options)).result()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "run", run)
        yield


@pytest.fixture(scope="session", autouse=True)
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What tests erase stands in no file that anybody else reads."""
    folder = tmp_path_factory.mktemp("ledgers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "NEARER_LEDGER", str(folder / "erasures.jsonl"))
        yield folder


@pytest.fixture(autouse=True)
def ledger_of_its_own(ledgers: Path) -> Iterator[None]:
    """What one test erased is in no database of the next one’s, which would look as if put back from a backup."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "NEARER_LEDGER", str(ledgers / f"{uuid4()}.jsonl"))
        yield


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Rate limits, sessions and data keys of one test are not the next one's."""
    keys.cache.clear()
    cache.clear()
    yield
    keys.cache.clear()


@pytest.fixture(autouse=True)
def limits_of_no_server() -> Iterator[None]:
    """A test that plays a server takes on how long its questions may take (config/timeouts.py). The next test has all
    the time that a busy machine needs.
    """
    before = {alias: dict(connections.settings[alias].get("OPTIONS", {})) for alias in connections}
    yield
    for alias, options in before.items():
        if connections.settings[alias].get("OPTIONS", {}) != options:
            connections.settings[alias]["OPTIONS"] = options
            connections[alias].close()


@pytest.fixture
def ada(db: None) -> Person:
    person: Person = PersonFactory(name="Ada", email="ada@example.org", zone="Europe/Berlin")
    return person


@pytest.fixture
def ben(db: None) -> Person:
    person: Person = PersonFactory(name="Ben", email="ben@example.org", zone="America/New_York")
    return person


@pytest.fixture
def couple(ada: Person, ben: Person) -> Couple:
    made = make_couple(ada, ben)
    Message.objects.all().delete()  # the invitation's mail has had its day
    return made


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody of another couple, who would see everything if a page looked only at ids."""
    person: Person = PersonFactory(name="Stranger", email="stranger@example.org", zone="Asia/Tokyo")
    make_couple(person, PersonFactory(name="Stranger’s partner", email="partner@example.org"))
    return person


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    def client(person: Person) -> Client:
        browser = Client()
        browser.force_login(person)
        session = browser.session
        session.set_expiry(4000 * 24 * 3600)  # tests look ahead by months and years
        session.save()
        return browser

    return client


@pytest.fixture
def ada_client(ada: Person, couple: Couple, client_for: Callable[[Person], Client]) -> Client:
    return client_for(ada)


@pytest.fixture
def ben_client(ben: Person, couple: Couple, client_for: Callable[[Person], Client]) -> Client:
    return client_for(ben)


@pytest.fixture
def stranger_client(stranger: Person, client_for: Callable[[Person], Client]) -> Client:
    return client_for(stranger)


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was announced after commit: (channel, hint). Use `django_capture_on_commit_callbacks` or a transactional
    test.
    """
    sent: list[tuple[str, dict[str, Any]]] = []
    publish = live_hints._publish

    def record(channel: str, hint: str) -> None:
        sent.append((channel, json.loads(hint)))
        publish(channel, hint)

    monkeypatch.setattr(live_hints, "_publish", record)
    return sent


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write(folder)
    return folder


@pytest.fixture
def spoken(catalogues: Path, settings: Any) -> None:
    """Two languages more, which nobody speaks."""
    settings.LANGUAGES = [*settings.LANGUAGES, *LANGUAGES]
    settings.LOCALE_PATHS = [catalogues]
