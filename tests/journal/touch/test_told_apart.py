"""Over simulated years: whether what leaves the list in the middle of a week was taken back or let go by chance.

Ben marks everything, always, and watches. Ada marks a dozen things and answers the quiet question, or not. Of each
moment at which something left he knows how long it had been on the list, how many went with it, how many there were,
on which day and at what hour. He has seen years of others like it with the answer beside each, and bets on the more
frequent one. As many were taken back as were let go, so a coin is right half of the time.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from journal.touch import chance
from journal.touch.chance import WEEK, drawn_at, misses, off_at

CLOCK = ZoneInfo("Europe/Berlin")
THINGS = [f"thing {nth}" for nth in range(12)]
LEAST = 3
#: How somebody takes back: how often a week, and how much at once.
TAKES_BACK, ONE_OF_TEN = 0.25, (1, 1, 1, 1, 1, 1, 1, 2, 2, 12)


class Gone(NamedTuple):
    """What Ben knows of one moment, in a few steps each."""

    weeks_there: int
    how_many: int
    of: int
    day: int
    hour: int


class Moment(NamedTuple):
    taken_back: bool
    seen: Gone


def a_couple(random: Random, weeks: int, *, renews: float, by_chance: bool = True) -> Iterator[Moment]:
    """What leaves one couple's list in so many weeks. Without chance, marks end in the middle of a week, between their
    21st and 35th day, as was first thought.
    """
    rolls: dict[str, float] = {}

    def dice(name: str) -> float:
        return rolls.setdefault(name, random.random())

    ends = {thing: 0 if random.random() < 0.5 else ending(random, 0) for thing in THINGS}
    since: dict[str, int] = {}
    for week in range(1, weeks):
        for thing in THINGS:
            if (ends[thing] < week and random.random() < 0.3) or (
                int(ends[thing]) == week and random.random() < renews
            ):
                ends[thing] = ending(random, week)
        there = [thing for thing in THINGS if ends[thing] >= week and not (by_chance and misses(thing, week, dice))]
        since = {thing: since.get(thing, week) for thing in there}
        if len(there) < LEAST:
            continue
        leaving = chance_in(there, week, dice) if by_chance else ending_in(there, ends, week)
        back = []
        if random.random() < TAKES_BACK:
            at, many = human(random, week), random.choice(ONE_OF_TEN)
            back = [(at, random.sample(there, min(many, len(there))))]
        yield from seen_in(week, there, since, leaving, back)
        for _at, things in back:
            ends |= dict.fromkeys(things, week - 1)


def ending(random: Random, week: int) -> float:
    return week + random.uniform(3, 5)


Leaving = list[tuple[timedelta, list[str]]]


def chance_in(there: Sequence[str], week: int, dice: chance.Dice) -> Leaving:
    moments: dict[timedelta, list[str]] = {}
    for thing in there:
        if at := off_at(thing, week, dice, [CLOCK, CLOCK]):
            moments.setdefault(at - drawn_at(week), []).append(thing)
    return list(moments.items())


def ending_in(there: Sequence[str], ends: dict[str, float], week: int) -> Leaving:
    return [(WEEK * (ends[thing] - week), [thing]) for thing in there if int(ends[thing]) == week]


def human(random: Random, week: int) -> timedelta:
    """Most often in the evening, seldom at night, and more often while the list is new: not our table of hours."""
    day = random.choices(range(7), weights=(5, 4, 3, 3, 3, 3, 3))[0]
    hour = random.choices(range(24), weights=[1] * 7 + [4] * 11 + [9] * 5 + [4])[0]
    local = drawn_at(week).astimezone(CLOCK).replace(hour=0) + timedelta(days=day, hours=hour + random.random())
    return (local - drawn_at(week)) % WEEK


def seen_in(week: int, there: list[str], since: dict[str, int], leaving: Leaving, back: Leaving) -> Iterator[Moment]:
    left = list(there)
    for at, things, taken in sorted([(*each, False) for each in leaving] + [(*each, True) for each in back]):
        gone = [thing for thing in things if thing in left]
        if not gone or len(left) < LEAST:
            continue
        weeks = min(week - min(since[thing] for thing in gone), 5)
        hour = (drawn_at(week) + at).astimezone(CLOCK).hour
        yield Moment(taken, Gone(weeks, min(len(gone), 4), min(len(left) // 3, 4), at.days, hour // 6))
        left = [thing for thing in left if thing not in gone]


def bets_right(moments: list[Moment], random: Random) -> float:
    """The share he guesses right of moments he has not seen, by each thing he knows and all of them together."""
    kinds = [[each for each in moments if each.taken_back is taken] for taken in (True, False)]
    few = min(map(len, kinds))
    assert few > 1000
    both = [each for kind in kinds for each in random.sample(kind, few)]
    random.shuffle(both)
    known, asked = both[: len(both) // 2], both[len(both) // 2 :]
    tables = [
        {taken: Counter(each.seen[nth] for each in known if each.taken_back is taken) for taken in (True, False)}
        for nth in range(len(Gone._fields))
    ]
    right = 0
    for each in asked:
        for_it = 1.0
        for value, table in zip(each.seen, tables, strict=True):
            for_it *= (table[True][value] + 1) / (table[False][value] + 1)
        right += (for_it > 1) is each.taken_back
    return right / len(asked)


def guessed(*, renews: float, by_chance: bool = True, couples: int = 100, weeks: int = 156) -> float:
    random = Random(19)
    moments = [each for _ in range(couples) for each in a_couple(random, weeks, renews=renews, by_chance=by_chance)]
    return bets_right(moments, random)


@pytest.mark.parametrize("renews", [0.5, 1.0])
def test_what_was_taken_back_is_not_told_from_what_chance_let_go(renews: float) -> None:
    assert abs(guessed(renews=renews) - 0.5) < 0.07  # a coin, and what a few thousand moments may err by


def test_marks_that_end_in_the_middle_of_a_week_alone_would_tell() -> None:
    assert guessed(renews=0.5, by_chance=False) > 0.75
