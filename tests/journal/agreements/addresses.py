"""The addresses of guidelines that hold something, and a couple that has it (tests/addresses.py)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from tests.page_sends import Sent, having


def _saving(*fields: str) -> Callable[[Couple, UUID], Sent]:
    def saving(couple: Couple, id: UUID) -> Sent:
        line = Guideline.objects.for_couple(couple).in_draft().first()
        base = {} if "base_op" in fields else {"base_rev": "1"}
        named = {"op_id": str(uuid4()), "text": "Mine"} | base | dict.fromkeys(fields, str(id))
        return ("POST", reverse("agreements:line", args=[line.pk]), named) if line else None

    return saving


def _place(couple: Couple, id: UUID) -> Sent:
    line = Guideline.objects.for_couple(couple).in_draft().first()
    moving = {"op_id": str(uuid4()), "text": "Mine", "base_rev": "1", "before": str(id)}
    return ("POST", reverse("agreements:place", args=[line.pk]), moving) if line else None


HOLDS = {
    "line": "line",
    "open": "line",
    "place": "line",
    "removal": "line",
    "return": "line",
    "overlap": "overlap",
    "version": "version",
    "version-text": "version",
    "version-record": "version",
    "version-return": "version",
    "withdrawal": "version",
}
ONLY_SENT = {"open", "place", "removal", "return", "version-return", "withdrawal"}
MAKES = {
    "a guideline": having("agreements:lines", {"text": "Mine"}, "op_id"),
    "a guideline saved": _saving("op_id"),
    "a guideline saved again": _saving("base_op"),
}
NAMES = {"a place among guidelines": _place}
FORMS = {"LineForm": "a guideline saved", "PlaceForm": "a place among guidelines"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    line = agreements.add_line(couple, by=one, text=f"{word} stays.", op_id=uuid4())
    for _ in range(many):
        agreements.add_line(couple, by=other, text=f"{word} {uuid4()}", op_id=uuid4())
        lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
        for person in (one, other):
            signed = agreements.sign(couple, by=person, name=word, digest=digest(lines))
    for person in (one, other):
        saved = agreements.revise(line, by=person, text=f"{word} {person.name}.", base_rev=1, op_id=uuid4())
    assert saved.overlap
    return {"line": line.pk, "overlap": saved.overlap.pk, "version": signed.number}
