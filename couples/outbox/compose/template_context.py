"""What the templates of mail are given."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from couples.outbox import kinds, tokens
from couples.outbox.models import Message

if TYPE_CHECKING:
    from couples.accounts.models import Person


def of(message: Message) -> dict[str, Any]:
    kind = kinds.get(message.kind)
    context: dict[str, Any] = {"params": message.params or {}, "site": settings.PUBLIC_URL}
    if kind.path:
        context["link"] = settings.PUBLIC_URL + kind.path(message)
    if kind.mutable and message.person:
        context |= ways_out(message.person, kind.key)
    return context | (kind.context(message) if kind.context else {})


def ways_out(person: "Person", *keys: str) -> dict[str, str]:
    """One press for no more of these kinds, and the page where everything is chosen."""
    stop, choices = tokens.unsubscribe(person.pk, *keys), tokens.choices(person)
    return {"unsubscribe": by_token("outbox:unsubscribe", stop), "choices": by_token("choices-by-link", choices)}


def by_token(name: str, token: str) -> str:
    """The address that a signed token opens, for a mail."""
    before, after = _around(name)
    return f"{settings.PUBLIC_URL}{before}{token}{after}"


@lru_cache(maxsize=8)
def _around(name: str) -> tuple[str, str]:
    """Before and after the token: no sign of a token changes in an address."""
    before, _, after = reverse(name, args=["token"]).rpartition("token")
    return before, after
