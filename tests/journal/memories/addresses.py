"""The addresses of memories that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any
from uuid import uuid4

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.memories import services as memories
from tests.journal.memories.photos import a_photo
from tests.page_sends import at, having

HOLDS = {
    "memory": "memory",
    "edit": "draft",
    "draft": "draft",
    "removal": "draft",
    "photograph": "memory",
    "small": "memory",
    "photograph-removal": "draft",
}
ONLY_SENT = {"draft", "saving", "removal", "photograph-removal"}
WORDS = {"text": "Mine", "year": "2019", "month": "06", "day": ""}
MAKES = {
    "a memory, kept": at("memories:draft", WORDS),
    "a memory, kept and said so": having("memories:saving", WORDS | {"keep": "1"}),
    "a memory, saved": having("memories:saving", WORDS),
}
MADE_AT = {"draft": "a memory, kept"}
FORMS = {"MemoryForm": "a memory, saved"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    said = {"text": word, "alt": word, "year": str(2000 + many), "month": "06", "day": "03"}
    draft = memories.keep_draft(couple, by=one, id=uuid4(), words=said, photo=a_photo(word))
    memory = memories.save(couple, by=one, id=uuid4(), words=said, photo=a_photo(word))
    memories.save(couple, by=other, id=uuid4(), words=said | {"month": "", "day": ""})
    return {"draft": draft.pk, "memory": memory.pk}
