"""What a mailed link can do without signing in: one thing, for one person, and nothing else (E3)."""

import hashlib
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core import signing
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from couples.accounts.models import Person

_SALT = "couples.outbox.unsubscribe"
_CHOICES = "couples.outbox.choices"
#: A mail lies about for years, and whoever finds it holds its links. The way out (`unsubscribe`) never ends.
CHOICES_LIFE = timedelta(days=7)


class BadToken(Exception):
    pass


def signed(values: list[str], *, salt: str) -> str:
    """What `signing.loads` reads with this salt."""
    return _signer(salt).sign_object(values)


@cache
def _signer(salt: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=salt)


def unsubscribe(person_id: UUID, *keys: str) -> str:
    """For no more of these kinds of mail: as many as there are in one letter."""
    return signed([str(person_id), *keys], salt=_SALT)


def read_unsubscribe(token: str) -> tuple[UUID, list[str]]:
    """Person and kinds. Raises BadToken for anything this server did not sign for this purpose."""
    person_id, *keys = _loaded(token, _SALT)
    return _uuid(person_id), [str(key) for key in keys]


def choices(person: "Person") -> str:
    """To stop any kind of mail: for a week, and as long as this is the person's address."""
    return signed([str(person.pk), _mailbox(person)], salt=_CHOICES)


def read_choices(token: str) -> "Person":
    """Raises BadToken, too, after a week and once the account is closed or has another address."""
    person_id, mailbox, *_ = [*_loaded(token, _CHOICES, CHOICES_LIFE), ""]
    person = get_user_model().objects.filter(pk=_uuid(person_id), is_active=True).first()
    if person is None or not constant_time_compare(str(mailbox), _mailbox(person)):
        raise BadToken
    return person


def _mailbox(person: "Person") -> str:
    return hashlib.sha256(person.email.lower().encode()).hexdigest()[:16]


def _loaded(token: str, salt: str, life: timedelta | None = None) -> list[Any]:
    try:
        found = signing.loads(token, salt=salt, max_age=life)
    except signing.BadSignature:
        raise BadToken from None
    if not isinstance(found, list) or not found:
        raise BadToken
    return found


def _uuid(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        raise BadToken from None
