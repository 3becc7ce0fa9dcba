"""A short seeded run of each trial that kills real processes; `bin/bench faults` runs them at length."""

import pytest

from bench import broker, clocks, faults, returns, ringing, stopped

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_or_stopped_anywhere_in_a_send_loses_nothing_and_repeats_only_what_nobody_can_know() -> None:
    outcome = faults.killed_at_six_points(12)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert outcome.allowed_twice == 4


def test_a_worker_killed_or_stopped_among_letters_leased_together_repeats_none_of_the_others() -> None:
    outcome = faults.killed_among_many(6, several=8)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_the_end_of_a_break_is_told_to_both_once_and_at_the_minute_whoever_is_killed() -> None:  # E9
    outcome = returns.killed(6)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_whatever_the_mail_server_says_becomes_of_it_what_the_promise_says() -> None:
    outcome = faults.refused(1)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_rows_that_nobody_can_send_die_alone() -> None:  # C5
    outcome = faults.poisoned(good=10, poison=2)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_a_clock_set_wrong_rings_once_a_date() -> None:
    outcome = clocks.set_wrong(6)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_two_beats_and_three_dispatchers_ring_for_everybody_once() -> None:
    outcome = ringing.many_dispatchers(200)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_a_broker_that_dies_or_forgets_everything_loses_nothing() -> None:  # C1
    outcome = broker.broken(2)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)


def test_a_database_stopped_at_once_keeps_every_write_it_acknowledged() -> None:
    outcome = stopped.at_once(2)
    assert outcome.wrong == []
    assert (outcome.lost, outcome.twice) == (0, 0)
