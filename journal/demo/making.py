"""Makes two made-up people and their eight months, anew or for the first time, and removes them.

All of it is one transaction: there is the whole story, or there is none. Two who press at once go one after the other,
and the second finds it done. Nothing else in the database is touched.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from journal.checkins import services as checkins
from journal.demo import people
from journal.demo.evenings import Said
from journal.demo.months import events
from journal.demo.telling import LAST, Telling, tell
from rituals import services as rituals
from rituals.models import Nudge

SEED: Final = 20
_LOCK: Final = 0x0DE_0DE
_A_DAY: Final = timedelta(days=1)
#: How long ago the two have to have begun for the story to be theirs.
BEFORE: Final = (LAST + 2) * _A_DAY
#: Sealed today, so that it opens as soon as the other one writes.
TODAY: Final = Said(
    "some", ("hopeful", "tired"), "I looked at the slow train again. There is one on a morning we both have."
)

DayDone = Callable[[int], None]


def make(*, zone: str, seed: int = SEED, done: DayDone = lambda day: None) -> Couple:
    """The couple, made if it is not there. `done` hears each day of the story."""
    with _alone():
        return people.couples().first() or _made(zone, seed, done)


def begin_again(*, of: UUID, seed: int = SEED) -> None:
    """As it was in the beginning, ending today. `of`: one of the two as the page knew them, so two presses are one."""
    with _alone():
        before = Person.objects.made_up().filter(pk=of).first()
        if before:
            people.remove()
            _made(before.zone, seed, lambda day: None)


def remove() -> None:
    with _alone():
        people.remove()


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time, on a machine where there may be a demo. Raises ImproperlyConfigured on any other."""
    if not settings.DEMO:
        raise ImproperlyConfigured("There is no demo on a server: it is only for the machine one sits at")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def _made(zone: str, seed: int, done: DayDone) -> Couple:
    dice = Random(seed)
    with clock.as_of(clock.now() - BEFORE):
        couple, alex, sam = people.made(zone)
    tell_story(couple, alex, sam, dice=dice, done=done)
    return couple


def tell_story(couple: Couple, alex: Person, sam: Person, *, dice: Random, done: DayDone = lambda day: None) -> None:
    """The eight months, ending with the evening before today. Of two people who joined before they began."""
    story = Telling(couple, alex, sam, last_on=clock.today(alex) - _A_DAY, dice=dice)
    for day in tell(story, events()):
        done(day)
    checkins.seal(couple, by=sam, on=clock.today(sam), values=TODAY.values)
    _go_on_from_now(couple, alex, sam)


def _go_on_from_now(couple: Couple, alex: Person, sam: Person) -> None:
    """No mail of these months ever leaves, and nudges come from the next time on."""
    both = [alex, sam]
    past = Message.objects.filter(due_at__lte=clock.now())
    (past.filter(person__in=both) | past.filter(address__in=[each.email for each in both])).delete()
    Nudge.objects.filter(ritual__couple=couple).delete()
    rituals.enroll(couple, sam)
