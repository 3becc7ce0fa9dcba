"""What the second link of a nudge's mail can do without signing in: have that one come again later (E3)."""

from datetime import date
from uuid import UUID

from django.core import signing

from couples.outbox.tokens import signed

_SALT = "rituals.snooze"


class BadToken(Exception):
    pass


def later_token(person_id: UUID, ritual_id: UUID, on: date) -> str:
    return signed([str(person_id), str(ritual_id), str(on)], salt=_SALT)


def read_later(token: str) -> tuple[UUID, UUID, date]:
    """Person, ritual and local date. Raises BadToken for anything this server did not sign for this purpose."""
    try:
        person_id, ritual_id, on = signing.loads(token, salt=_SALT)
        return UUID(person_id), UUID(ritual_id), date.fromisoformat(on)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadToken from None
