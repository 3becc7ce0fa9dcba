"""Over which channels a person can be reached at all: what the page of choices offers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from couples.outbox.models import Channel

if TYPE_CHECKING:
    from couples.accounts.models import Person

_reaches: "dict[Channel, Callable[[Person], bool]]" = {Channel.MAIL: lambda person: True}


def register(channel: Channel, *, reaches: "Callable[[Person], bool]") -> None:
    _reaches[channel] = reaches


def of(person: "Person") -> list[Channel]:
    return [channel for channel in Channel if channel in _reaches and _reaches[channel](person)]
