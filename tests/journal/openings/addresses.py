"""The addresses of openings that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any
from uuid import uuid4

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.openings import services as openings
from journal.openings.models import Shape
from tests.page_sends import at

MOMENT = {"shape": "moment", "see": "Mine", "when": "Mine", "felt": "Mine", "love": "Mine"}

HOLDS = {"edit": "opening", "draft": "opening", "sending": "opening", "undo": "told", "removal": "opening"}
ONLY_SENT = {"hints", "draft", "sending", "undo", "removal"}
MAKES = {
    "an opening, kept": at("openings:draft", MOMENT),
    "an opening, kept and said so": at("openings:draft", MOMENT | {"keep": "1"}),
    "an opening, sent": at("openings:sending", MOMENT),
}
MADE_AT = {"draft": "an opening, kept", "sending": "an opening, sent"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    words = {"text": word}
    opening = openings.keep_draft(couple, by=one, id=uuid4(), shape=Shape.PROMPT, words=words)
    told = openings.send(couple, by=one, id=uuid4(), shape=Shape.PROMPT, words=words, prompt="o101")
    return {"opening": opening.pk, "told": told.pk}
