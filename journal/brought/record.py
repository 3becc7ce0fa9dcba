"""One record of an archive, as it is read back: looked at before anything of it is kept.

Its columns (`data`) are kept as they were and never looked into. Whatever ids stand in them are words here: no row is
found by them, and the row that keeps the record has an id of its own.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, NoReturn, Self
from uuid import UUID

from journal.brought.errors import Changed, TooMuch, UnknownKind
from journal.own_words import Part, State
from journal.practices import PRACTICES

#: In characters of JSON. The longest that a practice writes of one person's own is about 60,000.
LONGEST: Final = 256 * 1024
LONGEST_TITLE: Final = 2_000
MOST_PARTS: Final = 40
#: A person is `you`, the `other`, or nobody in particular.
_WHOSE: Final = ("you", "other", None)


def kinds() -> dict[tuple[str, str], str]:
    """The label of every kind of record, by practice and kind, in the order people see them."""
    return {(practice.key, words.key): str(words.label) for practice in PRACTICES for words in practice.export}


@dataclass(frozen=True, slots=True)
class Brought:
    """Of the person who took it along. Named as in `journal/export/records.py`, so that one template shows both."""

    practice: str
    kind: str
    id: UUID
    state: State
    when: datetime | date | None
    title: str
    parts: tuple[Part, ...]
    data: dict[str, Any]
    by: str = "you"

    @classmethod
    def of(cls, found: dict[str, Any]) -> Self:
        """Raises Changed where it is not as we write it."""
        try:
            return cls(
                practice=found["practice"],
                kind=found["kind"],
                id=UUID(found["id"]),
                state=State(found["state"]),
                when=_when(found["when"]),
                title=_text(found["title"], LONGEST_TITLE),
                parts=tuple(_part(each) for each in _list(found["parts"], MOST_PARTS)),
                data=_dict(found["data"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Changed from None

    @property
    def at(self) -> datetime | None:
        """By which it stands among others."""
        if self.when is None or isinstance(self.when, datetime):
            return self.when
        return datetime.combine(self.when, time(), UTC)

    def content(self) -> dict[str, Any]:
        """What is encrypted of it."""
        return {
            "id": str(self.id),
            "state": self.state.value,
            "when": as_json(self.when),
            "title": self.title,
            "parts": [part._asdict() for part in self.parts],
            "data": self.data,
        }


def own(line: bytes, known: dict[tuple[str, str], str]) -> Brought | None:
    """The record in this line, if it is the person's own. Raises NotRead for one that we did not write."""
    found = parsed(line)
    if not isinstance(found, dict) or "by" not in found or found["by"] not in _WHOSE:
        raise Changed
    named = (found.get("practice"), found.get("kind"))
    if not all(isinstance(name, str) for name in named):
        raise Changed
    if named not in known:
        raise UnknownKind
    if found["by"] != "you":
        return None
    record = Brought.of(found)
    _refuse_unwritable(record)
    return record


def parsed(line: bytes) -> Any:
    """Raises Changed. Python's own error would carry the line."""
    try:
        return json.loads(line.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Changed from None


def as_json(when: datetime | date | None) -> str | None:
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return when.isoformat() if when else None


def _refuse_unwritable(record: Brought) -> None:
    try:
        written = json.dumps(record.content(), ensure_ascii=False)
        written.encode()
    except (ValueError, RecursionError):  # half a character
        raise Changed from None
    if len(written) > LONGEST:
        raise TooMuch
    if "\\u0000" in written:
        raise Changed


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _when(said: Any) -> datetime | date | None:
    if said is None:
        return None
    if len(said) == len("2026-11-22"):
        return date.fromisoformat(said)
    return _instant(said)


def _instant(said: str) -> datetime:
    if not said.endswith("Z"):
        raise ValueError
    return datetime.fromisoformat(said)


def made_at(head: dict[str, Any]) -> datetime:
    """When the file was made. Raises Changed."""
    try:
        return _instant(head["made_at"])
    except (KeyError, ValueError, AttributeError):
        raise Changed from None


def _part(said: Any) -> Part:
    return Part(_text(said["heading"], LONGEST_TITLE), _text(said["words"], LONGEST))


def _text(said: Any, most: int) -> str:
    if not isinstance(said, str) or len(said) > most:
        raise ValueError
    return said


def _list(said: Any, most: int) -> list[Any]:
    if not isinstance(said, list) or len(said) > most:
        raise ValueError
    return said


def _dict(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError
    return said
