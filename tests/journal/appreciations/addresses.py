"""The addresses of thank-yous that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations import services as thanks
from tests.page_sends import at

HOLDS = {
    "edit": "draft",
    "draft": "draft",
    "sending": "draft",
    "undo": "note",
    "keeping": "note",
    "removal": "draft",
}
ONLY_SENT = {"first", "draft", "sending", "undo", "keeping", "removal"}
MAKES = {
    "a note, kept": at("appreciations:draft", {"text": "Mine"}),
    "a note, kept and said so": at("appreciations:draft", {"text": "Mine", "keep": "1"}),
    "a note, sent": at("appreciations:sending", {"text": "Mine"}),
}
MADE_AT = {"draft": "a note, kept", "sending": "a note, sent"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    draft = thanks.keep_draft(couple, by=one, id=uuid4(), text=word, took=word, did=word)
    note = thanks.send(thanks.keep_draft(couple, by=one, id=uuid4(), text=word))
    type(note).objects.filter(pk=note.pk).update(opened_at=clock.now() - timedelta(days=1))
    return {"draft": draft.pk, "note": note.pk}
