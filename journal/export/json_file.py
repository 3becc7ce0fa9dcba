"""words.json: everything as it is stored, one line a record, for programs (docs/EXPORT.md says what stands where)."""

import json
from collections.abc import Iterator
from typing import Any

from couples import clock
from couples.space.models import Membership, Slot
from journal.export.records import Reader, kinds, records

NAME = "words.json"
FORMAT, VERSION = "nearer-words", 1


def write(reader: Reader) -> Iterator[str]:
    """Piece by piece; a record is one piece. As a whole it is one JSON object."""
    head = _line(_head(reader))
    yield f'{head[:-1]}, "records": [\n'
    before = ""
    for practice, words in kinds():
        for record in records(words, reader):
            name = {"practice": practice.key, "kind": words.key, "id": str(record.id)}
            said = {"by": record.by or None, "state": record.state.value, "title": record.title}
            yield before + _line({**name, **said, "data": record.data})
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
        },
        "other": {"name": next((other.name for other in others), None)},
        # The first one's word for the other: nobody else was ever shown it.
        "called": reader.couple.called if mine.slot == Slot.A else None,
    }
    plain: dict[str, Any] = reader.plain(head)
    return plain


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
