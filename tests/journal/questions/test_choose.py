"""What comes next: nothing twice, no deeper than both like, and what landed as too much comes far more rarely."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.questions.choose import OPENED, TENDER, TOO_MUCH, Feedback, Own, Walk
from journal.questions.deck import ASKABLE, THEMES, Question

BEGAN = date(2026, 1, 1)
LATER = date(2026, 6, 1)
COUPLES = 60
SEASON = 60
ONE, TWO = UUID(int=1), UUID(int=2)


def dice(couple: int) -> Callable[[str], float]:
    return lambda name: int.from_bytes(sha256(f"{couple} {name}".encode()).digest()[:8]) / 2**64


def walk(couple: int = 0, *, ceiling: int = 3, last: date = LATER, **more: Any) -> Walk:
    return Walk(ASKABLE, ceiling, BEGAN, last, dice(couple), **more)


def asked(walk: Walk, days: int) -> list[Question]:
    return [each for _, each in walk.days(walk.last + timedelta(days=days)) if isinstance(each, Question)]


def feedback(how: str, times: int, *, depth: int = 3, theme: str = "days") -> list[Feedback]:
    return [Feedback(theme, depth, how, LATER - timedelta(days=nth)) for nth in range(times)]


def season(said: Sequence[Feedback]) -> list[Question]:
    """What many couples who said the same are asked in the two months after."""
    return [question for couple in range(COUPLES) for question in asked(walk(couple, feedback=said), SEASON)]


def share(questions: list[Question], wanted: Callable[[Question], bool]) -> float:
    return sum(map(wanted, questions)) / len(questions)


def is_deep(question: Question) -> bool:
    return question.depth == 3


def test_after_ten_times_too_much_the_deepest_comes_less_than_a_third_as_often() -> None:
    before, after = (share(season(feedback(TOO_MUCH, times)), is_deep) for times in (0, 10))
    assert before > 0.2
    assert after < before / 3


def test_each_time_too_much_makes_it_rarer() -> None:
    shares = [share(season(feedback(TOO_MUCH, times)), is_deep) for times in (0, 2, 5, 10)]
    assert all(more > less for more, less in pairwise(shares))


def test_it_stays_rare_until_the_deck_is_used_up_and_does_not_all_come_at_its_end() -> None:
    said = feedback(TOO_MUCH, 10)
    for couple in range(5):
        year = asked(walk(couple, feedback=said), 330)
        ends = [share(year[nth : nth + 60], is_deep) for nth in range(0, 300, 60)]
        assert max(ends) < 0.25


def test_what_opened_something_brings_more_of_its_theme() -> None:
    for theme in ("days", "mend"):
        before, after = (
            [question.theme for question in season(feedback(OPENED, times, depth=2, theme=theme))] for times in (0, 5)
        )
        assert after.count(theme) > before.count(theme) * 1.3


def test_tender_is_no_complaint() -> None:
    assert season(feedback(TENDER, 10)) == season([])


def test_feedback_fades() -> None:
    old = [Feedback("days", 3, TOO_MUCH, LATER - timedelta(days=900)) for _ in range(10)]
    assert share(season(old), is_deep) > 3 * share(season(feedback(TOO_MUCH, 10)), is_deep)


def test_too_much_of_everything_leaves_enough_to_ask() -> None:
    said = [Feedback(theme.key, depth, TOO_MUCH, LATER) for theme in THEMES for depth in (1, 2, 3) for _ in range(20)]
    for couple in range(50):
        assert len({question.key for question in asked(walk(couple, feedback=said, ceiling=1), 8)}) == 8


@pytest.mark.parametrize("ceiling", [1, 2, 3])
def test_nothing_is_deeper_than_the_ceiling_or_comes_twice_before_the_deck_is_used_up(ceiling: int) -> None:
    deck = {question.key for question in ASKABLE if question.depth <= ceiling}
    for couple in range(5):
        every = asked(walk(couple, ceiling=ceiling), 2 * len(deck))
        assert {question.key for question in every[: len(deck)]} == deck
        assert set(Counter(question.key for question in every).values()) == {2}


def test_what_was_asked_before_comes_again_only_after_the_rest() -> None:
    used = Counter({question.key: 1 for question in ASKABLE[:200]})
    assert not {question.key for question in asked(walk(used=used), 40)} & set(used)


def test_two_beginners_start_gently_and_some_weeks_are_light_for_everyone() -> None:
    first = walk(ceiling=3, last=BEGAN - timedelta(days=1))
    assert all(question.depth < 3 for question in asked(first, 14))
    seasons = [asked(walk(couple), SEASON) for couple in range(40)]
    weeks = [{question.depth for question in days[nth : nth + 7]} for days in seasons for nth in range(0, 56, 7)]
    without = sum(3 not in depths for depths in weeks)
    assert len(weeks) / 10 < without < len(weeks) / 2


def test_couples_who_said_nothing_differ_as_much_as_a_little_feedback_makes() -> None:
    """The cover: a season with little depth is nothing unusual where nobody said a word."""
    seasons = [share(asked(walk(couple), SEASON), is_deep) for couple in range(COUPLES)]
    said_twice = share(season(feedback(TOO_MUCH, 2)), is_deep)
    assert sum(each <= said_twice for each in seasons) > COUPLES / 10


def test_it_makes_no_difference_who_of_the_two_said_it() -> None:
    said = feedback(TOO_MUCH, 3) + feedback(OPENED, 2, theme="play", depth=1)
    assert asked(walk(feedback=said), SEASON) == asked(walk(feedback=said[::-1]), SEASON)


@settings(max_examples=30)
@given(days=st.integers(1, 400), seen=st.integers(1, 400))
def test_looking_on_one_day_and_on_a_later_one_tells_the_same(days: int, seen: int) -> None:
    shorter, longer = sorted((days, seen))
    assert asked(walk(), longer)[:shorter] == asked(walk(), shorter)


# -- their own --------------------------------------------------------------------------------------------------------


def days_of_their_own(own: list[Own], days: int = 40, **more: Any) -> list[Own | None]:
    found = walk(own=own, **more).days(LATER + timedelta(days=days))
    return [each if isinstance(each, Own) else None for _, each in found]


def test_their_own_take_every_second_day_in_turn_whoever_wrote_more() -> None:
    own = [Own(UUID(int=10 + nth), ONE if nth < 5 else TWO, nth) for nth in range(7)]
    given_days = days_of_their_own(own)
    authors = [each.author for each in given_days if each]
    assert authors[:4] == [ONE, TWO, ONE, TWO]
    assert all(not (one and other) for one, other in pairwise(given_days))


def test_one_that_stayed_unanswered_does_not_come_back_soon() -> None:
    days = [nth for nth, each in enumerate(days_of_their_own([Own(UUID(int=9), ONE, 0)])) if each]
    assert len(days) == 3
    assert all(later - earlier >= 14 for earlier, later in pairwise(days))


def test_the_other_one_is_next_when_one_had_the_last_turn() -> None:
    own = [Own(UUID(int=9), ONE, 0), Own(UUID(int=10), TWO, 1)]
    assert next(each for each in days_of_their_own(own, own_author=ONE) if each).author == TWO
    assert days_of_their_own(own, own_last=True)[0] is None
