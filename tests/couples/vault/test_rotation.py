"""`manage.py rotatekey`: everything comes under the newest key, and what does not open is named (K4)."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as real
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from bench import key_change
from couples.accounts.models import Person
from couples.management.commands import rotatekey as command
from couples.vault import keys, rotation, trial
from couples.vault.errors import KeyGone, KeyUnavailable
from couples.vault.holders import Holder
from couples.vault.models import DataKey
from tests.couples.vault.rows import CANARY, Row
from tests.factories import PersonFactory

NEW = key_change.new_key("newer")


@pytest.fixture
def old() -> str:
    return str(real.NEARER_KEY)


@pytest.fixture
def both(settings: Settings, old: str) -> str:
    """The operator has put a newer key before the old one."""
    return f"{NEW},{old}"


@pytest.fixture
def made(row: Row, ada: Person) -> list[UUID]:
    """Ada's data key, the couple's and the house's, all wrapped by the old key."""
    holders = [Holder.couple(row.couple_id), Holder.person(ada.pk), Holder.house()]
    return [keys.key_for(holder)[0] for holder in holders]


def use(settings: Settings, key: str) -> None:
    """As after a start with this NEARER_KEY: nothing is remembered."""
    settings.NEARER_KEY = key
    keys.cache.clear()


def rotatekey(*options: str) -> str:
    """What it says. Raises CommandError, with what it said before, where its exit status is not zero."""
    said = StringIO()
    try:
        call_command("rotatekey", *options, stdout=said)
    except CommandError as error:
        raise CommandError(said.getvalue() + str(error)) from None
    return said.getvalue()


def damage(data_key: UUID) -> None:
    wrapped = bytes(DataKey.objects.get(pk=data_key).wrapped or b"")
    DataKey.objects.filter(pk=data_key).update(wrapped=wrapped[:-1] + bytes([wrapped[-1] ^ 1]))
    keys.cache.clear()


@pytest.mark.django_db
def test_words_open_with_the_new_key_alone(settings: Settings, both: str, row: Row, made: list[UUID]) -> None:
    use(settings, both)
    said = rotatekey()
    assert "0 of 3 done\n3 of 3 done\n'newer', the newest: data keys: 3\n" in said
    assert "This database needs 'newer' and no other key.\nTake 'test' out of NEARER_KEY now." in said
    use(settings, NEW)
    assert Row.objects.get(pk=row.pk).text == CANARY
    assert trial.problem() == ""
    assert rotatekey("--check") == (
        "'newer', the newest: data keys: 3\nThis database needs 'newer' and no other key.\n"
    )


@pytest.mark.django_db
def test_data_keys_stay_the_same_so_what_processes_remember_stays_right(
    settings: Settings, both: str, made: list[UUID], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = {id: keys.key_by_id(id) for id in made}
    settings.NEARER_KEY = both  # and the memory of this process is as it was
    rotatekey()
    with django_assert_num_queries(0):
        assert {id: keys.key_by_id(id) for id in made} == before
    keys.cache.clear()
    assert {id: keys.key_by_id(id) for id in made} == before


@pytest.mark.django_db
def test_it_remembers_no_data_key_it_has_seen(settings: Settings, both: str, made: list[UUID]) -> None:  # K5
    use(settings, both)
    rotatekey()
    assert not keys.cache._kept


@pytest.mark.django_db
def test_once_more_changes_nothing(settings: Settings, both: str, made: list[UUID]) -> None:
    use(settings, both)
    rotatekey()
    before = list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped"))
    assert "0 of 0 done\n" in rotatekey()
    assert list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped")) == before


@pytest.mark.django_db
def test_the_check_says_what_is_left_and_changes_nothing(settings: Settings, both: str, made: list[UUID]) -> None:
    use(settings, both)
    keys.key_for(Holder.person(PersonFactory().pk))  # made meanwhile, under the newest
    before = list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped"))
    with pytest.raises(CommandError) as raised:
        rotatekey("--check")
    assert str(raised.value) == (
        "'newer', the newest: data keys: 1\n'test', older: data keys: 3\n"
        "Keep 'test' in NEARER_KEY, and run manage.py rotatekey."
    )
    assert list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped")) == before


@pytest.mark.django_db
def test_a_start_without_a_key_that_is_still_needed_is_refused_by_name(
    settings: Settings, both: str, made: list[UUID]
) -> None:  # S22
    use(settings, both)
    for row in DataKey.objects.exclude(pk=made[0]):
        keys.rewrap(row)
    use(settings, NEW)
    assert trial.problem().startswith("NEARER_KEY lacks the key 'test'")
    with pytest.raises(KeyUnavailable):
        keys.key_by_id(made[0])
    with pytest.raises(CommandError, match=r"'test', not in NEARER_KEY: data keys: 1\nAdd 'test' to NEARER_KEY again"):
        rotatekey()
    use(settings, both)
    rotatekey()
    use(settings, NEW)
    assert trial.problem() == ""


@pytest.mark.django_db
def test_a_row_that_was_changed_is_named_and_the_others_go_on(
    settings: Settings, both: str, row: Row, made: list[UUID]
) -> None:
    damage(made[1])
    use(settings, both)
    with pytest.raises(CommandError) as raised:
        rotatekey()
    assert str(raised.value).startswith(
        "0 of 3 done\n2 of 3 done\n'newer', the newest: data keys: 2\n"
        f"'test', older: data keys: 1\n    does not open: {made[1]}\n'test' opens nothing that it should."
    )
    assert Row.objects.get(pk=row.pk).text == CANARY


@pytest.mark.django_db
def test_among_many_a_changed_row_is_told_by_its_id(made: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    damage(made[1])
    with pytest.raises(CommandError) as raised:
        rotatekey("--check")
    assert re.findall("does not open: (.*)", str(raised.value)) == [str(made[1])]
    assert "only an earlier backup has them whole" in str(raised.value)
    damage(made[2])
    monkeypatch.setattr(command, "NAMED", 1)
    with pytest.raises(CommandError, match=r"does not open: .*\n    and 1 more\nKeep 'test'"):
        rotatekey("--check")


@pytest.mark.django_db
def test_another_key_under_an_old_name_changes_nothing(settings: Settings, made: list[UUID]) -> None:
    before = list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped"))
    use(settings, f"{NEW},{key_change.new_key('test')}")
    with pytest.raises(CommandError, match="If NEARER_KEY has another key under this name, put the"):
        rotatekey()
    assert list(DataKey.objects.order_by("pk").values("pk", "kek_id", "wrapped")) == before


@pytest.mark.django_db
def test_a_newest_key_under_a_name_that_another_had_is_refused_first(
    settings: Settings, old: str, both: str, made: list[UUID]
) -> None:
    """Else data keys of two keys would have one name, and the right one would open half of them."""
    use(settings, both)
    keys.rewrap(DataKey.objects.get(pk=made[0]))
    use(settings, f"{key_change.new_key('newer')},{old}")
    with pytest.raises(CommandError, match=r"Nothing was changed\. 'newer' in NEARER_KEY is not the key that had this"):
        rotatekey()
    assert DataKey.objects.filter(kek_id="test").count() == 2


@pytest.mark.django_db
def test_an_empty_database_needs_the_newest_key_only(settings: Settings, both: str) -> None:
    use(settings, both)
    assert "Nothing in this database is encrypted yet.\n" in rotatekey()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "says"), [("", "NEARER_KEY is missing"), ("k1:AAAA", "must be 32 bytes"), ("k1", "written id:base64")]
)
def test_a_key_that_is_none_is_refused_in_one_sentence(settings: Settings, key: str, says: str) -> None:
    settings.NEARER_KEY = key
    for options in ([], ["--check"]):
        with pytest.raises(CommandError, match=says):
            rotatekey(*options)


