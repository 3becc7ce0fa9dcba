"""Who may be hinted about what, of many open pages in one question: sessions end, and people leave."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import close_old_connections
from django.db.models import F
from django.utils.crypto import constant_time_compare

from couples import clock
from couples.accounts.models import Person, Session
from couples.accounts.sessions import SessionStore, digest
from couples.array_lookup import InArray


class Who(NamedTuple):
    person: UUID
    couple: UUID


def allowed(keys: Collection[str]) -> dict[str, Who]:
    """Of these session keys, those whose person is signed in and a member of a couple, now. One query for all."""
    close_old_connections()
    try:
        found = {digest(key): key for key in keys}
        rows = Session.objects.filter(
            InArray("session_key", list(found)),
            expire_date__gt=clock.now(),
            person__is_active=True,
            person__memberships__left_at=None,
        ).annotate(couple=F("person__memberships__couple"))
        return {
            found[row.pk]: Who(row.person.pk, row.couple)
            for row in rows.select_related("person")
            if row.person and row.couple and _is_signed_in(found[row.pk], row.person, row.session_data)
        }
    finally:
        close_old_connections()


def _is_signed_in(key: str, person: Person, data: str) -> bool:
    """Whether the session is this person's, and no older than their password."""
    held = SessionStore(key).decode(data)
    same = str(held.get(SESSION_KEY)) == str(person.pk)
    return same and constant_time_compare(held.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
