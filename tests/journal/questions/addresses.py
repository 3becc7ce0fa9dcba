"""The addresses of questions that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any
from uuid import uuid4

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from tests.page_sends import having

HOLDS = {
    "page": "question",
    "draft": "question",
    "giving": "question",
    "retraction": "question",
    "aside": "question",
    "feedback": "question",
    "withdrawal": "asked",
    "removal": "own",
    "return": "own",
}
ONLY_SENT = {"draft", "giving", "retraction", "aside", "feedback", "withdrawal", "removal", "return"}
MAKES = {
    "a question asked": having("questions:ask", {"text": "Mine?"}),
    "a question chosen": having("questions:ask", {"key": "days-01"}),
    "a question of their own": having("questions:ours", {"text": "Mine?"}),
}
FORMS = {"OwnForm": "a question asked", "ChosenForm": "a question chosen"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    """A question both have answered, on a date it is or was for each; one asked of the other; and one of their own."""
    today = id_on(couple, min(clock.today(one), clock.today(other)))
    for person in (one, other):
        questions.give(couple, by=person, id=today, text=word)
    asked = questions.ask(couple, by=one, id=uuid4(), text=word)
    return {"question": today, "asked": asked.pk, "own": questions.add_own(couple, by=one, text=word).pk}
