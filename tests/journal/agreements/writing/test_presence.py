"""Who has a line open is known to whoever has it open too, for seconds, and to nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.cache import cache
from django.db import connection
from django.test import Client

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.services import begin
from journal.agreements import services
from journal.agreements.models import Guideline
from journal.agreements.writing import presence


@pytest.fixture
def line(couple: Couple, ada: Person) -> Guideline:
    return services.add_line(couple, by=ada, text="We stop.", op_id=uuid4())


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        yield callbacks


def post(client: Client, line: Guideline, *, is_open: bool = True) -> Any:
    return client.post(f"/guidelines/lines/{line.pk}/open/", {"open": "1" if is_open else ""})


def test_both_are_told_once_both_have_it_open(ada_client: Client, ben_client: Client, line: Guideline) -> None:
    assert post(ada_client, line).json() == {"also": False}
    assert post(ben_client, line).json() == {"also": True}
    assert post(ada_client, line).json() == {"also": True}
    assert post(ben_client, line, is_open=False).status_code == 204
    assert post(ada_client, line).json() == {"also": False}


def test_another_line_is_not_the_same_line(
    ada_client: Client, ben_client: Client, line: Guideline, couple: Couple, ben: Person
) -> None:
    other = services.add_line(couple, by=ben, text="We rest.", op_id=uuid4())
    post(ben_client, other)
    assert post(ada_client, line).json() == {"also": False}


@pytest.mark.django_db
def test_a_hint_goes_only_to_somebody_who_has_it_open_too(
    ada: Person, ben: Person, line: Guideline, hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:  # P4
    told: list[list[str]] = []
    for act, by, partner in (
        (presence.keep_open, ada, ben),
        (presence.close, ada, ben),
        (presence.keep_open, ada, ben),
        (presence.keep_open, ben, ada),
        (presence.keep_open, ben, ada),
        (presence.close, ben, ada),
        (presence.close, ben, ada),
    ):
        hints.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(line, by=by, partner=partner)
        told.append([channel.rpartition(":")[2] for channel, _ in hints])
    assert told == [[], [], [], [str(ada.pk)], [], [str(ada.pk)], []]


def test_it_goes_by_itself_and_leaves_nothing_in_the_database(
    ada_client: Client, ben_client: Client, line: Guideline, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0 < presence.SECONDS <= 15
    seen: list[Any] = []
    add = cache.add

    def noted(key: str, value: int, timeout: int) -> bool:
        seen.append(timeout)
        return add(key, value, timeout)

    monkeypatch.setattr(cache, "add", noted)
    with connection.execute_wrapper(refuse_writes):
        post(ada_client, line)
    assert seen == [presence.SECONDS]
    cache.delete(f"nearer:open:{line.pk}:{ada.pk}")  # what the cache does by itself then
    assert post(ben_client, line).json() == {"also": False}


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert not sql.startswith(("INSERT", "UPDATE", "DELETE"))
    return execute(sql, params, many, context)


def test_without_the_cache_nobody_is_said_to_be_there(
    ada: Person, ben: Person, line: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any, **__: Any) -> None:
        raise redis.ConnectionError

    for name in ("add", "get", "delete"):
        monkeypatch.setattr(cache, name, down)
    assert presence.keep_open(line, by=ada, partner=ben) is False
    presence.close(line, by=ada, partner=ben)


def test_somebody_alone_leaves_no_trace_at_all(db: None, ada: Person, client_for: Callable[[Person], Client]) -> None:
    line = services.add_line(begin(by=ada, called="Ben"), by=ada, text="We stop.", op_id=uuid4())
    client = client_for(ada)
    assert post(client, line).json() == {"also": False}
    assert post(client, line, is_open=False).status_code == 204
    assert cache.get(f"nearer:open:{line.pk}:{ada.pk}") is None


def test_the_page_says_nothing_of_it_by_itself(ada_client: Client, ben_client: Client, line: Guideline) -> None:
    before = ben_client.get("/guidelines/lines/", headers={"HX-Request": "true"}).content.decode()
    post(ada_client, line)
    after = ben_client.get("/guidelines/lines/", headers={"HX-Request": "true"}).content.decode()
    assert without_tokens(before) == without_tokens(after)
    page = ben_client.get("/guidelines/").content.decode()
    assert 'class="presence small muted" hidden' in page


def without_tokens(page: str) -> list[str]:
    return [row for row in page.splitlines() if "csrfmiddlewaretoken" not in row and "op_id" not in row]


def test_the_line_of_another_couple_is_not_there(stranger_client: Client, line: Guideline) -> None:
    assert post(stranger_client, line).status_code == 404
