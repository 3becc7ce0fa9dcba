"""The addresses of closeness that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any
from uuid import uuid4

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.touch import asking
from journal.touch import services as touch
from tests.page_sends import having

HOLDS = {"question": "asked", "answer": "asked", "return": "asking"}
ONLY_SENT = {"clearing", "keeping", "withdrawal", "own", "removal", "hints", "answer", "return"}
MAKES = {"something asked in closeness": having("touch:ask", {"words": "Mine"})}
FORMS = {"AskForm": "something asked in closeness"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    """Marks of both, a thing of one's own, and a question each way."""
    for nth, person in enumerate((one, other)):
        touch.save(couple, by=person, changes=dict.fromkeys(("sofa", "long-hug", "bench"), "yes"))
        touch.add_own(couple, by=person, words=f"{word} {nth}")
    asked = asking.ask(couple, by=other, id=uuid4(), words=word, when=word)
    mine = asking.ask(couple, by=one, id=uuid4(), words=f"{word} 2")
    return {"asked": asked.pk, "asking": mine.pk}
