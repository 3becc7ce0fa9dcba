"""Two tabs and the partner, on lines that lose three answers in ten: what each sees in the end is the same, and whole.

`Pen` keeps the same books as the editor in the browser (static/js/guidelines/line-saving.js). Requests are lost, their
answers are, they arrive twice and after later ones, and phones are offline for a while. At an overlap the two people
write what both wordings say, each word once; what either of them had taken out and they put in again is theirs to keep.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import Choice, Guideline, Overlap
from journal.agreements.writing.overlaps import wordings

LOST = 0.3
STEPS = 40
LONG_RUNS, LONG_STEPS = 100, 80
MOST_DOUBLED = 0.003
START = "We stop when either says break and come back the same day"


@dataclass
class Pen:
    line: Guideline
    by: Person
    dice: random.Random
    words: Iterator[int]
    text: str = START
    base_text: str = START
    base: dict[str, Any] = field(default_factory=lambda: {"base_rev": 1})
    rev: int = 1
    overlap: bool = False
    offline: int = 0
    pending: dict[str, Any] | None = None
    late: list[dict[str, Any]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def step(self) -> None:
        if self.late and self.dice.random() < 0.3:  # a copy of something sent long ago arrives, and nobody listens
            self.send(self.late.pop(self.dice.randrange(len(self.late))))
        elif self.dice.random() < 0.55:
            self.write()
        elif self.offline:
            self.offline -= 1
        else:
            self.offline = self.dice.choice([0] * 9 + [6])
            self.save(LOST)

    def write(self) -> None:
        words = self.text.split()
        if len(words) > 4 and self.dice.random() < 0.3:
            self.deleted.add(words.pop(self.dice.randrange(len(words))))
        else:
            word = f"w{next(self.words)}"
            self.typed.add(word)
            words.insert(self.dice.randint(0, len(words)), word)
        self.text = " ".join(words)

    def save(self, lost: float) -> None:
        if self.pending is None and self.text == self.base_text:
            return self.look()
        self.pending = self.pending or {"op_id": uuid4(), "text": self.text, **self.base}
        if self.dice.random() < lost / 3:
            return None  # it never arrived
        if lost and self.dice.random() < lost:
            self.late.append(dict(self.pending))
        saved = self.send(self.pending)
        if self.dice.random() < lost:
            return None  # it was saved, and nobody told us
        return self.take(saved)

    def send(self, request: dict[str, Any]) -> services.Saved:
        fresh = Guideline(pk=self.line.pk, couple=self.line.couple)
        return services.revise(fresh, by=self.by, **{"base_rev": None, **request})

    def take(self, saved: services.Saved) -> None:
        assert self.pending
        op: UUID = self.pending["op_id"]
        sent: str = self.pending["text"]
        self.pending = None
        self.rev = saved.rev
        self.overlap = saved.overlap is not None
        typed_on = self.text != sent
        if self.overlap or (typed_on and saved.text != sent):
            self.base_text, self.base = sent, {"base_op": op}
        else:
            self.base_text, self.base = saved.text, {"base_rev": saved.rev}
        if not self.overlap and not typed_on:
            self.text = saved.text

    def look(self) -> None:
        head = Guideline.objects.get(pk=self.line.pk)
        if head.rev > self.rev or (head.rev == self.rev and "base_op" in self.base and not self.overlap):
            self.text = self.base_text = head.text
            self.base, self.rev, self.overlap = {"base_rev": head.rev}, head.rev, False


@dataclass
class Evening:
    """What several pens made of one line."""

    couple: Couple
    pens: list[Pen]
    asked: int = 0
    kept: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """Whatever overlaps reached the page of both: they write, together, every word of either wording once."""
        for overlap in Overlap.objects.open().select_related("line__couple"):
            line = overlap.line
            line.refresh_from_db()
            earlier, later = (re.findall(r"\w+", words) for words in wordings(overlap))
            self.kept |= set(earlier) ^ set(later)
            by = self.pens[-1].by
            services.settle(overlap, by=by, choice=Choice.THIRD, seen_rev=line.rev, text=together(earlier, later))
            self.asked += 1

    def write(self, dice: random.Random, steps: int) -> None:
        for _ in range(steps):
            dice.choice(self.pens).step()
            if dice.random() < 0.05:
                self.settle()
        for _ in range(5):
            for pen in self.pens:
                while pen.late:
                    pen.send(pen.late.pop())
                pen.save(0)
            self.settle()
        for pen in self.pens:
            pen.look()

    @property
    def head(self) -> str:
        return Guideline.objects.get(couple=self.couple).text

    def found(self) -> Counter[str]:
        return Counter(re.findall(r"\w+", self.head))

    def doubled(self) -> set[str]:
        return {word for word, times in self.found().items() if times > 1}

    def back(self) -> set[str]:
        """Deleted words that are there again, though nobody chose them at an overlap."""
        deleted = set().union(*(pen.deleted for pen in self.pens))
        return (deleted - self.kept) & set(self.found())

    def check(self) -> None:
        assert [pen.text for pen in self.pens] == [self.head] * len(self.pens), "they see different words"
        assert not Overlap.objects.open().exists()
        found = set(self.found())
        typed = set().union(*(pen.typed for pen in self.pens))
        deleted = set().union(*(pen.deleted for pen in self.pens))
        assert (typed | set(START.split())) - deleted <= found, "a word nobody deleted is lost"
        assert not self.back(), "a deleted word came back"
        if not self.asked:
            assert not self.doubled(), "a word was doubled"


def together(earlier: Sequence[str], later: Sequence[str]) -> str:
    """Every word of both, once, and each at its place: moving one would be writing it anew somewhere else."""
    words: list[str] = []
    for _, start, end, its_start, its_end in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        words += [*earlier[start:end], *later[its_start:its_end]]
    return " ".join(dict.fromkeys(words))


def evening(couple: Couple, people: Sequence[Person], seed: int, steps: int) -> Evening:
    dice = random.Random(seed)
    line = services.add_line(couple, by=people[0], text=START, op_id=uuid4())
    numbers = count()
    written = Evening(couple, [Pen(line, by, dice, numbers) for by in people])
    written.write(dice, steps)
    return written


@pytest.mark.parametrize("tabs", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_all_converge_and_no_word_is_lost_or_comes_back(
    couple: Couple, ada: Person, ben: Person, seed: int, tabs: int
) -> None:
    evening(couple, [ada] * tabs + [ben], seed, STEPS).check()


@pytest.mark.long_run
@pytest.mark.parametrize("tabs", [1, 2])
def test_many_evenings_double_next_to_nothing(
    couple: Couple, ada: Person, ben: Person, tabs: int, record_property: Callable[[str, object], None]
) -> None:
    typed, doubled, asked, saved = 0, 0, 0, 0
    for seed in range(LONG_RUNS):
        Guideline.objects.all().delete()
        written = evening(couple, [ada] * tabs + [ben], seed, LONG_STEPS)
        written.check()
        typed += sum(len(pen.typed) for pen in written.pens)
        doubled += len(written.doubled())
        asked += written.asked
        saved += Guideline.objects.get().rev
    figures = f"{typed} words typed, {saved} savings, {asked} overlaps, {doubled} words doubled"
    record_property("written", figures)
    assert asked > LONG_RUNS, "too few overlaps to mean anything"
    assert doubled <= typed * MOST_DOUBLED, figures
