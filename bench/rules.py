"""What reads people's words, on the worst that can be sent: row 3 of the matrix, what one text may cost."""

import itertools
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django import forms

from couples import characters
from couples.forms import DayField, WordsField
from couples.push.user_agents import browser_of, system_of
from journal.agreements.hints import hint_for
from journal.agreements.signing.digest import digest
from journal.agreements.signing.download import one_line
from journal.agreements.signing.download import read as read_record
from journal.agreements.signing.forms import read_seen
from journal.agreements.text.merge import merge
from journal.agreements.text.word_diff import word_diff
from journal.agreements.writing.forms import LineForm
from journal.wording import engine as wording
from journal.wording.guideline_rules import GENTLE, SAFETY
from journal.wording.opening_rules import LISTS, RULES

#: Milliseconds of CPU a rule set may take for this many characters.
MOST_MS, LONG = 50, 10_000


@dataclass
class Outcome:
    """`wrong` names each reader that takes too long, with what for."""

    tried: int = 0
    slowest: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.wrong


READERS: Mapping[str, Callable[[str], object]] = {
    "hints about wording": lambda text: list(wording.hints(RULES, wording.read(text))),
    "hints under a guideline": lambda text: hint_for(text, names=("Ada", "Ben"), writing=True),
    "put together and counted": characters.count,
    "a field of words": lambda text: cleaned(WordsField(max_length=2_000), text),
    "a calendar day": lambda text: cleaned(DayField(), text),
    "a time of day": lambda text: cleaned(forms.TimeField(), text),
    "an address": lambda text: cleaned(forms.EmailField(), text),
    "a line being saved": lambda text: LineForm({"text": text}).is_valid(),
    "what differs": lambda text: word_diff(text[:2_000], text[1:2_001][::-1]),
    "what both wrote": lambda text: merge(text[:2_000], text[5:2_000] + "a", "b" + text[: 2_000 - 5]),
    "what is signed": lambda text: digest([text]),
    "a file to verify": lambda text: read_record(f"SHA-256: {text}\nSigned: {text}\n-----\n{text}".encode()),
    "a name under it": one_line,
    "which lines were seen": read_seen,
    "which browser": lambda text: (browser_of(text), system_of(text)),
}


#: Takes the square of the length.
PLANTED: Mapping[str, Callable[[str], object]] = {
    "planted": lambda text: [text.count("b", at) for at in range(len(text))],
}


def cleaned(asked: forms.Field, text: str) -> object:
    try:
        return asked.clean(text)
    except forms.ValidationError:
        return None


def hostile() -> Iterator[str]:
    """What rules look for, over and over and in each other's way, and what is slow to put in order."""
    wording = [" ".join(LISTS.get(word.strip("{}"), (word,))[0] for word in rule.says[0].split()) for rule in RULES]
    guidelines = [
        " ".join(re.findall(r"[a-z']{2,}", pattern))[:60] for rule in (*SAFETY, *GENTLE) for pattern in all_of(rule)
    ]
    near = sorted({part for rule in SAFETY for part in rule.near.split()})
    yield from (f"{unit} " for unit in (*wording, *guidelines, *near))
    yield from (f"{unit}." for unit in near)
    yield from (f"{one} {other} " for one, other in itertools.pairwise(wording + guidelines))
    yield from ("love you always ", "say where I ", "has sex ", "answer messages me ", "not lock delete phone ", "my ")
    yield from (
        "“",
        "„",
        "«",
        '"',
        "“”",
        "x",
        " ",
        "\n",
        ",",
        ", but ",
        "’",
        "\u0301\u0323",
        "a\u0301\u0323",
        "🇩",
        "字",
    )
    yield from (
        "👩\u200d",
        "a'",
        "1.",
        "-",
        "a-",
        "\u0344",
        "\u1100\u1161\u11a8",
        "=?",
        "a@",
        "2026-",
        f"{date.max}",
        "9",
    )


def all_of(rule: object) -> tuple[str, ...]:
    return (*rule.always, *rule.unless_denied)  # type: ignore[attr-defined]


def read_all(long: int = LONG, most_ms: float = MOST_MS) -> Outcome:
    """Each reader on each text, after a planted one that takes the square of its length was seen."""
    planted = Outcome()
    judge(
        planted, {"planted": lambda text: [text[at:].find("\x00") for at in range(0, len(text), 2)]}, ["a"], long, 0.1
    )
    if not planted.wrong:
        raise AssertionError("a planted slow reader was not seen")
    outcome = Outcome()
    judge(outcome, READERS, list(hostile()), long, most_ms)
    return outcome


def judge(
    outcome: Outcome, readers: Mapping[str, Callable[[str], object]], units: list[str], long: int, most_ms: float
) -> None:
    for name, read in readers.items():
        for unit in units:
            text = (unit * (long // len(unit) + 1))[:long]
            taken = min(_ms(read, text) for _ in range(2))
            outcome.tried += 1
            outcome.slowest[name] = max(outcome.slowest.get(name, 0.0), round(taken, 1))
            if taken > most_ms:
                outcome.wrong.setdefault(name, f"{taken:.0f} ms for {unit!r}")


def _ms(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return (time.process_time() - started) * 1_000
