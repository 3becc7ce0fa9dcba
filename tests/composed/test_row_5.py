"""A short run of each trial of row 5; `bin/bench trust --row 5` runs them at length and judges their times too."""

import pytest

from bench import waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_go_on_beside_slow_and_unfinished_requests() -> None:
    assert waiting.unfinished(3, asks=1, rounds=1).wrong == []


def test_streams_of_many_couples_are_open_at_once_hear_and_are_free_again() -> None:
    outcome = waiting.streams(12, asks=4, stay=0)
    assert outcome.wrong == []
    assert outcome.figures["lines to PostgreSQL"] <= 3


def test_streams_of_one_person_leave_the_others_theirs() -> None:
    assert waiting.streams_of_one(30, asks=2).wrong == []
