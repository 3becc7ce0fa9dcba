"""A ritual's own page: the next times, this one only, who prepares, and what the two noticed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from rituals.cadence import Rule
from rituals.models import OccurrenceChange, Preparation, Ritual
from rituals.noticed import services as noticing
from rituals.noticed.models import Noticed
from rituals.occurrences import preparer
from tests.pages import words_of
from tests.rituals.conftest import time_together, utc

pytestmark = pytest.mark.django_db

SUNDAY, NEXT_SUNDAY = date(2026, 11, 29), date(2026, 12, 6)


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[Any]:
    with time_machine.travel(utc("2026-11-23T06:00"), tick=False) as at:
        yield at


@pytest.fixture
def sundays(couple: Couple, ada: Person) -> Ritual:
    return time_together(couple, ada, days=[6])


def url(name: str, *args: Any) -> str:
    return reverse(f"rituals:{name}", args=args)


def page(client: Client, ritual: Ritual) -> str:
    return words_of(client.get(url("detail", ritual.pk)))


# -- the next times ---------------------------------------------------------------------------------------------------


def test_the_next_times_are_by_ones_own_clock(ada_client: Client, ben_client: Client, sundays: Ritual) -> None:
    assert "Sunday, 29 November" in page(ada_client, sundays)
    assert "7 pm" in page(ada_client, sundays)
    assert "1 pm" in page(ben_client, sundays)


def test_the_partners_time_shows_only_where_the_partner_chose_so(
    ada_client: Client, ben_client: Client, sundays: Ritual, ben: Person
) -> None:
    assert "1 pm" not in page(ada_client, sundays)
    ben_client.post(reverse("you"), {"name": "Ben", "shows_clock": "on"})
    assert "Sunday 1 pm for Ben" in page(ada_client, sundays)
    assert "for Ada" not in page(ben_client, sundays)
    ben_client.post(reverse("you"), {"name": "Ben"})
    assert "1 pm" not in page(ada_client, sundays)


def test_moving_one_is_seen_by_both_and_can_be_taken_back(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    answer = ada_client.post(url("one", sundays.pk, SUNDAY), {"day": "2026-12-01", "at": "20:15"})
    assert (answer.status_code, answer["Location"]) == (303, url("detail", sundays.pk))
    told = page(ben_client, sundays)
    assert "Tuesday, 1 December" in told
    assert "moved this time" in told
    assert "Sunday, 29 November" not in told
    ben_client.post(url("usual", sundays.pk, SUNDAY))
    assert "Sunday, 29 November" in page(ada_client, sundays)


def test_skipping_one_stays_on_the_page_with_the_way_back(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    for _ in range(2):
        assert ada_client.post(url("skip", sundays.pk, SUNDAY)).status_code == 303
    told = page(ben_client, sundays)
    assert '<s class="muted">Sunday, 29 November</s>' in told
    assert url("usual", sundays.pk, SUNDAY) in told


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"day": "2026-11-01", "at": "20:00"}, "day", "That time has passed"),
        ({"day": "2026-12-06", "at": "19:00"}, "day", "There’s already one at that time"),
        ({"day": "soon", "at": "20:00"}, "day", "Write a day like 2027-03-31."),
        ({"day": "2026-12-01", "at": "25:00"}, "at", "Write a time like 20:30."),
        ({}, "day", "This is still empty"),
    ],
)
def test_a_move_that_cannot_be_is_said_beside_the_field(
    ada_client: Client, sundays: Ritual, sent: dict[str, str], field: str, said: str
) -> None:
    answer = ada_client.post(url("one", sundays.pk, SUNDAY), sent)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    for value in sent.values():
        assert f'value="{value}"' in words_of(answer)
    assert not OccurrenceChange.objects.exists()


@pytest.mark.parametrize("on", ["2026-11-30", "2026-02-30", "0001-01-01"])
def test_a_date_it_does_not_fall_on_has_no_page(ada_client: Client, sundays: Ritual, on: str) -> None:
    address = f"/rituals/{sundays.pk}/{on}/"
    for each in (address, f"{address}skip/", f"{address}usual/", f"{address}preparer/"):
        assert ada_client.post(each, {"who": "a"}).status_code == 404
    assert ada_client.get(address).status_code == 404


def test_a_time_that_has_ended_says_so(ada_client: Client, sundays: Ritual) -> None:
    Ritual.objects.filter(pk=sundays.pk).update(ends_on=date(2026, 11, 1))
    assert "This has ended." in page(ada_client, sundays)


# -- who prepares -----------------------------------------------------------------------------------------------------


def test_the_two_alternate_and_a_skipped_date_counts() -> None:
    sundays = Rule(utc("2026-01-01T19:00").time(), frozenset({6}))
    days = [SUNDAY + timedelta(weeks=week) for week in range(4)]
    assert [preparer.falls_to_first(sundays, SUNDAY, day) for day in days] == [True, False, True, False]


def test_they_alternate_from_the_next_time_on_for_both_to_see(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    assert "prepare" not in page(ada_client, sundays).split("What we noticed")[0]
    ada_client.post(url("preparers", sundays.pk), {"first": "b"})
    told = page(ben_client, sundays)
    assert told.index("you prepare") < told.index("Ada prepares")
    told = page(ada_client, sundays)
    assert told.index("Ben prepares") < told.index("you prepare")
    ada_client.post(url("preparers", sundays.pk), {"first": ""})
    assert "Ben prepares" not in page(ada_client, sundays)


def test_a_page_from_before_the_address_was_renamed_still_saves(ada_client: Client, sundays: Ritual) -> None:
    renamed = url("preparers", sundays.pk)
    assert renamed.endswith("/preparers/")
    ada_client.post(renamed.replace("/preparers/", "/turns/"), {"first": "b"})
    assert "Ben prepares" in page(ada_client, sundays)


def test_swapping_one_changes_only_that_one_however_often_it_is_pressed(
    ada_client: Client, sundays: Ritual, ada: Person
) -> None:
    preparer.alternate(sundays, first=ada)
    assert "you prepare" in page(ada_client, sundays).split("6 December")[0]
    for _ in range(2):
        ada_client.post(url("preparer", sundays.pk, SUNDAY), {"who": "b"})
    first, rest = page(ada_client, sundays).split("6 December", 1)
    assert "Ben prepares" in first
    assert rest.index("Ben prepares") < rest.index("you prepare")
    assert Preparation.objects.count() == 1


@pytest.mark.parametrize("who", ["", "c"])
def test_nobody_else_can_be_named(ada_client: Client, sundays: Ritual, ada: Person, who: str) -> None:
    preparer.alternate(sundays, first=ada)
    assert ada_client.post(url("preparer", sundays.pk, SUNDAY), {"who": who}).status_code == 303
    assert not Preparation.objects.exists()


# -- what we noticed --------------------------------------------------------------------------------------------------


def note(client: Client, ritual: Ritual, words: str, **sent: Any) -> Any:
    return client.post(url("note", ritual.pk), {"id": str(uuid4()), "words": words} | sent)


def test_what_one_noticed_both_read_and_it_is_encrypted_in_the_database(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    assert note(ada_client, sundays, "We laughed about the dog. CANARY").status_code == 303
    for client in (ada_client, ben_client):
        assert "We laughed about the dog." in page(client, sundays)
        assert "November 2026" in page(client, sundays)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rituals_noticed")
        assert "CANARY" not in repr(cursor.fetchall())


def test_the_same_note_sent_twice_is_one(ada_client: Client, sundays: Ritual) -> None:
    twice = str(uuid4())
    for _ in range(2):
        assert note(ada_client, sundays, "Once", id=twice).status_code == 303
    assert Noticed.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n ", "n" * 1001])
def test_a_note_that_is_refused_keeps_its_words(ada_client: Client, sundays: Ritual, words: str) -> None:
    answer = note(ada_client, sundays, words)
    assert answer.status_code == 422
    assert words.strip() in words_of(answer)
    assert not Noticed.objects.exists()


def test_an_id_that_is_somebody_elses_note_is_a_free_one(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    note(ada_client, sundays, "Hers")
    taken = str(Noticed.objects.get().pk)
    assert note(ben_client, sundays, "His", id=taken).status_code == 303
    assert {(each.author.name, each.words) for each in Noticed.objects.all()} == {("Ada", "Hers"), ("Ben", "His")}


def test_only_its_author_changes_it_or_takes_it_away(
    ada_client: Client, ben_client: Client, sundays: Ritual, ada: Person
) -> None:
    note(ada_client, sundays, "First words")
    one = Noticed.objects.get()
    for name in ("noticed", "noticed-removal", "noticed-return"):
        assert ben_client.post(url(name, one.pk), {"id": str(one.pk), "words": "Mine"}).status_code == 404
    assert url("noticed", one.pk) not in page(ben_client, sundays)
    assert ada_client.post(url("noticed", one.pk), {"id": str(one.pk), "words": "Other words"}).status_code == 303
    assert "Other words" in page(ben_client, sundays)
    assert ada_client.post(url("noticed", one.pk), {"id": str(one.pk), "words": " "}).status_code == 422


def test_taken_away_is_gone_for_both_and_comes_back_within_the_hour(
    ada_client: Client, ben_client: Client, sundays: Ritual
) -> None:
    note(ada_client, sundays, "Too much")
    one = Noticed.objects.get()
    ada_client.post(url("noticed-removal", one.pk))
    assert "Too much" not in page(ada_client, sundays)
    assert "Too much" not in page(ben_client, sundays)
    assert url("noticed-return", one.pk) in page(ada_client, sundays)
    assert url("noticed-return", one.pk) not in page(ben_client, sundays)
    ada_client.post(url("noticed-return", one.pk))
    assert "Too much" in page(ben_client, sundays)


def test_after_an_hour_its_words_are_gone_for_good(couple: Couple, ada: Person, sundays: Ritual) -> None:
    first, second = uuid4(), uuid4()
    noticing.note(sundays, by=ada, id=first, on=SUNDAY, words="Away")
    noticing.take_away(Noticed.objects.get())
    with time_machine.travel(clock.now() + noticing.RETURNS_WITHIN, tick=False):
        noticing.note(sundays, by=ada, id=second, on=SUNDAY, words="Stays")
    assert list(Noticed.objects.values_list("pk", flat=True)) == [second]


def test_earlier_years_are_a_tap_away(ada_client: Client, sundays: Ritual, ada: Person) -> None:
    noticing.note(sundays, by=ada, id=uuid4(), on=date(2025, 5, 4), words="Last year")
    Noticed.objects.update(created_at=clock.now().replace(year=2025))
    noticing.note(sundays, by=ada, id=uuid4(), on=SUNDAY, words="This year")
    assert "Last year" not in page(ada_client, sundays)
    earlier = words_of(ada_client.get(url("detail", sundays.pk) + "?year=2025"))
    assert "Last year" in earlier
    assert "This year" not in earlier
    assert "This year" in words_of(ada_client.get(url("detail", sundays.pk) + "?year=soon"))


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    ada_client: Client, sundays: Ritual, ada: Person, ben: Person
) -> None:
    def cost() -> int:
        page(ada_client, sundays)
        with CaptureQueriesContext(connection) as queries:
            page(ada_client, sundays)
        return len(queries)

    preparer.alternate(sundays, first=ada)
    noticing.note(sundays, by=ada, id=uuid4(), on=SUNDAY, words="One")
    OccurrenceChange.objects.create(ritual=sundays, on=SUNDAY)
    few = cost()
    for nth in range(49):
        noticing.note(sundays, by=ben, id=uuid4(), on=SUNDAY - timedelta(days=nth), words="More")
        OccurrenceChange.objects.create(ritual=sundays, on=NEXT_SUNDAY + timedelta(weeks=nth))
    assert cost() == few == 10
