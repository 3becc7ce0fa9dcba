"""What can be listened to. Practices register how their opened entries are found; listening never imports them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise

from couples.space.models import Couple
from journal.own_words import Part


@dataclass(frozen=True, slots=True)
class Shared:
    """An entry that both may read: whose it is, what it says, and the page it stands on."""

    kind: str
    id: UUID
    couple: Couple
    author_id: UUID
    parts: tuple[Part, ...]
    url: str
    #: Its author has erased it: nothing more is said about it.
    erased: bool = False


#: Finds an entry of this couple that is open to both; None for whatever is not (sealed, drafted, another couple's).
Find = Callable[[Couple, UUID], Shared | None]


@dataclass(frozen=True, slots=True)
class Host:
    """Something larger that a hearing is a part of (a talk). It has a way of its own to go on after the yes: there is
    no reply, and nothing to leave there. Side by side either of the two may say what comes next for them.
    """

    #: Answers in place of listening's own page: the request, what is heard, a form that was not taken, the status.
    page: Callable[..., HttpResponse]
    #: Whether anything may still be said about this one. Asked with the couple locked.
    takes: Callable[[Couple, UUID], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` stands in addresses and rows. `theirs` holds %(name)s. `arrived` is what Today says of one just offered,
    for kinds that are. One with a `host` is shown there, and neither on Today nor in the list of hearings.
    """

    kind: str
    find: Find
    own: "str | Promise"
    theirs: "str | Promise"
    arrived: "str | Promise" = ""
    host: Host | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.kind] = source


def source(kind: str) -> Source | None:
    return _sources.get(kind)


def host(kind: str) -> Host | None:
    known = _sources.get(kind)
    return known.host if known else None


def hosted() -> list[str]:
    """The kinds that are shown elsewhere."""
    return [kind for kind, known in _sources.items() if known.host]


def find(couple: Couple, kind: str, id: UUID) -> Shared | None:
    known = _sources.get(kind)
    return known.find(couple, id) if known else None
