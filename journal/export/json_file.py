"""words.json: everything as it is stored, one line a record, for programs (docs/EXPORT.md says what stands where)."""

import json
from collections.abc import Iterator
from typing import Any

from couples import clock
from couples.accounts.models import Person
from couples.consent.texts import TEXTS
from couples.space.models import Membership, Slot
from journal.export.records import Reader, chapters
from journal.own_words import FORMAT, VERSION

NAME = "words.json"


def write(reader: Reader) -> Iterator[str]:
    """Piece by piece; a record is one piece. As a whole it is one JSON object."""
    head = _line(_head(reader))
    yield f'{head[:-1]}, "records": [\n'
    before = ""
    for chapter in chapters(reader):
        for section in chapter.sections:
            for record in section.records:
                name = {"practice": section.practice, "kind": section.kind, "id": str(record.id)}
                said = {"by": record.by or None, "state": record.state.value, "when": reader.plain(record.when)}
                words = {"title": record.title, "parts": [part._asdict() for part in record.parts]}
                also = {"brought": True} if section.is_brought else {}
                yield before + _line({**name, **said, **words, "data": record.data, **also})
                before = ",\n"
    yield "\n]}\n"


def _head(reader: Reader) -> dict[str, Any]:
    person = reader.person
    others = Membership.objects.filter(couple=reader.couple).exclude(person=person).select_related("person")
    mine = Membership.objects.get(couple=reader.couple, person=person)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": clock.now(),
        "you": {
            "name": person.name,
            "email": person.email,
            "zone": person.zone,
            "language": person.locale,
            "joined_at": mine.joined_at,
            "agreed": _agreed(person),
        },
        "other": {"name": next((other.name for other in others), None)},
        # The first one's word for the other: nobody else was ever shown it.
        "called": reader.couple.called if mine.slot == Slot.A else None,
    }
    plain: dict[str, Any] = reader.plain(head)
    return plain


def _agreed(person: Person) -> dict[str, Any] | None:
    text = TEXTS.get(person.agreed_to)
    if text is None:
        return None
    return {"version": person.agreed_to, "at": person.agreed_at, "lines": [str(line) for line in text.lines]}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
