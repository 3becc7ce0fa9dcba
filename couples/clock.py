"""The only "now", and "today for whom". Nothing else in Nearer asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from couples.accounts.models import Person

_as_of: ContextVar[datetime | None] = ContextVar("as_of", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _as_of.get() or datetime.now(UTC)


def today(person: "Person") -> date:
    """The date on this person's own calendar, right now."""
    return now().astimezone(person.tzinfo).date()


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Within the block it is this instant of the past, for this thread alone.

    Only for what never happened (journal/demo): rows that say when somebody wrote would otherwise be a lie. Raises
    ValueError for an instant that is still to come.
    """
    if instant > datetime.now(UTC):
        raise ValueError("Nothing has happened in the future")
    before = _as_of.set(instant)
    try:
        yield
    finally:
        _as_of.reset(before)
