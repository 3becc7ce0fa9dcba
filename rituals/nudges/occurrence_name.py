"""The `occurrence` of a nudge's message: `ritual:date`, with where it was moved or put off to between the two."""

import re
from datetime import UTC, date, datetime

from couples.outbox.models import Message

#: As the engine writes it, in UTC (`Ringing.named`).
_MOVED = re.compile(r":(\d{8}T\d{4}):")
_PUT_OFF = ":later"


def evening_of(message: Message) -> date:
    """The local date it rang for: the one its ritual names, or the one it was moved to. Putting off changes neither."""
    moved = _MOVED.search(message.occurrence)
    if moved is None or message.person is None:
        return message.on
    at = datetime.strptime(moved[1], "%Y%m%dT%H%M").replace(tzinfo=UTC)
    return at.astimezone(message.person.tzinfo).date()


def is_put_off(message: Message) -> bool:
    """Whether it comes again for somebody who asked for that (rituals/snooze/services.py)."""
    return _PUT_OFF in message.occurrence


def put_off(message: Message, at: datetime) -> str:
    """The same occurrence, once more at another time."""
    moved = _MOVED.search(message.occurrence)
    return f"{message.about}{_PUT_OFF}{at:%Y%m%dT%H%M}:{moved[1] + ':' if moved else ''}{message.on}"
