"""The addresses of listening that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import timedelta
from typing import Any

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step

HOLDS = {
    "page": ("kind", "heard"),
    "rest": ("kind", "heard"),
    "taking-up": ("kind", "heard"),
    "aside": ("kind", "heard"),
    "saying": ("kind", "heard", "step"),
    "draft": ("kind", "heard", "step"),
}
ONLY_SENT = {"rest", "taking-up", "aside", "saying", "draft"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    """An evening both opened, on which the one says back what the other wrote, and has begun a question."""
    on = clock.today(one) - timedelta(days=30 * many + 1)
    theirs = [checkins.seal(couple, by=person, on=on, values={"line": word}) for person in (one, other)][1]
    shared = sources.find(couple, "checkins", theirs.pk)
    assert shared
    pair = listening.pair(shared, one, other)
    listening.say(shared, pair, step=Step.HEARD, seen=0, text=word)
    listening.keep_draft(shared, pair, step=Step.QUESTION, seen=1, text=word)
    return {"kind": "checkins", "heard": theirs.pk, "step": "question"}
