"""Where somebody's caret or selection is, said in words: what every merge has to keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_WORD = re.compile(r"\w+")
FEWEST, MOST = 6, 24


@dataclass(frozen=True, slots=True)
class Place:
    """In a text whose words are all different."""

    text: str
    start: int
    end: int

    def wrong_in(self, text: str, start: int, end: int) -> str:
        """What is wrong with its being from `start` to `end` in what the text has become; nothing, if all is well."""
        if (self.start == self.end) != (start == end) and not self._emptied(text):
            return f"{self} became {text[start:end]!r}"
        wrong = self._wrong_end(text, start, at_start=self.start != self.end) or self._wrong_end(text, end)
        return f"{self} is not at {start}, {end} of {text!r}: {wrong}" if wrong else ""

    def _emptied(self, text: str) -> bool:
        """Every word that was selected is gone: what is left of the selection is a caret."""
        return not set(_WORD.findall(self.text[self.start : self.end])) & set(_WORD.findall(text))

    def _wrong_end(self, text: str, now: int, *, at_start: bool = False) -> str:
        """`at_start`: of a selection, which begins with a word and not after the one before it."""
        was = self.start if at_start else self.end
        new = {word[0]: word.span() for word in _WORD.finditer(text)}
        for word in _WORD.finditer(self.text):
            if word[0] not in new:
                continue
            (start, end), (its_start, its_end) = word.span(), new[word[0]]
            if start < was < end:
                fits = now == its_start + was - start
            elif was == end and not at_start:
                fits = now == its_end
            elif was == start and (at_start or self.start == self.end):
                fits = now == its_start
            else:
                fits = its_end <= now if end <= was else now <= its_start
            if not fits:
                return word[0]
        return ""


def between_words(text: str, dice: Random) -> Place:
    """Where a word can be typed without parting another one, which would leave two of a kind."""
    at = dice.choice(list(_WORD.finditer(text))).end()
    return Place(text, at, at)


def some_place(text: str, dice: Random) -> Place:
    """A caret, or for a third of them whole words selected."""
    words = list(_WORD.finditer(text))
    if dice.random() < 0.33 and len(words) > 1:
        first = dice.randrange(len(words))
        last = min(first + dice.randint(0, 3), len(words) - 1)
        return Place(text, words[first].start(), words[last].end())
    word = dice.choice(words)
    at = dice.choice([word.start(), word.end(), dice.randint(word.start(), word.end())])
    return Place(text, at, at)


def edited(text: str, dice: Random, names: Iterator[str]) -> str:
    """Several words changed in one pause, at several places."""
    words = text.split(" ")
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(words))
        way = "out" if len(words) > MOST else "in" if len(words) < FEWEST else dice.choice(["in", "in", "out", "other"])
        if way == "in":
            words.insert(at + dice.randint(0, 1), next(names))
        elif way == "out":
            del words[at]
        else:
            words[at] = next(names)
    return " ".join(words)
