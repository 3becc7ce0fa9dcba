"""The note that waits for who joins. What was written is known on a floor above, which says so here when it starts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from couples.space.models import Couple

#: Where it is read, by the one who has just joined; whoever has none is led on to Today.
PAGE = "appreciations:first-note"

Asked = Callable[["Couple"], bool]
_asked: list[Asked] = []


def ask(whether: Asked) -> None:
    _asked.append(whether)


def waits(couple: "Couple") -> bool:
    return any(whether(couple) for whether in _asked)
