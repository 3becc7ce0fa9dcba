"""What a mailed link can do without signing in: one thing, for one person, and nothing else (E3)."""

from uuid import UUID

from django.core import signing

_SALT = "couples.outbox.unsubscribe"


class BadToken(Exception):
    pass


def unsubscribe(person_id: UUID, kind: str) -> str:
    return signing.dumps([str(person_id), kind], salt=_SALT)


def read_unsubscribe(token: str) -> tuple[UUID, str]:
    """Person and kind. Raises BadToken for anything this server did not sign for this purpose."""
    try:
        person_id, kind = signing.loads(token, salt=_SALT)
        return UUID(person_id), str(kind)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadToken from None
