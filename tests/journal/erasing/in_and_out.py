"""The table in docs/LEAVING.md: what becomes of each kind of words when one of the two leaves, comes back or erases.

It is made from what each practice says of itself (`practice.py`, `export.py` and what they name), and
`WRITE_DOCS=1 bin/test tests/journal/erasing/test_in_and_out.py` writes it anew.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from journal.entries import Entry, PrivateToOne
from journal.own_words import Words, take_out
from journal.practice import Practice
from journal.practices import PRACTICES
from tests.journal.erasing.test_every_kind import STAYS

PAGE = Path(__file__).parents[3] / "docs" / "LEAVING.md"
BEGINS, ENDS = "<!-- made from each practice.py -->\n", "<!-- made until here -->\n"
ALWAYS = next(each.default for each in fields(Words) if each.name == "erasable")


class Whose(StrEnum):
    """Who can read it, and so who keeps it and what may come along."""

    ALONE = "alone"
    ONCE_OPEN = "once open"
    BOTH = "both"


KEEPS = {
    Whose.ALONE: "its author alone",
    Whose.ONCE_OPEN: "its author; both, once it had opened",
    Whose.BOTH: "both; what was taken back, its author alone",
}
COMES_ALONG = {
    Whose.ALONE: "no",
    Whose.ONCE_OPEN: "what had opened, if both choose it",
    Whose.BOTH: "yes, if both choose it",
}


#: What is on its way as one of the two leaves, and is deleted then.
STOPPED = {"touch.asked"}
#: What `take_out` does.
USUALLY = {
    Whose.ALONE: "It goes whole.",
    Whose.ONCE_OPEN: "Opened, its place stays without words; else it goes whole.",
    Whose.BOTH: "It goes whole.",
}


def whose(words: Words) -> Whose:
    if issubclass(words.model, PrivateToOne):
        return Whose.ALONE
    return Whose.ONCE_OPEN if issubclass(words.model, Entry) else Whose.BOTH


def is_usual(words: Words) -> bool:
    return words.erase is take_out


def rows() -> Iterator[tuple[Practice, Words]]:
    for practice in PRACTICES:
        for words in practice.export:
            yield practice, words


def drawn() -> str:
    lines = [
        "| practice | stops as one leaves | its words | keeps them | comes along | when its author erases it |",
        "|---|---|---|---|---|---|",
    ]
    for practice, words in rows():
        is_first = words is practice.export[0]
        said = [f"`{practice.key}`", stops(practice)] if is_first else ["", ""]
        said += [f"`{words.key}`", *kept(practice, words), erased(practice, words)]
        lines.append("| " + " | ".join(said) + " |")
    return "\n".join(lines) + "\n"


def kept(practice: Practice, words: Words) -> tuple[str, str]:
    if f"{practice.key}.{words.key}" in STOPPED:
        return "nobody: it is stopped", "no"
    return KEEPS[whose(words)] if words.by else "both", COMES_ALONG[whose(words)]


def stops(practice: Practice) -> str:
    return said_by(practice.closed).removeprefix("Follows one of the two leaving: ") if practice.closed else "nothing"


def erased(practice: Practice, words: Words) -> str:
    if not words.by:
        return "stays: both's"
    if words.erase is None:
        return f"stays: {STAYS[f'{practice.key}.{words.key}']}"
    said = said_by(words.erase) if not is_usual(words) else USUALLY[whose(words)]
    return said if words.erasable is ALWAYS else f"{said} {said_by(words.erasable)}"


def said_by(function: Callable[..., Any]) -> str:
    """What it says of itself, before anything for whoever calls it."""
    found = inspect.getdoc(function)
    assert found, f"{function.__module__}.{function.__qualname__} says nothing of itself"
    return " ".join(found.split("\n\n")[0].split())


def written() -> str:
    return PAGE.read_text().partition(BEGINS)[2].partition(ENDS)[0]


def write() -> None:
    text = PAGE.read_text()
    before, after = text.partition(BEGINS)[0], text.partition(ENDS)[2]
    PAGE.write_text(f"{before}{BEGINS}{drawn()}{ENDS}{after}")
