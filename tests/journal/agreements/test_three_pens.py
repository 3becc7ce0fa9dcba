"""Two tabs and the partner, on lines that lose three answers in ten: what each sees in the end is the same, and whole.

`Pen` keeps the same books as the editor in the browser (static/js/guideline-sync.js).
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import Choice, Guideline, Overlap

LOST = 0.3
STEPS = 40
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
    pending: dict[str, Any] | None = None
    typed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

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
        saved = services.revise(self.line, by=self.by, **{"base_rev": None, **self.pending})
        if self.dice.random() < lost:
            return None  # it was saved, and nobody told us
        return self.take(saved)

    def take(self, saved: services.Saved) -> None:
        assert self.pending
        op: UUID = self.pending["op_id"]
        sent: str = self.pending["text"]
        self.pending = None
        self.rev = saved.rev
        typed_on = self.text != sent
        if saved.overlap or (typed_on and saved.text != sent):
            self.base_text, self.base = sent, {"base_op": op}
        else:
            self.base_text, self.base = saved.text, {"base_rev": saved.rev}
        if not saved.overlap and not typed_on:
            self.text = saved.text

    def look(self) -> None:
        head = Guideline.objects.get(pk=self.line.pk)
        if head.rev >= self.rev:
            self.text = self.base_text = head.text
            self.base, self.rev = {"base_rev": head.rev}, head.rev


def settle_all(by: Person) -> int:
    found = list(Overlap.objects.open().select_related("line__couple"))
    for overlap in found:
        overlap.line.refresh_from_db()
        services.settle(overlap, by=by, choice=Choice.BOTH, seen_rev=overlap.line.rev)
    return len(found)


@pytest.mark.parametrize("seed", range(12))
def test_all_converge_and_no_word_is_lost_or_doubled(couple: Couple, ada: Person, ben: Person, seed: int) -> None:
    dice = random.Random(seed)
    line = services.add_line(couple, by=ada, text=START, op_id=uuid4())
    numbers = count()
    pens = [Pen(line, by, dice, numbers) for by in (ada, ada, ben)]
    for _ in range(STEPS):
        pen = dice.choice(pens)
        # Two strokes in a row without a saving are a spell without a connection.
        pen.write() if dice.random() < 0.6 else pen.save(LOST)
    settled = 0
    for _ in range(4):
        for pen in pens:
            pen.save(0)
        settled += settle_all(ben)
    head = Guideline.objects.get().text
    assert [pen.text for pen in pens] == [head] * 3
    found = Counter(re.findall(r"\w+", head))
    typed = set().union(*(pen.typed for pen in pens))
    deleted = set().union(*(pen.deleted for pen in pens))
    assert (typed | set(START.split())) - deleted <= set(found), "a word nobody deleted is lost"
    if not Overlap.objects.exists():
        assert not deleted & set(found), "a deleted word came back"
        assert max(found.values()) == 1, "a word was doubled"
