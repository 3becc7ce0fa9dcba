"""The addresses of memories that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any
from uuid import uuid4

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.memories import services as memories
from tests.page_sends import at

HOLDS = {
    "memory": "memory",
    "edit": "draft",
    "draft": "draft",
    "saving": "draft",
    "removal": "draft",
}
ONLY_SENT = {"draft", "saving", "removal"}
WORDS = {"text": "Mine", "year": "2019", "month": "06", "day": ""}
MAKES = {
    "a memory, kept": at("memories:draft", WORDS),
    "a memory, kept and said so": at("memories:draft", WORDS | {"keep": "1"}),
    "a memory, saved": at("memories:saving", WORDS),
}
MADE_AT = {"draft": "a memory, kept", "saving": "a memory, saved"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    said = {"text": word, "alt": word, "year": str(2000 + many), "month": "06", "day": "03"}
    draft = memories.keep_draft(couple, by=one, id=uuid4(), words=said)
    memory = memories.save(couple, by=one, id=uuid4(), words=said)
    memories.save(couple, by=other, id=uuid4(), words=said | {"month": "", "day": ""})
    return {"draft": draft.pk, "memory": memory.pk}
