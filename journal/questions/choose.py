"""Chooses which question comes on which day: the same for both, and nobody can tell by it what the other has said.

Each says in private how deep they like to go, and how earlier questions were for them. Both together decide:

- Depth. The lower of the two counts. Everybody starts in the middle, and nothing tender comes until both have asked for
  it. So where nothing tender comes, perhaps neither has chosen yet. The first two weeks are lighter for everyone, and
  so is a week now and then.
- Feedback. That of both is added up, and fades over half a year. Each theme and each depth also has a drift of its own.
  It changes every month, and is as large as a few pieces of feedback. The next question is drawn with these weights.
  One question tells nothing. Somebody who counted for months could tell that something has changed, but not what.
- A change counts from the first day that nobody can have seen yet (`suggesting.settle`). So nothing moves in the hour
  in which somebody said something.

Each day takes the first question of a shuffled deck that was asked least often, so nothing comes twice before the whole
deck has come. Where a depth or a theme was too much, some of it is left out of the deck. Put at its end instead, it
would all come in the last weeks. Questions of their own take every second day while there are any, of each author in
alternation.

Pure: `dice` gives the same number between 0 and 1 for the same name, whenever it is asked.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from math import log
from uuid import UUID

from journal.questions.deck.cards import Question

Dice = Callable[[str], float]

OPENED, TENDER, TOO_MUCH = "opened", "tender", "too_much"
HALF_LIFE = 180
GENTLE_START = timedelta(days=14)
LIGHTER_WEEKS = 0.25
OWN_AGAIN = timedelta(days=14)
#: How much of each depth stays, however often it was too much.
LEAST_OF_DEPTH = {1: 0.5, 2: 0.08, 3: 0.04}


@dataclass(frozen=True, slots=True)
class Feedback:
    theme: str
    depth: int
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class Own:
    """A question of theirs. `last_on`: the last day that was given to it."""

    id: UUID
    author: int | UUID
    nth: int
    last_on: date | None = None


@dataclass(slots=True)
class Weights:
    """How much of a depth or a theme stays in the deck (up to 1), and how gladly it is drawn."""

    depth: dict[int, float] = field(default_factory=lambda: defaultdict(lambda: 1.0))
    kept: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: 1.0))
    drawn: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: 1.0))


def weigh(feedback: Iterable[Feedback], on: date) -> Weights:
    """Each “too much” takes a quarter of its depth away. Each “opened” gives half of such a step back, and raises its
    theme. “Tender” is no complaint, and changes nothing.
    """
    depths: Counter[int] = Counter()
    opened: Counter[str] = Counter()
    much: Counter[str] = Counter()
    for each in feedback:
        strength = 0.5 ** (max(0, (on - each.on).days) / HALF_LIFE)
        if each.how == TOO_MUCH:
            depths[each.depth] += strength
            much[each.theme] += strength
        elif each.how == OPENED:
            depths[each.depth] -= strength / 2
            opened[each.theme] += strength
    weights = Weights()
    for depth, least in LEAST_OF_DEPTH.items():
        weights.depth[depth] = max(least, 0.75 ** max(0, depths[depth]))
    for theme in {*opened, *much}:
        weights.kept[theme] = max(0.4, 0.9 ** much[theme])
        weights.drawn[theme] = min(2.5, 1.25 ** opened[theme])
    return weights


@dataclass(slots=True)
class Walk:
    """What the days after `last` are chosen from. `used`: how often each question of the deck was asked so far."""

    deck: Sequence[Question]
    ceiling: int
    began: date
    last: date
    dice: Dice
    used: Counter[str] = field(default_factory=Counter)
    feedback: Sequence[Feedback] = ()
    own: Sequence[Own] = ()
    own_last: bool = False
    own_author: int | UUID | None = None

    def days(self, until: date) -> Iterator[tuple[date, Question | Own]]:
        """Each day after `last` to `until`, and what is asked on it."""
        order = self.shuffled()
        rounds = self.rounds(order)
        fresh = next(rounds)
        own = {each.id: each for each in self.own}
        was_own, author = self.own_last, self.own_author
        on = self.last
        while on < until:
            on += timedelta(days=1)
            chosen = None if was_own else next_own(own.values(), on, author)
            was_own = chosen is not None
            if chosen:
                own[chosen.id], author = Own(chosen.id, chosen.author, chosen.nth, on), chosen.author
                yield on, chosen
            else:
                fresh = fresh or next(rounds)
                lighter = self.lighter(on)
                question = next((each for each in fresh if lighter and each.depth < self.ceiling), fresh[0])
                fresh.remove(question)
                yield on, question

    def rounds(self, order: list[Question]) -> Iterator[list[Question]]:
        """The deck again and again, first what was asked least."""
        for times in count(min(self.used[question.key] for question in order)):
            yield [question for question in order if self.used[question.key] <= times]

    def lighter(self, on: date) -> bool:
        year, week, _day = on.isocalendar()
        return on < self.began + GENTLE_START or self.dice(f"lighter {year} {week}") < LIGHTER_WEEKS

    def shuffled(self) -> list[Question]:
        """Weighted, without replacement: the smaller -log(u)/w comes first (Efraimidis and Spirakis, 2006)."""
        weights = weigh(self.feedback, self.last)
        ordered = []
        for question in self.deck:
            stays = weights.depth[question.depth] * weights.kept[question.theme]
            if question.depth > self.ceiling or self.dice(f"stays {question.key}") >= stays:
                continue
            drawn = weights.drawn[question.theme] * self.drift(question.theme) * self.drift(str(int(question.depth)))
            ordered.append((-log(self.dice(f"{self.last} {question.key}") or 1e-12) / drawn, question))
        return [question for _, question in sorted(ordered, key=lambda pair: pair[0])]

    def drift(self, name: str) -> float:
        return 0.4 + 1.2 * self.dice(f"drift {self.last:%Y-%m} {name}")


def next_own(waiting: Iterable[Own], on: date, author: int | UUID | None) -> Own | None:
    """The question of their own for this day: of the other author if there is one, else the one unasked for longest."""
    free = [each for each in waiting if each.last_on is None or on - each.last_on >= OWN_AGAIN]
    return min(free, key=lambda own: (own.author == author, own.last_on or date.min, own.nth), default=None)
