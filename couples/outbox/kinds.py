"""What kinds of message there are. Each app names its own when it starts; the outbox knows none by itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise

from couples.outbox.models import Message

if TYPE_CHECKING:
    from couples.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message. `path` is where the mail's one link leads.

    Whether it is still wanted is asked again just before sending, of one row (`wanted`) or of many at once
    (`unwanted`): a kind names one of the two.

    A `mutable` kind can be switched off by whoever gets it, under its `label`, on the page of choices. Only these are
    held back out of kindness, unless they are `punctual`: quiet hours, never two mails within a quarter of an hour,
    what comes together leaves as one letter. What is not mutable (a code, a notice about the account) leaves at once,
    at any hour.
    """

    key: str
    path: Callable[[Message], str] | None = None
    #: Values for its templates. A letter of several uses `later`, the link to put this one off, and `other_time`, the
    #: page where its time is changed.
    context: Callable[[Message], dict[str, Any]] | None = None
    wanted: Callable[[Message], bool] | None = None
    #: The ids of those that are of no use any more. For kinds mailed by the thousand; asked again only when the answer
    #: is a moment old.
    unwanted: Callable[[Sequence[Message]], Collection[UUID]] | None = None
    mutable: bool = False
    #: Two people were told the minute, and one of them promised it. Muted it does not come; otherwise kindness neither
    #: holds it back nor joins it to another: it leaves at once, by itself. Quiet hours hold it back for who chose so.
    punctual: bool = False
    #: What it is called where people choose what to get; neutral, as all mail is.
    label: str | Promise = ""
    #: The line of one row in a letter of several. Without it the row's subject is used.
    line_of: Callable[[Message], str] | None = None
    #: Whether the partner's doing causes it: at most one such mail a day (P8). The others of a day wait for the next
    #: morning, so post them with a grace of two days.
    by_partner: bool = False
    #: The url name of the page where its times are chosen.
    times: str = ""
    #: One sentence for this person beside its switch, or "".
    note: "Callable[[Person], str] | None" = None
    #: Which of these people get one at a time they chose, between two instants, and when first. Every other kind waits
    #: for that mail and leaves with it, so that the rest never makes it late.
    coming: Callable[[Collection[UUID], datetime, datetime], Mapping[UUID, datetime]] | None = None
    #: Told of rows that ended and never reached anybody, in the transaction that ends them.
    never_arrived: Callable[[Sequence[Message]], None] | None = None

    def is_wanted(self, row: Message) -> bool:
        if self.unwanted:
            return row.pk not in self.unwanted([row])
        return self.wanted is None or self.wanted(row)


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


def is_mutable(key: str) -> bool:
    """False for a kind nobody knows, too: it is none that anybody could have switched off."""
    return key in _kinds and _kinds[key].mutable


def can_wait(key: str) -> bool:
    """Whether it may be held back out of kindness."""
    return is_mutable(key) and not _kinds[key].punctual


def that_can_wait() -> list[str]:
    return [kind.key for kind in mutable() if not kind.punctual]


def is_punctual(key: str) -> bool:
    return key in _kinds and _kinds[key].punctual


def counts_arrivals(key: str) -> bool:
    """Whether somebody is told when a row of this kind never arrives."""
    return key in _kinds and _kinds[key].never_arrived is not None


def never_arrived(rows: Sequence[Message]) -> None:
    for kind in _kinds.values():
        mine = [row for row in rows if row.kind == kind.key]
        if mine and kind.never_arrived:
            kind.never_arrived(mine)


def mutable() -> list[Kind]:
    """What people choose from, in the order the apps named them."""
    return [kind for kind in _kinds.values() if kind.mutable]
