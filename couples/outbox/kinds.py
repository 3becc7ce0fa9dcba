"""What kinds of message there are. Each app names its own when it starts; the outbox knows none by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from couples.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Kind:
    """`path` is where the mail's one link leads, `wanted` is asked again just before sending.

    A `mutable` kind may be switched off by whoever gets it.
    """

    key: str
    path: Callable[[Message], str] | None = None
    context: Callable[[Message], dict[str, Any]] | None = None
    wanted: Callable[[Message], bool] | None = None
    mutable: bool = False


class UnknownKind(Exception):
    pass


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.key] = kind


def get(key: str) -> Kind:
    """Raises UnknownKind: a row written by another release, or a poisoned one."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None
