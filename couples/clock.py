"""The only "now", and "today for whom". Nothing else in Nearer asks what time it is."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from couples.accounts.models import Person


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today(person: "Person") -> date:
    """The date on this person's own calendar, right now."""
    return now().astimezone(person.tzinfo).date()