def test_without_tables_and_when_it_is_stopped_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(error: BaseException) -> Callable[[], Iterator[rotation.Progress]]:
        def counted() -> Any:
            raise error

        return counted

    for error, says in ((ProgrammingError(), "migrate first"), (KeyboardInterrupt(), "Nothing is lost or half done")):
        monkeypatch.setattr(rotation, "counted", ends(error))
        with pytest.raises(CommandError, match=says):
            rotatekey()


@pytest.mark.django_db
def test_a_destroyed_data_key_is_no_work_and_stays_destroyed(
    settings: Settings, both: str, ada: Person, made: list[UUID]
) -> None:  # K7
    keys.destroy(Holder.person(ada.pk))
    use(settings, both)
    assert "2 of 2 done" in rotatekey()
    assert DataKey.objects.get(pk=made[1]).wrapped is None
    use(settings, NEW)
    assert trial.problem() == ""
    with pytest.raises(KeyGone):
        keys.key_by_id(made[1])


@pytest.mark.django_db
def test_a_data_key_destroyed_between_reading_and_writing_does_not_come_back(
    settings: Settings, both: str, ada: Person, made: list[UUID]
) -> None:  # K7
    use(settings, both)
    as_read = DataKey.objects.get(pk=made[1])
    keys.destroy(Holder.person(ada.pk))
    keys.rewrap(as_read)
    kept = DataKey.objects.get(pk=made[1])
    assert (kept.wrapped, kept.kek_id) == (None, "test")
    assert kept.destroyed_at is not None


@pytest.mark.django_db
def test_a_row_that_another_run_has_moved_stays_as_that_run_left_it(
    settings: Settings, both: str, made: list[UUID]
) -> None:
    use(settings, both)
    as_read = DataKey.objects.get(pk=made[0])
    keys.rewrap(as_read)
    first = DataKey.objects.get(pk=made[0]).wrapped
    keys.rewrap(as_read)
    assert DataKey.objects.get(pk=made[0]).wrapped == first


@pytest.mark.django_db
def test_a_data_key_that_an_old_process_makes_meanwhile_comes_along(
    settings: Settings, old: str, both: str, made: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 1)
    monkeypatch.setattr(keys, "uuid4", lambda: UUID(int=1))  # an id that the pass under way has gone by
    use(settings, both)
    steps = rotation.rotate()
    assert [next(steps), next(steps)] == [rotation.Progress(0, 3), rotation.Progress(1, 3)]
    use(settings, old)
    late, key = keys.key_for(Holder.person(PersonFactory().pk))
    use(settings, both)
    assert list(steps)[-1] == rotation.Progress(3, 3)
    use(settings, NEW)
    assert keys.key_by_id(late) == key


@pytest.mark.django_db
def test_each_data_key_moves_by_one_statement_of_its_own(settings: Settings, both: str, made: list[UUID]) -> None:
    use(settings, both)
    with CaptureQueriesContext(connection) as asked:
        list(rotation.rotate())
    written = [each["sql"] for each in asked if each["sql"].startswith("UPDATE")]
    assert len(written) == 3
    assert all('"kek_id" = ' in sql and '"wrapped" = ' in sql for sql in written)
