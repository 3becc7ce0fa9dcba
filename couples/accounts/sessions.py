"""Sessions a stolen database cannot use (S9): found by a keyed digest of their key, and encrypted.

The cookie holds the key, the table only its digest. What a session holds, pending codes among it, is encrypted with a
key made of the cookie's and of SECRET_KEY: neither a dump nor a dump with SECRET_KEY opens it.
"""

import base64
import binascii
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from couples import clock, keyed
from couples.accounts.models import Person, Session

_NONCE = 12


def digest(key: str) -> str:
    """What stands in the database for the session of this cookie."""
    return keyed.digest("session", key)


def end_all(person: Person, *, but: str | None = None) -> None:
    """Signed out everywhere, except where the cookie holds `but`. Pages, streams and devices follow at once (S8)."""
    sessions = Session.objects.filter(person=person)
    if but:
        sessions = sessions.exclude(session_key=digest(but))
    sessions.delete()


class SessionStore(SessionBase):
    """Django's own store for the database, with a digest where it has the key. Its async ways call these."""

    def load(self) -> dict[str, Any]:
        key = str(self.session_key)
        row = Session.objects.filter(session_key=digest(key), expire_date__gt=clock.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = get_random_string(32, VALID_KEY_CHARS)
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError for a session that was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs leave it out
        row = Session(
            session_key=digest(self.session_key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
        )
        if must_create:
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:
                raise CreateError from None
        elif not Session.objects.filter(pk=row.pk).update(
            session_data=row.session_data, expire_date=row.expire_date, person_id=row.person_id
        ):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=digest(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=clock.now()).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        key, nonce = str(self.session_key), os.urandom(_NONCE)
        encrypted = _cipher(key).encrypt(nonce, self.serializer().dumps(session_dict), digest(key).encode())
        return base64.b64encode(nonce + encrypted).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Empty, which is signed out, for whatever was not encrypted for this cookie by this server."""
        key = str(self.session_key)
        try:
            encrypted = base64.b64decode(session_data, validate=True)
            plain = _cipher(key).decrypt(encrypted[:_NONCE], encrypted[_NONCE:], digest(key).encode())
        except (InvalidTag, binascii.Error, ValueError):
            return {}
        found: dict[str, Any] = self.serializer().loads(plain)
        return found


def _cipher(key: str) -> AESGCM:
    return AESGCM(keyed.key("session", key))
