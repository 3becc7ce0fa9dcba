"""How a page sends an id of its own making: in the address, or among the fields."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse

from couples.space.models import Couple

#: Method, address and fields; None where the couple has nothing to do it with.
Sent = tuple[str, str, dict[str, Any]] | None
Sending = Callable[[Couple, UUID], Sent]


def at(name: str, data: dict[str, Any], method: str = "POST") -> Sending:
    return lambda couple, id: (method, reverse(name, args=[id]), data)


def having(name: str, data: dict[str, Any], field: str = "id") -> Sending:
    return lambda couple, id: ("POST", reverse(name), data | {field: str(id)})
