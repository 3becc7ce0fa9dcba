"""Quiet hours: wall time in which nothing rings. Pure, like rituals/cadence.py.

It reads clocks by the same rule (T1): a time that the zone skips is moved on, and of one that comes twice it is the
first.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    start: time
    end: time

    @classmethod
    def between(cls, start: time | None, end: time | None) -> Self | None:
        """None for somebody who has none."""
        return cls(start, end) if start and end else None

    @property
    def goes_past_midnight(self) -> bool:
        return self.end <= self.start

    def end_after(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet hours that `now` lies in are over; None outside of them. The end itself is outside."""
        today = now.astimezone(zone).date()
        # A zone may have skipped or doubled a date: the neighbours are asked as well.
        for day in (today - _DAY, today, today + _DAY):
            over = instant(day + _DAY if self.goes_past_midnight else day, self.end, zone)
            if instant(day, self.start, zone) <= now < over:
                return over
        return None


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """This wall time on this date, in UTC; moved on where the zone skips it, the first where it comes twice."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
