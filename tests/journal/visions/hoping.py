"""Hopes, and the pages that show them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.visions import services
from journal.visions.models import Hope
from tests.pages import words_of

HOPE: dict[str, Any] = {"horizon": 3, "area": "home", "words": "A house by the sea", "value": "calm", "guess": "yes"}
EVENING = datetime(2026, 11, 23, 20, tzinfo=UTC)


def url(name: str, *args: Any) -> str:
    return reverse(f"visions:{name}", args=args)


def hope(couple: Couple, by: Person, id: UUID | None = None, **changes: Any) -> Hope:
    return services.keep(couple, by=by, id=id or uuid4(), values=HOPE | changes)


def page(client: Client, name: str = "home", *args: Any) -> str:
    return words_of(client.get(url(name, *args)))


def opened(couple: Couple, ada: Person, ben: Person, **changes: Any) -> tuple[Hope, Hope]:
    pair = hope(couple, ada, words="Hers"), hope(couple, ben, **{"words": "His"} | changes)
    services.seal(couple, by=ada)
    services.seal(couple, by=ben)
    return pair
