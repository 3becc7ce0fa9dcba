"""The next time two people have, of all their rituals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from couples import clock, localized
from couples.accounts.models import Person
from couples.space.pausing.models import Holiday
from rituals.cadence import Occurrence, next_start
from rituals.models import Ritual
from rituals.occurrences.changes import carried
from rituals.time_in_words import day_and_time

_NEAR = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class NextOne:
    ritual: Ritual
    occurrence: Occurrence

    @property
    def when(self) -> str:
        """By the reader's own clock, and no longer than it has to be."""
        at, today = localtime(self.occurrence.at), localtime(clock.now()).date()
        words = {"time": localized.time_of_day(at.time()), "day": localized.day(at, "l")}
        if at.date() == today:
            return _("Today at %(time)s") % words
        if at.date() - today > _NEAR:
            return day_and_time(at)
        return _("%(day)s at %(time)s") % words


def next_one(rituals: Iterable[Ritual], person: Person, holiday: Holiday | None) -> NextOne | None:
    """Of rituals `carrying` their changes; not the check-in, and nothing within their holiday. No query."""
    after = clock.now()
    if holiday:
        after = max(after, datetime.combine(holiday.back_on, time(0), person.tzinfo) - timedelta(microseconds=1))
    found = []
    for ritual in rituals:
        changes = {change.on: change.to for change in carried(ritual)}
        if not ritual.is_checkin and (at := next_start(ritual.rule, after, ritual.clock_of(person), changes)):
            found.append(NextOne(ritual, at))
    return min(found, key=lambda each: each.occurrence, default=None)
