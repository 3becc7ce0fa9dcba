from threading import Thread
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.errors import KeyGone, Tampered
from couples.vault.holders import Holder
from couples.vault.models import DataKey
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


@pytest.fixture
def holder() -> Holder:
    return Holder.person(PersonFactory().pk)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the cache, in seconds; tests move it."""
    now = [1000.0]
    monkeypatch.setattr(keys, "monotonic", lambda: now[0])
    return now


def test_each_holder_has_one_key_of_their_own(couple: Couple, ada: Person, ben: Person) -> None:
    holders = [Holder.couple(couple.pk), Holder.person(ada.pk), Holder.person(ben.pk), Holder.house()]
    made = [keys.key_for(each) for each in holders]
    assert len({key_id for key_id, _ in made}) == len({key for _, key in made}) == 4
    keys.cache.clear()
    assert [keys.key_for(each) for each in holders] == made
    assert [keys.key_by_id(key_id) for key_id, _ in made] == [key for _, key in made]


def test_the_database_never_holds_a_key_in_the_clear(holder: Holder) -> None:
    key_id, key = keys.key_for(holder)
    assert key not in bytes(DataKey.objects.get(pk=key_id).wrapped or b"")


def test_keys_come_from_memory_after_the_first_time(
    holder: Holder, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys.key_for(holder)
    keys.cache.clear()
    with django_assert_num_queries(1):
        key_id, _ = keys.key_for(holder)
    with django_assert_num_queries(0):
        keys.key_for(holder)
        keys.key_by_id(key_id)


def test_memory_ends_after_five_minutes_however_often_it_is_used(
    holder: Holder, hour: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:  # K5
    key_id, _ = keys.key_for(holder)
    for _ in range(4):
        hour[0] += 60
        with django_assert_num_queries(0):
            keys.key_by_id(key_id)
    hour[0] += 60
    with django_assert_num_queries(1):
        keys.key_by_id(key_id)


def test_old_keys_leave_memory_when_it_is_next_used(hour: list[float]) -> None:
    keys.cache.put(uuid4(), b"old")
    hour[0] += keys.LIFE_SECONDS
    keys.cache.get(uuid4())
    assert not keys.cache._kept


def test_memory_is_bounded_and_the_oldest_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST", 3)
    cache, names = keys._Cache(), [uuid4() for _ in range(5)]
    for name in names:
        cache.put(name, b"key")
    cache.put(names[3], b"again")
    assert [cache.get(name) for name in names] == [None, None, b"key", b"again", b"key"]


def test_a_key_that_was_rolled_back_is_never_used_again(holder: Holder) -> None:
    with pytest.raises(Undone), transaction.atomic():
        lost, _ = keys.key_for(holder)
        assert keys.key_for(holder)[0] == lost
        raise Undone
    kept, _ = keys.key_for(holder)
    assert kept != lost
    assert DataKey.objects.filter(pk=kept).exists()


def test_a_new_key_is_remembered_for_its_holder_once_committed(
    holder: Holder, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as hooks:
        key_id, _ = keys.key_for(holder)
    assert keys.cache.get(holder) is None
    for hook in hooks:
        hook()
    assert keys.cache.get(holder) == key_id


def test_a_destroyed_key_opens_nothing_and_is_not_replaced(holder: Holder) -> None:  # K7
    key_id, _ = keys.key_for(holder)
    keys.destroy(holder)
    for _ in range(2):
        with pytest.raises(KeyGone):
            keys.key_for(holder)
        with pytest.raises(KeyGone):
            keys.key_by_id(key_id)
        keys.cache.clear()
    row = DataKey.objects.get(pk=key_id)
    assert row.wrapped is None
    assert row.destroyed_at is not None


def test_destroying_what_never_was_is_no_error(holder: Holder) -> None:
    keys.destroy(holder)
    assert keys.key_for(holder)


def test_a_key_never_made_is_gone() -> None:
    with pytest.raises(KeyGone):
        keys.key_by_id(uuid4())


def test_a_wrapped_key_given_to_another_holder_opens_nothing(ada: Person, ben: Person) -> None:
    hers, _ = keys.key_for(Holder.person(ada.pk))
    DataKey.objects.filter(pk=hers).update(person=ben)
    keys.cache.clear()
    with pytest.raises(Tampered):
        keys.key_by_id(hers)


def test_a_key_goes_with_its_holder(ada: Person) -> None:
    key_id, _ = keys.key_for(Holder.person(ada.pk))
    ada.delete()
    assert not DataKey.objects.filter(pk=key_id).exists()


def test_a_key_has_exactly_one_holder(couple: Couple, ada: Person) -> None:
    wrong: list[dict[str, Any]] = [{"couple": couple, "person": ada}, {"house": False}, {"house": True, "person": ada}]
    for columns in wrong:
        DataKey.objects.all().delete()
        with pytest.raises(IntegrityError, match="data_key_has_one_holder"), transaction.atomic():
            DataKey.objects.create(wrapped=b"w", kek_id="k", **columns)


@pytest.mark.django_db(transaction=True)
def test_two_who_make_a_key_at_once_get_the_same_one() -> None:
    holder = Holder.person(PersonFactory().pk)
    second: list[UUID] = []

    def make_too() -> None:
        try:
            with transaction.atomic():
                second.append(keys.key_for(holder)[0])
        finally:
            connections.close_all()

    with transaction.atomic():
        first, _ = keys.key_for(holder)
        other = Thread(target=make_too)
        other.start()
        wait_until_somebody_waits(other)
    other.join(60)
    assert second == [first]
    assert DataKey.objects.count() == 1


def wait_until_somebody_waits(other: Thread) -> None:
    until = monotonic() + 60
    while other.is_alive() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the second one did not wait for the first")
