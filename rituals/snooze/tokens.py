"""What the second link of a nudge's mail can do without signing in: have that one come again later (E3)."""

from datetime import date
from uuid import UUID

from django.core import signing

from couples import keyed
from couples.outbox.tokens import signed

_SALT = "rituals.snooze"


class BadToken(Exception):
    pass


def later_token(person_id: UUID, ritual_id: UUID, on: date) -> str:
    return signed([str(person_id), str(ritual_id), _mark(ritual_id, on)], salt=_SALT)


def read_later(token: str) -> tuple[UUID, UUID, str]:
    """Person, ritual and which ring. Raises BadToken for anything this server did not sign for this purpose."""
    try:
        person_id, ritual_id, mark = signing.loads(token, salt=_SALT)
        return UUID(person_id), UUID(ritual_id), str(mark)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadToken from None


def is_of(mark: str, ritual_id: UUID, on: date) -> bool:
    """Whether a link's ring is the one of this date. Links in mails of before hold the date itself."""
    return mark in {_mark(ritual_id, on), str(on)}


def _mark(ritual_id: UUID, on: date) -> str:
    """Anybody can read what is signed, and the date is by a clock that may be somebody else's (T5)."""
    return keyed.digest("later", f"{ritual_id}:{on}")[:16]
