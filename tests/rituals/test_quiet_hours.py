"""A time within one's own quiet hours is said beside the field and on the page of choices, to oneself alone."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from rituals.models import Nudge
from rituals.nudges import mail
from tests.pages import words_of
from tests.rituals.conftest import checkin_at, time_together

pytestmark = pytest.mark.django_db

BESIDE = "Your quiet hours are from 9 pm to 7 am"
ON_CHOICES = "One of your rituals falls in your quiet hours."


@pytest.fixture
def quiet(ada: Person) -> None:
    ada.quiet_from, ada.quiet_until = time(21), time(7)
    ada.save()


@pytest.mark.parametrize("which", ["checkin", "new", "edit"])
def test_quiet_hours_are_said_where_a_time_is_chosen_to_oneself_alone(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, quiet: None, which: str
) -> None:
    args = [time_together(couple, ada).pk] if which == "edit" else []
    url = reverse(f"rituals:{which}", args=args)
    assert BESIDE in words_of(ada_client.get(url))
    assert BESIDE in words_of(ada_client.post(url, {"at": "late"}))
    for method in (ben_client.get, ben_client.post):
        assert "quiet hours" not in words_of(method(url))


def test_who_has_none_is_told_nothing(ada_client: Client, couple: Couple) -> None:
    assert "quiet hours" not in words_of(ada_client.get(reverse("rituals:checkin")))


def test_it_is_said_and_never_refused(ada_client: Client, couple: Couple, ada: Person, quiet: None) -> None:
    assert ada_client.post(reverse("rituals:checkin"), {"at": "22:00", "days": ["0"]}).status_code == 303
    assert Nudge.objects.filter(person=ada, next_at__isnull=False).exists()


@pytest.mark.parametrize(("at", "told"), [("22:00", True), ("20:30", False)])
def test_the_page_of_choices_says_when_one_of_ones_times_is_quiet(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person, quiet: None, at: str, told: bool
) -> None:
    checkin_at(couple, ada, at)
    assert (ON_CHOICES in words_of(ada_client.get(reverse("choices")))) is told
    assert ON_CHOICES not in words_of(ben_client.get(reverse("choices")))


def test_a_shared_moment_may_be_quiet_for_one_of_the_two(
    ada_client: Client, couple: Couple, ada: Person, quiet: None
) -> None:
    time_together(couple, ada, "18:00", zone="America/New_York")  # midnight in Berlin
    assert ON_CHOICES in words_of(ada_client.get(reverse("choices")))


# -- what is coming, for mail that waits for it -----------------------------------------------------------------------


def test_what_rings_next_is_known_for_all_in_one_query(couple: Couple, ada: Person, ben: Person) -> None:
    for at in ("20:30", "20:35"):
        time_together(couple, ada, at)
    first = Nudge.objects.filter(person=ada).order_by("next_at")[0].next_at
    assert first
    minutes = timedelta(minutes=15)
    with CaptureQueriesContext(connection) as asked:
        found = mail.coming({ada.pk, ben.pk, uuid4()}, first - minutes, first)
    assert len(asked) == 1
    assert found == {ada.pk: first, ben.pk: first}
    assert mail.coming({ada.pk}, first - 2 * minutes, first - minutes) == {}
    assert mail.coming(set(), datetime(2020, 1, 1, tzinfo=UTC), first) == {}
