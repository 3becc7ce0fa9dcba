"""A thank-you under two hands at once: an autosave on its way, somebody joining, a second press."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from couples.accounts.models import Person
from couples.space.models import Couple
from journal import sending
from journal.appreciations import services
from journal.appreciations.models import Appreciation

pytestmark = pytest.mark.django_db(transaction=True)

DEADLINE = 60.0


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any], Callable[[], Any]], None]:
    """Run the first up to its writing, then the second until it is through or has to wait, then both to their end."""

    def run(first: Callable[[], Any], second: Callable[[], Any]) -> None:
        save, reached, through = Appreciation.save, threading.Event(), threading.Event()
        holder: list[int] = []

        def save_late(self: Appreciation, *args: Any, **kwargs: Any) -> None:
            if threading.get_ident() in holder:
                reached.set()
                tick = threading.Event()
                for _ in range(int(DEADLINE * 100)):
                    if through.is_set() or somebody_waits():
                        break
                    tick.wait(0.01)
            save(self, *args, **kwargs)

        def hold() -> None:
            holder.append(threading.get_ident())
            own(first)

        def follow() -> None:
            assert reached.wait(DEADLINE)
            own(second)
            through.set()

        def own(act: Callable[[], Any]) -> None:
            try:
                act()
            finally:
                connections.close_all()

        monkeypatch.setattr(Appreciation, "save", save_late)
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(hold), pool.submit(follow)]:
                done.result(DEADLINE * 2)

    return run


@pytest.fixture
def draft(couple: Couple, ada: Person) -> Appreciation:
    return services.keep_draft(couple, by=ada, id=uuid4(), text="Half a sen")


def autosave(couple: Couple, ada: Person, draft: Appreciation) -> Callable[[], Any]:
    return lambda: services.keep_draft(couple, by=ada, id=draft.pk, text="Half a sente")


def test_an_autosave_on_its_way_does_not_call_back_what_is_sent(
    couple: Couple, ada: Person, draft: Appreciation, held_open: Any
) -> None:
    held_open(autosave(couple, ada, draft), lambda: services.send(draft))
    assert Appreciation.objects.get().sealed_at


def test_what_is_sent_is_what_stood_in_the_form(
    couple: Couple, ada: Person, draft: Appreciation, held_open: Any
) -> None:
    whole = "Half a sentence, and the rest."
    held_open(autosave(couple, ada, draft), lambda: services.send_words(couple, by=ada, id=draft.pk, text=whole))
    sent = Appreciation.objects.get()
    assert sent.sealed_at
    assert sent.text == whole


def test_an_autosave_on_its_way_does_not_bring_back_what_is_thrown_away(
    couple: Couple, ada: Person, draft: Appreciation, held_open: Any
) -> None:
    held_open(autosave(couple, ada, draft), lambda: sending.discard(draft))
    assert not Appreciation.objects.exists()


def test_taken_back_while_it_is_saved_again_it_is_a_draft_with_its_words(
    couple: Couple, ada: Person, draft: Appreciation, held_open: Any
) -> None:
    services.send(draft)
    held_open(lambda: services.take_back(draft), autosave(couple, ada, draft))
    assert Appreciation.objects.drafts().get().text == "Half a sente"
