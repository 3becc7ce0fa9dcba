"""The next times of one ritual, as one of the two sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Membership
from rituals.cadence import instant
from rituals.models import Ritual
from rituals.occurrences.preparer import preparer_of
from rituals.readers_clock import told_date

SHOWN = 4
_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """`on`: the date that names it in addresses. `at` in UTC: when it is, or was to be if it is skipped.

    `theirs`: the partner's wall time, where they show it.
    """

    on: date
    at: datetime
    skipped: bool
    moved: bool
    preparer: Membership | None
    theirs: datetime | None


def upcoming(
    ritual: Ritual, person: Person, partner: Person | None, people: Sequence[Membership], shown: int = SHOWN
) -> list[Upcoming]:
    """The next few, skipped ones among them at the time they would have been."""
    own = ritual.clock_of(person)
    now = clock.now()
    found = [(each.at, each.on, False) for each in islice(ritual.occurrences(now, now + _AHEAD, own), shown)]
    until = found[-1][0] if len(found) == shown else now + _AHEAD
    skipped = [(at, on, True) for at, on in _skipped(ritual, person) if now < at <= until]
    return [
        Upcoming(
            on=told_date(ritual, on),
            at=at,
            skipped=is_skipped,
            moved=not is_skipped and on in ritual.changed,
            preparer=None if is_skipped else preparer_of(ritual, on, people),
            theirs=_their_time(ritual, at, person, partner),
        )
        for at, on, is_skipped in sorted(found + skipped)
    ]


def _skipped(ritual: Ritual, person: Person) -> Iterator[tuple[datetime, date]]:
    for on, to in ritual.changed.items():
        if to is None and ritual.rule.falls_on(on):
            at = instant(ritual.rule.at, ritual.clock_of(person), on)
            if at:
                yield at, on


def _their_time(ritual: Ritual, at: datetime, person: Person, partner: Person | None) -> datetime | None:
    """The partner's wall time, where they chose to show it (T5) and it differs from the reader's."""
    if partner is None or not partner.shows_clock or not ritual.zone:
        return None
    theirs, own = at.astimezone(partner.tzinfo), at.astimezone(person.tzinfo)
    # As wall time: a template would turn an aware one back into the reader's own.
    return theirs.replace(tzinfo=None) if theirs.utcoffset() != own.utcoffset() else None
