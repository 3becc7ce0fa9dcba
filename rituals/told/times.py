"""What one of the two chose for both, as the other is told it once: no request, and nothing that hangs.

It follows from the rituals' own rows (`set_by`, `set_at`, `fine_at`), so nothing has to be taken away: it is told until
it suits, until it is changed again, skipped, stopped or over, or until it fades after two weeks. Whoever chose it never
learns which of these it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock
from couples.space.models import Membership
from rituals.cadence import Rule, instant, next_start
from rituals.models import OccurrenceChange, Ritual
from rituals.occurrences.changes import carried
from rituals.readers_clock import told_date, told_rule
from rituals.rule_in_words import rhythm
from rituals.time_in_words import day_and_time, next_on
from rituals.told.choices import choice_made

FADES = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """One choice. `choice` names it: a page that shows an older one answers nothing."""

    ritual: Ritual
    choice: str
    words: str
    times: str
    #: Where “Fine” is sent, and where another time is chosen.
    fine: str
    another: str

    @property
    def title(self) -> str:
        return self.ritual.name


def told(rituals: Iterable[Ritual], reader: Membership, other: Membership) -> Iterator[Told]:
    """Newest first, of rituals `carrying` their changes. No query. Each is put into words when it is asked for."""
    found: list[tuple[datetime, Iterator[Told]]] = []
    for ritual in rituals:
        changes = carried(ritual)
        if ritual.set_at and ritual.set_by_id == other.person_id and _is_new(ritual.set_at, ritual.fine_at, reader):
            found.append((ritual.set_at, _times(ritual, ritual.set_at, changes, reader, other)))
        for change in changes:
            if change.made_by_id == other.person_id and _is_new(change.made_at, change.fine_at, reader):
                found.append((change.made_at, _date(ritual, change, reader, other)))
    found.sort(key=itemgetter(0), reverse=True)
    return (each for _, in_words in found for each in in_words)


def in_words(rule: Rule, following: datetime) -> str:
    """“Every week on Sunday. Next on Sunday, 29 November at 18:00.” What comes once has no rhythm to tell."""
    return f"{next_on(following)}." if rule.comes_once else f"{rhythm(rule)}. {next_on(following)}."


def _is_new(set_at: datetime, fine_at: datetime | None, reader: Membership) -> bool:
    """To whoever came only now all of it is new, also what suited somebody before them."""
    if max(set_at, reader.joined_at) <= clock.now() - FADES:
        return False
    return fine_at is None or fine_at < reader.joined_at


def _times(
    ritual: Ritual, set_at: datetime, changes: list[OccurrenceChange], reader: Membership, other: Membership
) -> Iterator[Told]:
    """While it comes round again."""
    local = ritual.clock_of(reader.person)
    following = next_start(ritual.rule, clock.now(), local, {change.on: change.to for change in changes})
    if following is None:
        return
    chosen = _("%(name)s chose a time for both of you.")
    changed = _("%(name)s changed the time for both of you.")
    yield Told(
        ritual,
        choice_made(ritual.pk, set_at),
        words=(chosen if set_at == ritual.created_at else changed) % {"name": other.person.name},
        times=in_words(told_rule(ritual, reader.person.tzinfo), following.at),
        fine=reverse("rituals:fine", args=[ritual.pk]),
        another=reverse("rituals:checkin") if ritual.is_checkin else reverse("rituals:another-time", args=[ritual.pk]),
    )


def _date(ritual: Ritual, change: OccurrenceChange, reader: Membership, other: Membership) -> Iterator[Told]:
    """While it is still ahead, and the rule still names its date."""
    local, to = ritual.clock_of(reader.person), change.to
    usual = instant(ritual.at, local, change.on)
    at = instant(to.time(), local, to.date()) if to else usual
    if at is None or usual is None or at <= clock.now() or not ritual.rule.falls_on(change.on):
        return
    moved, skipped = _("%(name)s moved this once, for both of you."), _("%(name)s skipped this once, for both of you.")
    instead = _("%(now)s, instead of %(before)s.") % {"now": day_and_time(at), "before": day_and_time(usual)}
    args = [ritual.pk, told_date(ritual, change.on)]
    yield Told(
        ritual,
        choice_made(ritual.pk, change.made_at),
        words=(moved if to else skipped) % {"name": other.person.name},
        times=instead if to else _("Not on %(day)s.") % {"day": day_and_time(at)},
        fine=reverse("rituals:fine-once", args=args),
        another=reverse("rituals:one", args=args),
    )
