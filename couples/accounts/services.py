from django.db import transaction

from couples import clock, moments
from couples.accounts.models import Person


def read_in(person: Person, *, locale: str, hours: str, browser_hours: str) -> None:
    """The language, and how the time of day is written, for this person alone: pages, mails, pushes, calendars."""
    person.locale, person.hours = locale, hours
    person.browser_hours = browser_hours or person.browser_hours
    person.save(update_fields=["locale", "hours", "browser_hours"])


def heard_of_hours(person: Person, hours: str) -> None:
    """What a browser says as somebody signs in, where none has said it before."""
    if hours and not person.browser_hours:
        person.browser_hours = hours
        person.save(update_fields=["browser_hours"])


def change_details(person: Person, *, name: str, shows_clock: bool) -> None:
    """What the partner sees of this person. Nobody is told that it changed."""
    person.name, person.shows_clock = name, shows_clock
    person.save(update_fields=["name", "shows_clock"])


@transaction.atomic
def go_by(person: Person, *, zone: str) -> None:
    """The clock this person goes by. Nobody is told; what rings by it follows from the next time on (T5). Saving is
    saying which zone it is, whoever chose it before.
    """
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.zone, person.asks_zone = zone, False
    if zone != before.zone:
        person.moves, person.moved_at = before.moves + 1, max(clock.now(), before.moved_at or clock.now())
    person.save(update_fields=["zone", "asks_zone", "moves", "moved_at"])
    if zone != before.zone:
        moments.moved.happen(person)
